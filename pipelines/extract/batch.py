"""Extract many articles so that a killed run loses at most one batch and no article is read twice.

Each batch is written down as one part file before the next begins; the mention tables are put together
from the parts. A part belongs to one version of the extractor, so a changed rule reads everything anew.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.extract.extractor import Extractor, Failure
from pipelines.extract.models import Article
from pipelines.ids import stable_id
from pipelines.schemas.mentions import mention_accessions, mention_meetings
from pipelines.schemas.reject import Reject
from pipelines.storage import Storage, written_aside

_PART_SCHEMA = pl.Schema({"version_id": pl.String(), "result": pl.String(), "failure": pl.String()})


@dataclass(frozen=True)
class Mentions:
    """The mention tables of the articles given, what failed, and how many articles were read this time."""

    accessions: pl.DataFrame
    meetings: pl.DataFrame
    rejects: list[Reject]
    read: int
    kept: int


def extract_articles(
    articles: pl.DataFrame, extractor: Extractor, storage: Storage, batch_size: int
) -> Mentions:
    """Mentions of every row of `articles` (table norm_articles); only what no part holds yet is read."""
    folder = storage.extracted_parts / extractor.version
    rows = {_version_id(row): row for row in articles.iter_rows(named=True)}
    done = _read_parts(folder).filter(pl.col("version_id").is_in(list(rows)))
    known = set(done["version_id"])
    todo = [version_id for version_id in rows if version_id not in known]
    for start in range(0, len(todo), batch_size):
        batch = todo[start : start + batch_size]
        part = _read_batch(batch, rows, extractor)
        with written_aside(folder / f"{stable_id(*batch)}.parquet") as aside:
            part.write_parquet(aside, compression="zstd")
    results = _read_parts(folder).filter(pl.col("version_id").is_in(list(rows))).unique("version_id")
    return _assemble(results, rows, extractor, read=len(todo))


def _version_id(row: dict[str, Any]) -> str:
    # The day of publication counts: relative dates are read against it.
    published = row["published_date"]
    return stable_id(row["article_id"], row["content_hash"], published and published.isoformat())


def _read_parts(folder: Path) -> pl.DataFrame:
    parts = sorted(folder.glob("*.parquet"))
    return (
        pl.concat([pl.read_parquet(part) for part in parts]) if parts else pl.DataFrame(schema=_PART_SCHEMA)
    )


def _read_batch(batch: list[str], rows: dict[str, dict[str, Any]], extractor: Extractor) -> pl.DataFrame:
    articles = [
        Article(
            id=version_id,
            title=rows[version_id]["title"] or "",
            text=rows[version_id]["text"],
            published=rows[version_id]["published_date"],
            source=rows[version_id]["outlet"],
            url=rows[version_id]["url"],
            language=rows[version_id]["language"],
        )
        for version_id in batch
    ]
    part = []
    for article, outcome in zip(articles, extractor.extract_many(articles), strict=True):
        row: dict[str, str | None] = {"version_id": article.id, "result": None, "failure": None}
        if isinstance(outcome, Failure):
            row["failure"] = str(outcome)
        else:
            row["result"] = json.dumps(outcome.to_json(), ensure_ascii=False)
        part.append(row)
    return pl.DataFrame(part, schema=_PART_SCHEMA)


def _assemble(
    results: pl.DataFrame, rows: dict[str, dict[str, Any]], extractor: Extractor, read: int
) -> Mentions:
    accessions: list[dict[str, Any]] = []
    meetings: list[dict[str, Any]] = []
    rejects: list[Reject] = []
    for version_id, result, failure in results.iter_rows():
        row = rows[version_id]
        if failure is not None:
            rejects.append(
                Reject(
                    source=row["source"],
                    locator=row["locator"],
                    stage="extract",
                    reason="extraction_failed",
                    detail=failure,
                    sample=row["text"],
                )
            )
            continue
        outcome = json.loads(result)
        accessions += _mentions(outcome["accessions"], row, extractor, _ACCESSION_KEY)
        meetings += _mentions(outcome["meetings"], row, extractor, _MEETING_KEY)
    return Mentions(
        accessions=pl.DataFrame(accessions, schema=mention_accessions.polars_schema()).sort(
            mention_accessions.order
        ),
        meetings=pl.DataFrame(meetings, schema=mention_meetings.polars_schema()).sort(mention_meetings.order),
        rejects=rejects,
        read=read,
        kept=len(rows) - read,
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
