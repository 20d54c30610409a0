"""Extract many articles so that a killed run loses at most one batch and no article is read twice.

Each batch is written down as one part file before the next begins; the mention tables are put together
from the parts. A part belongs to one version of the extractor, so a changed extractor reads everything anew.
What is written down is final: an article whose reading only failed this time (a server was away, a budget
was spent) is in no part, and so the next run reads it.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.extract.extractor import Extractor, Failure
from pipelines.extract.models import Article, Extraction
from pipelines.ids import stable_id
from pipelines.schemas.mentions import mention_accessions, mention_meetings
from pipelines.schemas.reject import Reject
from pipelines.storage import Storage, written_aside

_PART_SCHEMA = pl.Schema(
    {"version_id": pl.String(), "result": pl.String(), "dropped": pl.String(), "failure": pl.String()}
)


class NothingExtractedError(RuntimeError):
    """Not one article could be read, now or earlier: empty tables would take the place of good ones."""


@dataclass(frozen=True)
class Mentions:
    """The mention tables of the articles given, and what was left out of them.

    Of the articles, `read` were read this time, `kept` by an earlier run, and `postponed` by none yet.
    """

    accessions: pl.DataFrame
    meetings: pl.DataFrame
    rejects: list[Reject]
    read: int
    kept: int
    postponed: int


def extract_articles(
    articles: pl.DataFrame, extractor: Extractor, storage: Storage, batch_size: int
) -> Mentions:
    """Mentions of every row of `articles` (table norm_articles); only what no part holds yet is read.

    Raises NothingExtractedError where every article had to be postponed.
    """
    folder = storage.extracted_parts / extractor.version
    rows = {_version_id(row): row for row in articles.iter_rows(named=True)}
    done = _read_parts(folder).filter(pl.col("version_id").is_in(list(rows)))
    known = set(done["version_id"])
    todo = [version_id for version_id in rows if version_id not in known]
    postponed: dict[str, Failure] = {}
    # One stream for all batches: workers are started once for the run.
    outcomes = extractor.extract_many(_article(version_id, rows[version_id]) for version_id in todo)
    while batch := list(islice(outcomes, batch_size)):
        part, put_off = _sorted_out(batch)
        postponed |= put_off
        if not part.is_empty():
            with written_aside(folder / f"{stable_id(*part['version_id'])}.parquet") as aside:
                part.write_parquet(aside, compression="zstd")
    if postponed and len(postponed) == len(rows):
        first = next(iter(postponed.values()))
        raise NothingExtractedError(f"none of {len(rows)} articles could be read; {first}")
    results = _read_parts(folder).filter(pl.col("version_id").is_in(list(rows))).unique("version_id")
    return _assemble(results, postponed, rows, extractor, known=len(known))


def _version_id(row: dict[str, Any]) -> str:
    # The day of publication counts: relative dates are read against it.
    published = row["published_date"]
    return stable_id(row["article_id"], row["content_hash"], published and published.isoformat())


def _read_parts(folder: Path) -> pl.DataFrame:
    parts = sorted(folder.glob("*.parquet"))
    return (
        pl.concat([pl.read_parquet(part) for part in parts]) if parts else pl.DataFrame(schema=_PART_SCHEMA)
    )


def _article(version_id: str, row: dict[str, Any]) -> Article:
    return Article(
        id=version_id,
        title=row["title"] or "",
        text=row["text"],
        published=row["published_date"],
        source=row["outlet"],
        url=row["url"],
        language=row["language"],
    )


def _sorted_out(batch: list[Extraction | Failure]) -> tuple[pl.DataFrame, dict[str, Failure]]:
    """The part file of a batch, and what has to be tried again, by version."""
    part: list[dict[str, str | None]] = []
    postponed: dict[str, Failure] = {}
    for outcome in batch:
        row: dict[str, str | None] = dict.fromkeys(_PART_SCHEMA)
        row["version_id"] = outcome.id
        if isinstance(outcome, Failure):
            if not outcome.is_final:
                postponed[outcome.id] = outcome
                continue
            row["failure"] = str(outcome)
        else:
            row["result"] = json.dumps(outcome.to_json(), ensure_ascii=False)
            row["dropped"] = json.dumps([asdict(each) for each in outcome.dropped], ensure_ascii=False)
        part.append(row)
    return pl.DataFrame(part, schema=_PART_SCHEMA), postponed


def _assemble(
    results: pl.DataFrame,
    postponed: dict[str, Failure],
    rows: dict[str, dict[str, Any]],
    extractor: Extractor,
    known: int,
) -> Mentions:
    accessions: list[dict[str, Any]] = []
    meetings: list[dict[str, Any]] = []
    rejects = [
        _reject(rows[version_id], "extraction_postponed", str(failure))
        for version_id, failure in postponed.items()
    ]
    for version_id, result, dropped, failure in results.iter_rows():
        row = rows[version_id]
        if failure is not None:
            rejects.append(_reject(row, "extraction_failed", failure))
            continue
        rejects += [_reject(row, **each) for each in json.loads(dropped)]
        outcome = json.loads(result)
        accessions += _mentions(outcome["accessions"], row, extractor, _ACCESSION_KEY)
        meetings += _mentions(outcome["meetings"], row, extractor, _MEETING_KEY)
    return Mentions(
        accessions=pl.DataFrame(accessions, schema=mention_accessions.polars_schema()).sort(
            mention_accessions.order
        ),
        meetings=pl.DataFrame(meetings, schema=mention_meetings.polars_schema()).sort(mention_meetings.order),
        rejects=rejects,
        read=results.height - known,
        kept=known,
        postponed=len(postponed),
    )


def _reject(row: dict[str, Any], reason: str, detail: str, sample: str | None = None) -> Reject:
    return Reject(
        source=row["source"],
        locator=row["locator"],
        stage="extract",
        reason=reason,
        detail=detail,
        sample=row["text"] if sample is None else sample,
    )


_ACCESSION_KEY = ("party", "agreement", "step", "factuality")
_MEETING_KEY = ("countries", "format", "factuality", "date", "evidence_field", "evidence_start")


def _mentions(
    found: list[dict[str, Any]], row: dict[str, Any], extractor: Extractor, key: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    article = {"article_id": row["article_id"], "content_hash": row["content_hash"]}
    for mention in found:
        natural = [",".join(value) if isinstance(value := mention[name], list) else value for name in key]
        yield {
            "mention_id": stable_id(
                *article.values(), *(None if part is None else str(part) for part in natural)
            ),
            **article,
            **mention,
            "extractor": extractor.name,
            "extractor_version": extractor.version,
        }
