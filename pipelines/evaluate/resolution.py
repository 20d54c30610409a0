"""How well claims of one encounter are found to be one: pairwise precision and recall on labelled claims.

A pair of claims counts as found where both tell of one encounter by the labels and have one `meeting_id`. The labelled
claims are written as if the extractor had read them, and the project's own dbt models resolve them.
"""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import duckdb
import polars as pl
from rich.table import Table as Grid

from pipelines.schemas import TABLES, empty_frame
from pipelines.schemas.dbt_yaml import DBT_PROJECT, STAGED
from pipelines.storage import Storage

LABELS: Final = Path(__file__).parent / "resolution"
# Pairwise precision and recall by set, as they were when the rules were last changed for the better.
RECORDED: Final = LABELS / "recorded.json"
# A wrong join costs trust, a missing one a row: precision may hardly fall, recall a little.
TOLERANCES: Final = {"precision": 0.005, "recall": 0.02}

Claim = dict[str, Any]


@dataclass(frozen=True)
class Pairs:
    """Pairs of claims: of one encounter and found so, found so wrongly, and missed."""

    found: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_json(self) -> dict[str, Any]:
        rates = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return {"found": self.found, "wrong": self.wrong, "missed": self.missed, **rates}


def labelled(path: Path) -> list[Claim]:
    """The claims of one file; keys as in `resolution/README.md`."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def score(claims: Iterable[Claim], meeting_ids: Mapping[str, str]) -> dict[str, Pairs]:
    """Pairs in all, under `all`, and by trap: a pair belongs to the traps of both its claims, or to `none`.

    `meeting_ids` has the encounter that each claim was taken for.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other in combinations(claims, 2):
        is_one = one["encounter"] == other["encounter"]
        is_found = meeting_ids[one["claim"]] == meeting_ids[other["claim"]]
        if not (is_one or is_found):
            continue
        outcome = "found" if is_one and is_found else "missed" if is_one else "wrong"
        for name in {"all", one["trap"] or "none", other["trap"] or "none"}:
            counts[name][outcome] += 1
    return {name: Pairs(**counts[name]) for name in sorted(counts)}


def fallen(name: str, pairs: Pairs) -> list[str]:
    """One line for each rate of a set that is below the recorded one by more than is tolerated."""
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))[name]
    return [
        f"{name}: {rate} {getattr(pairs, rate):.4f}, recorded {recorded[rate]:.4f}"
        for rate, tolerance in TOLERANCES.items()
        if getattr(pairs, rate) < recorded[rate] - tolerance
    ]


def resolve(claims: list[Claim], reference: Mapping[str, pl.DataFrame]) -> dict[str, str]:
    """The `meeting_id` of every claim by the project's models, built in a data home of their own.

    `reference` has the normalized reference tables by name. Takes some ten seconds, nearly all of them dbt's start. Raises RuntimeError with what dbt said.
    """
    with TemporaryDirectory(prefix="dragoman-resolution-") as folder:
        storage = Storage(Path(folder))
        _write(claims, storage, reference)
        environment = os.environ | {"DRAGOMAN_HOME": folder, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
        project = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
        places = ["--target-path", f"{folder}/target", "--log-path", f"{folder}/logs"]
        done = subprocess.run(
            [str(Path(sys.executable).with_name("dbt")), "run", "--select", "+int_meeting_links_logged"]
            + project
            + places,
            env=environment,
            cwd=DBT_PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"dbt could not resolve the labelled claims:\n{done.stdout}{done.stderr}")
        with duckdb.connect(str(storage.build_database), read_only=True) as connection:
            rows = connection.execute(
                "select claim_id, meeting_id from intermediate.int_meeting_links_logged where known_to is null"
            ).fetchall()
    return dict(rows)


def errors(claims: Iterable[Claim], meeting_ids: Mapping[str, str]) -> dict[str, list[list[Claim]]]:
    """What went wrong: encounters `joined` that are several, and encounters `parted` that are one."""
    by_meeting: dict[str, list[Claim]] = defaultdict(list)
    by_encounter: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_meeting[meeting_ids[claim["claim"]]].append(claim)
        by_encounter[claim["encounter"]].append(claim)
    return {
        "joined": [group for group in by_meeting.values() if len({each["encounter"] for each in group}) > 1],
        "parted": [
            group
            for group in by_encounter.values()
            if len({meeting_ids[each["claim"]] for each in group}) > 1
        ],
    }


def resolution_table(name: str, pairs: Mapping[str, Pairs]) -> Grid:
    """The figures of one set for a terminal, a line for each trap."""
    grid = Grid(title=f"Resolution of meetings: {name}", title_justify="left")
    for column in ("pairs", "found", "wrong", "missed", "precision", "recall", "F1"):
        grid.add_column(column, justify="left" if column == "pairs" else "right")
    for trap, each in sorted(pairs.items(), key=lambda item: (item[0] != "all", item[0])):
        rates = (f"{rate:.2f}" for rate in (each.precision, each.recall, each.f1))
        grid.add_row(trap, str(each.found), str(each.wrong), str(each.missed), *rates)
    return grid


def _write(claims: list[Claim], storage: Storage, reference: Mapping[str, pl.DataFrame]) -> None:
    """Every table that dbt reads: the labelled claims, the real reference tables, the others empty."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for claim in claims:
        if claim["source_kind"] == "news":
            rows["mention_meetings"].append(_mention(claim))
        else:
            rows["norm_trip_meetings"].append(_entry(claim))
    articles = {claim["article"]: claim for claim in claims if claim["source_kind"] == "news"}
    rows["norm_articles"] = [_article(claim) for claim in articles.values()]
    for name in STAGED:
        table = TABLES[name]
        frame = reference.get(name, empty_frame(table))
        if name in rows:
            frame = pl.DataFrame(rows[name], schema=table.polars_schema())
        storage.write_table(table, frame)
    storage.build_database.parent.mkdir(parents=True)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _article(claim: Claim) -> dict[str, Any]:
    reported = _day(claim["reported"])
    return {
        "article_id": claim["article"],
        "content_hash": claim["article"],
        "source": "resolution",
        "locator": claim["article"],
        "raw_id": claim["article"],
        "outlet": claim["outlet"],
        "cited_sources": [],
        "language": "en",
        "published_date": reported,
        "text": claim["evidence"],
        "fetched_at": datetime(2026, 1, 1, tzinfo=UTC),
        "cluster_id": claim["cluster"],
    }


def _said(claim: Claim) -> dict[str, Any]:
    return {
        "countries": claim["countries"],
        "persons": list(claim["persons"]),
        "person_countries": list(claim["persons"].values()),
        "format": claim["format"],
        "location": claim["location"],
        "location_country": claim["location_country"],
        "evidence": claim["evidence"],
    }


def _mention(claim: Claim) -> dict[str, Any]:
    return _said(claim) | {
        "mention_id": claim["claim"],
        "article_id": claim["article"],
        "content_hash": claim["article"],
        "mediators": [],
        "visit": claim["visit"],
        "factuality": claim["factuality"],
        "date": claim["date"],
        "evidence_field": "text",
        "evidence_start": claim["start"],
        "evidence_end": claim["start"] + len(claim["evidence"]),
        "extractor": "labels",
        "extractor_version": "labels",
    }


def _entry(claim: Claim) -> dict[str, Any]:
    return _said(claim) | {
        "trip_meeting_id": claim["claim"],
        "source": "historyatstate",
        "kind": "visit_to_us" if claim["location_country"] == "USA" else "secretary_trip",
        "trip_id": claim["claim"],
        "encounter_key": claim["claim"],
        "basis": "named",
        "is_visit": claim["visit"],
        "kind_of_visit": "none",
        "start_date": _day(claim["date"]),
        "start_date_precision": "day",
        "end_date": _day(claim["end_date"]),
        "end_date_precision": "day",
        "has_date_conflict": False,
        "locator": "resolution",
        "line": 1,
    }
