"""A small data home for dbt: parquet files of the declared schemas, and a build of the project on them.

Rows are given by the columns that matter; every other column gets a plain value of its type.
"""

import datetime as dt
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest

from pipelines.ids import stable_id
from pipelines.schemas import TABLES, Column
from pipelines.schemas.dbt_yaml import DBT_PROJECT, STAGED
from pipelines.storage import Storage

UTC: Final = dt.UTC
BUILT_AT: Final = "2025-12-01 00:00:00+00"

Rows = Mapping[str, list[dict[str, Any]]]


def _plain(column: Column) -> Any:
    """A value that the column permits, where a row gives none."""
    if column.nullable:
        return None
    if column.codes is not None:
        return next(iter(column.codes))
    return {
        pl.String(): f"a {column.name}",
        pl.Int64(): 0,
        pl.Boolean(): False,
        pl.Date(): dt.date(2000, 1, 1),
        pl.Datetime("us", "UTC"): dt.datetime(2025, 1, 1, tzinfo=UTC),
        pl.List(pl.String()): [],
    }[column.dtype]


def frame(name: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The rows as a frame of table `name`. Raises ValueError for a column that the table does not have."""
    table = TABLES[name]
    full = []
    for row in rows:
        unknown = set(row) - set(table.column_names)
        if unknown:
            raise ValueError(f"{name} has no columns {sorted(unknown)}")
        full.append({column.name: row.get(column.name, _plain(column)) for column in table.columns})
    return pl.DataFrame(full, schema=table.polars_schema())


def write_home(home: Path, rows: Rows, shuffled: int | None = None) -> Storage:
    """Write every table that dbt reads below `home`, empty where `rows` has none; `shuffled` seeds an order."""
    storage = Storage(home)
    for name in STAGED:
        given = list(rows.get(name, []))
        if shuffled is not None:
            random.Random(shuffled).shuffle(given)
        storage.write_table(TABLES[name], frame(name, given))
    storage.build_database.parent.mkdir(parents=True, exist_ok=True)
    return storage


def run_dbt(storage: Storage, target: Path, *arguments: str, known_at: str | None = None) -> str:
    """Run dbt on a data home, with its own target folder; returns what it printed.

    `known_at` is the instant of the build, now by default. Raises AssertionError with dbt's output where dbt ends with an error.
    """
    environment = os.environ | {
        "DRAGOMAN_HOME": str(storage.home),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "DRAGOMAN_KNOWN_AT": known_at or "",
    }
    project = ("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT))
    folders = ("--target-path", str(target), "--log-path", str(target / "logs"))
    done = subprocess.run(
        [str(Path(sys.executable).parent / "dbt"), *arguments, *project, *folders],
        env=environment,
        cwd=DBT_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def article(article_id: str, published: str | None, **fields: Any) -> dict[str, Any]:
    """An article published on a day, in a cluster of its own, in one version."""
    return {
        "article_id": article_id,
        "content_hash": f"{article_id}-v1",
        "cluster_id": article_id,
        "language": "en",
        "outlet": f"Outlet {article_id}",
        "url": f"https://example.org/{article_id}",
        "published_date": None if published is None else dt.date.fromisoformat(published),
        **fields,
    }


def accession(
    article_id: str, party: str, agreement: str, step: str, factuality: str, date: str | None, **fields: Any
) -> dict[str, Any]:
    return {
        "mention_id": f"{article_id}/{party}/{agreement}/{step}/{factuality}",
        "article_id": article_id,
        "content_hash": f"{article_id}-v1",
        "party": party,
        "agreement": agreement,
        "step": step,
        "factuality": factuality,
        "date": date,
        "capacity": "member",
        "evidence": f"{article_id} says {step} {factuality}",
        "evidence_field": "text",
        "evidence_end": 10,
        **fields,
    }


def meeting(
    article_id: str,
    countries: list[str],
    format: str,  # noqa: A002  (the name of the column)
    factuality: str,
    date: str | None,
    start: int = 0,
    persons: Mapping[str, str | None] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    people = persons or {}
    return {
        "mention_id": f"{article_id}@{start}",
        "article_id": article_id,
        "content_hash": f"{article_id}-v1",
        "countries": countries,
        "persons": list(people),
        "person_countries": list(people.values()),
        "format": format,
        "factuality": factuality,
        "date": date,
        "evidence": f"{article_id} at {start}",
        "evidence_field": "text",
        "evidence_start": start,
        "evidence_end": start + 10,
        **fields,
    }


def membership(party: str, agreement: str, step: str, date: str, **fields: Any) -> dict[str, Any]:
    return {
        "party": party,
        "agreement": agreement,
        "step": step,
        "step_date": dt.date.fromisoformat(date),
        "step_date_precision": "day",
        "capacity": "member",
        **fields,
    }


def office(person: str, country: str, *aliases: str) -> dict[str, Any]:
    return {
        "person": person,
        "aliases": list(aliases),
        "country_code": country,
        "office": "head_of_state",
        "title": "President",
        "valid_from": dt.date(2020, 1, 1),
        "valid_from_precision": "day",
        "valid_to_precision": "unknown",
    }


def treaty_action(
    party: str, treaty: str, act: str, step: str | None, date: str, **fields: Any
) -> dict[str, Any]:
    return {
        "source": "untreaties",
        "treaty": treaty,
        "agreement": f"untc-{treaty}",
        "participant": party.title(),
        "party": party,
        "act": act,
        "step": step,
        "act_date": dt.date.fromisoformat(date),
        "act_date_precision": "day",
        "column_name": act.title(),
        "cell": date,
        **fields,
    }


def _country(code: str, name: str) -> dict[str, Any]:
    return {"country_code": code, "iso2_code": code[:2], "name": name}


def _agreement(slug: str, name: str, legal_form: str) -> dict[str, Any]:
    return {
        "agreement": slug,
        "name": name,
        "legal_form": legal_form,
        "opened_date_precision": "unknown",
        "in_force_date_precision": "unknown",
    }


def sample_rows() -> dict[str, list[dict[str, Any]]]:
    """A few articles on two accords and three encounters, one with a copy, one in two versions."""
    versions = [
        article("b", "2025-11-08", content_hash="b-v0", fetched_at=dt.datetime(2025, 11, 8, tzinfo=UTC)),
        article("b", "2025-11-08", fetched_at=dt.datetime(2025, 11, 9, tzinfo=UTC)),
    ]
    return {
        "norm_states": [_country("KAZ", "Kazakhstan"), _country("USA", "United States"), _country("ISR", "Israel")],
        "norm_person_keys": [
            {"source": "registry", "person": person, "country_code": country, "person_key": stable_id(person)}
            for person, country in (("Donald Trump", "USA"), ("Kassym-Jomart Tokayev", "KAZ"))
        ]
        + [
            {
                "source": "wikidata",
                "source_person_id": "Q183253",
                "person": "Kassym-Jomart Tokayev",
                "country_code": "KAZ",
                "person_key": stable_id("Kassym-Jomart Tokayev"),
            }
        ],
        "norm_leaders": [
            {
                "source": "wikidata",
                "source_person_id": "Q183253",
                "person": "Kassym-Jomart Tokayev",
                "aliases": ["Токаев"],
                "country_code": "KAZ",
                "office": "head_of_state",
                "valid_from": dt.date(2019, 3, 20),
                "valid_from_precision": "day",
                "valid_to_precision": "unknown",
            }
        ],
        "norm_official_trips": [{"source": "historyatstate", "trip_id": "1"}],
        "norm_trip_meetings": [
            {
                "trip_meeting_id": f"trip-{number}",
                "source": "historyatstate",
                "encounter_key": "one stay",
                "countries": ["KAZ", "USA"],
                "persons": ["Mike Pompeo"],
                "person_countries": ["USA"],
                "start_date": dt.date(2020, 2, 1),
                "start_date_precision": "day",
                "end_date": dt.date(2020, 2, day),
                "evidence": "Met with President Tokayev.",
            }
            for number, day in ((1, 2), (2, 3))
        ],
        "norm_country_codes": [{"scheme": "cow", "code": "705", "country_code": "KAZ"}],
        "norm_treaties": [{"source": "untreaties", "treaty": "26-9", "agreement": "untc-26-9", "title": "Pact"}],
        "norm_treaty_actions": [
            treaty_action("KAZ", "26-9", "signature", "signature", "2017-09-20"),
            treaty_action("KAZ", "26-9", "ratification", "ratification", "2019-08-29"),
            treaty_action("ISR", "26-9", "signature", "signature", "2017-09-20", is_withdrawn=True),
        ],
        "norm_agreements": [
            _agreement("abraham-accords", "Abraham Accords", "political_accord"),
            _agreement("nato", "North Atlantic Treaty Organization", "organisation"),
        ],
        "norm_memberships": [
            membership("ISR", "abraham-accords", "signature", "2020-09-15"),
            membership("USA", "nato", "accession", "1949-08-24"),
        ],
        "norm_offices": [
            office("Donald Trump", "USA", "Donald J. Trump", "President Trump"),
            office("Kassym-Jomart Tokayev", "KAZ", "Tokayev"),
        ],
        "norm_articles": [
            article("a", "2025-11-07", cited_sources=["Reuters", "AP"]),
            *versions,
            article("a-copy", None, cluster_id="a", outlet=None),
            article("c", "2025-11-09"),
        ],
        "mention_accessions": [
            accession("a", "KAZ", "abraham-accords", "announcement", "actual", None),
            accession("a", "KAZ", "abraham-accords", "signature", "planned", None),
            accession("a-copy", "KAZ", "abraham-accords", "announcement", "actual", None),
            accession("b", "KAZ", "abraham-accords", "announcement", "actual", "2025-11-06"),
            # Taken back in the later version.
            accession("b", "ISR", "nato", "interest", "actual", None, content_hash="b-v0"),
            accession("c", "KAZ", "open-skies-club", "accession", "possible", "2026"),
            accession("c", "gcc", "open-skies-club", "accession", "possible", None),
            accession("c", "USA", "nato", "accession", "actual", "1949-04-04"),
        ],
        "mention_meetings": [
            meeting(
                "a", ["KAZ", "USA"], "in_person", "actual", "2025-11-06", 5,
                {"Donald J. Trump": "USA", "Tokayev": "KAZ"},
                visit=True, location="White House", location_country="USA",
            ),
            meeting("a-copy", ["KAZ", "USA"], "in_person", "actual", None, 5, {"Trump": "USA"}),
            meeting("b", ["KAZ", "USA"], "unspecified", "actual", "2025-11-06", 3, {"Marco Rubio": "USA", "Trump": "USA"}),
            meeting("c", ["ISR", "USA"], "phone", "planned", None, 9),
        ],
        "rejects": [{"reject_id": "r1", "source": "inbox", "locator": "x.txt", "line": 3, "reason": "invalid_json"}],
    }  # fmt: skip


@pytest.fixture(scope="session")
def dbt_target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One target folder for every run, so that the project is parsed in full only once."""
    return tmp_path_factory.mktemp("dbt_target")


@pytest.fixture(scope="session")
def dbt_built(tmp_path_factory: pytest.TempPathFactory, dbt_target: Path) -> Storage:
    """The sample, built with every test of the project: data tests, unit tests, contracts."""
    storage = write_home(tmp_path_factory.mktemp("dbt_home"), sample_rows())
    run_dbt(storage, dbt_target, "build", known_at=BUILT_AT)
    storage.publish(storage.build_database)
    return storage


@pytest.fixture(scope="session")
def dbt_rebuilt(tmp_path_factory: pytest.TempPathFactory, dbt_target: Path, dbt_built: Storage) -> Storage:
    """The same sample in another order of rows, built again elsewhere, without the tests."""
    storage = write_home(tmp_path_factory.mktemp("dbt_home"), sample_rows(), shuffled=7)
    run_dbt(storage, dbt_target, "build", "--exclude-resource-type", "test", "unit_test", known_at=BUILT_AT)
    storage.publish(storage.build_database)
    return storage
