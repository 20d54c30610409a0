"""The dbt project on a small data home: it builds with all its tests, and its keys are those of Python."""

import csv
import datetime as dt
from typing import Any

import duckdb
import polars as pl
import pytest
from dbt_fixtures import dbt_built, dbt_rebuilt, dbt_target

from pipelines.export import export_marts
from pipelines.ids import stable_id
from pipelines.schemas.codes import STEPS
from pipelines.schemas.dbt_yaml import DBT_PROJECT
from pipelines.schemas.marts import MART_TABLES
from pipelines.storage import Storage

__all__ = ["dbt_built", "dbt_rebuilt", "dbt_target"]

DATED_BY_REPORT = {
    "announcement",
    "invitation",
    "application",
    "interest",
    "refusal",
    "approval",
    "negotiation",
}


def _rows(storage: Storage, query: str) -> list[dict[str, Any]]:
    with duckdb.connect(str(storage.warehouse), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        frame: pl.DataFrame = connection.sql(query).pl()
    return frame.to_dicts()


def test_the_seed_of_steps_is_the_code_list() -> None:
    with (DBT_PROJECT / "seeds" / "steps.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["step"]: row["description"] for row in rows} == STEPS
    assert [row["step"] for row in rows] == list(STEPS)
    assert [int(row["step_order"]) for row in rows] == list(range(1, len(STEPS) + 1))
    assert {row["step"] for row in rows if row["is_dated_by_report"] == "true"} == DATED_BY_REPORT


def test_schemas_are_called_as_users_call_them(dbt_built: Storage) -> None:
    found = _rows(dbt_built, "select distinct schema_name from duckdb_tables()")
    assert {row["schema_name"] for row in found} == {"staging", "intermediate", "marts"}
    assert _rows(dbt_built, "select view_name from duckdb_views() where not internal") == []


@pytest.mark.parametrize("table", MART_TABLES, ids=lambda table: table.name)
def test_a_mart_has_the_declared_columns_and_rows_of_the_sample(dbt_built: Storage, table: Any) -> None:
    with duckdb.connect(str(dbt_built.warehouse), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        frame: pl.DataFrame = connection.sql(f"select * from marts.{table.name}").pl()
    assert frame.schema == table.polars_schema()
    # Nothing is forwarded in a first build.
    assert (frame.height > 0) == (table.name != "fct_forwarded_meetings")


def test_the_published_database_needs_no_other_file(dbt_built: Storage, tmp_path: Any) -> None:
    alone = tmp_path / "renamed.duckdb"
    alone.write_bytes(dbt_built.warehouse.read_bytes())
    with duckdb.connect(str(alone), read_only=True) as connection:
        for schema, name in connection.sql("select schema_name, table_name from duckdb_tables()").fetchall():
            connection.sql(f"select count(*) from {schema}.{name}").fetchall()


def test_keys_are_those_of_python(dbt_built: Storage) -> None:
    for row in _rows(dbt_built, "select * from marts.fct_accessions"):
        assert row["accession_id"] == stable_id(row["party"], row["agreement"], row["step"])
    for row in _rows(dbt_built, "select * from marts.dim_person"):
        assert row["person_id"] == stable_id(row["name"])
    for row in _rows(dbt_built, "select * from marts.bridge_meeting_participants"):
        # A state of which nobody is named has a null part.
        assert row["participant_id"] == stable_id(row["meeting_id"], row["party"], row["person"])
    for row in _rows(dbt_built, "select * from marts.fct_memberships"):
        parts = (row["party"], row["agreement"], row["capacity"], row["valid_from"].isoformat())
        assert row["membership_id"] == stable_id(*parts)
    for row in _rows(dbt_built, "select * from marts.dim_office_holder"):
        assert row["office_holder_id"] == stable_id(
            row["person_name"],
            row["country_code"],
            row["office"],
            row["title"],
            row["valid_from"].isoformat(),
        )


def test_an_encounter_is_keyed_by_its_countries_and_day(dbt_built: Storage) -> None:
    news = "select * from marts.fct_meetings where source_kinds = ['news'] and event_date is"
    (row,) = _rows(dbt_built, f"{news} not null")
    assert row["meeting_id"] == stable_id("KAZ,USA", "2025-11-06")
    assert (row["claim_count"], row["source_count"]) == (3, 2)
    (undated,) = _rows(dbt_built, f"{news} null")
    assert undated["meeting_id"] == stable_id("ISR,USA", "phone", "planned", "c", "1")


def test_what_happens_by_being_reported_is_dated_by_its_report(dbt_built: Storage) -> None:
    query = "select * from marts.fct_accession_claims where article_id = 'a' and step = 'announcement'"
    (claim,) = _rows(dbt_built, query)
    assert (claim["event_date"], claim["event_date_basis"]) == (dt.date(2025, 11, 7), "publication")
    (signature,) = _rows(dbt_built, "select * from marts.fct_accessions where news_factuality = 'planned'")
    assert (signature["event_date"], signature["event_date_basis"]) == (None, "none")
    assert signature["event_date_precision"] == "unknown"


def test_what_only_an_older_version_says_is_said_no_more(dbt_built: Storage) -> None:
    assert (
        _rows(dbt_built, "select * from marts.fct_accession_claims where article_id = 'b' and party = 'ISR'")
        == []
    )


def test_registries_stand_beside_the_news(dbt_built: Storage) -> None:
    rows = _rows(dbt_built, "select * from marts.fct_accessions where registry_date is not null")
    sources = {(row["party"], row["agreement"], row["step"]): row["registry_sources"] for row in rows}
    # What stands in brackets was taken back.
    assert sources == {
        ("ISR", "abraham-accords", "signature"): ["registry"],
        ("USA", "nato", "accession"): ["registry"],
        ("KAZ", "untc-26-9", "signature"): ["untreaties"],
        ("KAZ", "untc-26-9", "ratification"): ["untreaties"],
    }
    (nato,) = [row for row in rows if row["agreement"] == "nato"]
    assert (nato["event_date"], nato["news_date"]) == (dt.date(1949, 8, 24), dt.date(1949, 4, 4))
    assert nato["has_conflict"]
    (agreement,) = _rows(dbt_built, "select * from marts.dim_agreement where agreement = 'untc-26-9'")
    assert (agreement["name"], agreement["legal_form"], agreement["is_listed"]) == ("Pact", "treaty", False)
    (found,) = _rows(dbt_built, "select * from marts.mart_discrepancies where kind = 'dates_differ'")
    assert (found["party"], found["agreement"], found["difference_days"]) == ("USA", "nato", -142)


def test_a_stay_that_was_entered_twice_is_one_encounter_in_conflict_on_its_end(dbt_built: Storage) -> None:
    (row,) = _rows(
        dbt_built, "select * from marts.fct_meetings where list_contains(source_kinds, 'registry')"
    )
    assert (row["claim_count"], row["source_count"], row["has_conflict"]) == (2, 1, True)
    assert row["countries"] == ["KAZ", "USA"]


def test_a_person_is_one_whoever_has_him(dbt_built: Storage) -> None:
    (person,) = _rows(dbt_built, "select * from marts.dim_person where name like '%Tokayev'")
    assert person["aliases"] == ["Tokayev", "Токаев"]
    assert person["sources"] == ["registry", "wikidata"]
    (spell,) = _rows(dbt_built, "select * from marts.dim_office_holder where country_code = 'KAZ'")
    assert spell["sources"] == ["registry", "wikidata"]
    assert spell["valid_from"] == dt.date(2020, 1, 1)


def test_functions_of_the_warehouse_tell_what_held_on_a_day(dbt_built: Storage) -> None:
    def called(query: str) -> list[Any]:
        return [next(iter(row.values())) for row in _rows(dbt_built, query)]

    assert called("from marts.members_as_of('nato', '1949-08-23')") == []
    assert called("from marts.members_as_of('nato', date '1949-08-24')") == ["USA"]
    assert called("from marts.office_holders_as_of('USA', 'head_of_state', '2025-11-06')") == ["Donald Trump"]
    assert called("from marts.states_as_of('2025-11-06')") == ["ISR", "KAZ", "USA"]


def test_exports_of_separately_built_databases_are_the_same_bytes(
    dbt_built: Storage, dbt_rebuilt: Storage
) -> None:
    export_marts(dbt_built)
    export_marts(dbt_rebuilt)
    first = {path.name: path.read_bytes() for path in dbt_built.exports.iterdir()}
    second = {path.name: path.read_bytes() for path in dbt_rebuilt.exports.iterdir()}
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
