"""What was known when: builds that follow each other give the facts of one build, and keep what was known before."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from dbt_fixtures import (
    Rows,
    accession,
    article,
    dbt_target,
    meeting,
    membership,
    run_dbt,
    sample_rows,
    write_home,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.evaluate.resolution import LABELS, labelled
from pipelines.storage import Storage

__all__ = ["dbt_target"]

# What follows from the articles alone; the other marts tell of the builds as well.
FACTS = (
    "fct_accession_claims",
    "fct_accessions",
    "fct_accession_status",
    "fct_meeting_claims",
    "fct_meetings",
    "bridge_meeting_participants",
    "mart_discrepancies",
)


def built(home: Path, target: Path, rows: Rows, known_at: str, *arguments: str) -> Storage:
    storage = write_home(home, rows)
    run_dbt(
        storage,
        target,
        "build",
        "--exclude-resource-type",
        "test",
        "unit_test",
        *arguments,
        known_at=known_at,
    )
    return storage


def query(storage: Storage, sql: str) -> list[dict[str, Any]]:
    with duckdb.connect(str(storage.build_database), read_only=True) as connection:
        frame: pl.DataFrame = connection.sql(sql).pl()
    return frame.to_dicts()


def facts(storage: Storage, folder: Path) -> Mapping[str, bytes]:
    """Every fact table as the bytes of a parquet file, without the instant of the build in it."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    with duckdb.connect(str(storage.build_database), read_only=True) as connection:
        for table in FACTS:
            columns = "* exclude (ingested_at)" if table.endswith("claims") else "*"
            path = folder / f"{table}.parquet"
            connection.sql(f"select {columns} from marts.{table} order by all").write_parquet(str(path))
            written[table] = path.read_bytes()
    return written


def of_articles(rows: Rows, articles: Sequence[tuple[str, str]]) -> dict[str, list[dict[str, Any]]]:
    """The rows with only those articles, each given by its id and version."""
    kept = set(articles)
    return {
        name: [
            row
            for row in table
            if name not in {"norm_articles", "mention_accessions", "mention_meetings"}
            or (row["article_id"], row["content_hash"]) in kept
        ]
        for name, table in rows.items()
    }


def many_articles() -> dict[str, list[dict[str, Any]]]:
    """The sample, and the labelled claims of some encounters that are hard to tell apart or to join."""
    rows = sample_rows()
    traps = {
        "postponed",
        "long_visit",
        "two_levels",
        "call_and_meeting",
        "undated",
        "summit_sidelines",
        "cancelled",
    }
    claims = [claim for claim in labelled(LABELS / "dev.jsonl") if claim["trap"] in traps]
    news = [claim for claim in claims if claim["source_kind"] == "news"]
    told = {claim["article"]: claim for claim in news}
    rows["norm_articles"] += [
        article(name, claim["reported"], cluster_id=claim["cluster"], outlet=claim["outlet"])
        for name, claim in told.items()
    ]
    rows["mention_meetings"] += [
        meeting(
            claim["article"],
            claim["countries"],
            claim["format"],
            claim["factuality"],
            claim["date"],
            claim["start"],
            claim["persons"],
            mention_id=claim["claim"],
            visit=claim["visit"],
            location=claim["location"],
            location_country=claim["location_country"],
        )
        for claim in news
    ]
    rows["mention_accessions"] += [
        accession("da001", "KAZ", "abraham-accords", "signature", "actual", "2025-11-20"),
        accession("da002", "KAZ", "abraham-accords", "signature", "actual", "2025-11"),
        accession("da003", "KAZ", "abraham-accords", "signature", "negated", "2025-11-20"),
        accession("da004", "USA", "nato", "withdrawal", "possible", None),
    ]
    return rows


@pytest.fixture(scope="module")
def everything() -> dict[str, list[dict[str, Any]]]:
    return many_articles()


@pytest.fixture(scope="module")
def at_once(
    everything: Rows, tmp_path_factory: pytest.TempPathFactory, dbt_target: Path
) -> Mapping[str, bytes]:
    """The facts of one build of all articles."""
    folder = tmp_path_factory.mktemp("at_once")
    return facts(built(folder / "home", dbt_target, everything, "2026-01-01 00:00:00+00"), folder / "facts")


@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_order_and_any_batches_give_the_same_facts(
    data: st.DataObject,
    everything: Rows,
    at_once: Mapping[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    dbt_target: Path,
) -> None:
    versions = [(row["article_id"], row["content_hash"]) for row in everything["norm_articles"]]
    order = data.draw(st.permutations(versions))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(order)), min_size=1, max_size=2)))
    folder = tmp_path_factory.mktemp("batches")
    for number, cut in enumerate([*cuts, len(order)]):
        # The last build has the instant of the one at once: plans pass away on the same day.
        known_at = f"2025-12-{number + 1:02} 00:00:00+00" if cut < len(order) else "2026-01-01 00:00:00+00"
        storage = built(folder / "home", dbt_target, of_articles(everything, order[:cut]), known_at)
        if cut == len(order):
            break
    found = facts(storage, folder / "facts")
    assert [table for table in FACTS if found[table] != at_once[table]] == []


def articles_of_a_week() -> dict[str, list[dict[str, Any]]]:
    """A signature that was planned, and a visit that was put off: told by four articles, one after the other."""
    return sample_rows() | {
        "norm_articles": [
            article("plan", "2025-11-01"),
            article("delay", "2025-11-04"),
            article("held", "2025-11-12"),
            article("held", "2025-11-12", content_hash="held-v2", fetched_at=dt.datetime(2025, 11, 20, tzinfo=dt.UTC)),
        ],
        "mention_accessions": [
            accession("plan", "KAZ", "abraham-accords", "signature", "planned", "2025-11-05"),
            accession("held", "KAZ", "abraham-accords", "signature", "actual", "2025-11-11"),
        ],
        "mention_meetings": [
            meeting(
                "plan", ["KAZ", "ISR"], "in_person", "planned", "2025-11-05", 1,
                {"Tokayev": "KAZ", "Isaac Herzog": "ISR"}, visit=True, location="Astana", location_country="KAZ",
            ),
            meeting(
                "delay", ["KAZ", "ISR"], "in_person", "negated", "2025-11-05", 1, {"Herzog": "ISR"},
                visit=True, location_country="KAZ",
            ),
            meeting(
                "delay", ["KAZ", "ISR"], "in_person", "planned", "2025-11-11", 40, {"Herzog": "ISR"},
                visit=True, location_country="KAZ",
            ),
            meeting(
                "held", ["KAZ", "ISR"], "in_person", "actual", "2025-11-11", 1,
                {"Kassym-Jomart Tokayev": "KAZ", "Isaac Herzog": "ISR"},
                visit=True, location="Astana", location_country="KAZ",
            ),
        ],
        "norm_memberships": [membership("ISR", "abraham-accords", "signature", "2020-09-15")],
        "norm_trip_meetings": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory, dbt_target: Path) -> Storage:
    """Five builds: a plan, its day passed, put off, held, and the article that said so taken back."""
    rows = articles_of_a_week()
    home = tmp_path_factory.mktemp("week")
    plan, delay, held, changed = (
        ("plan", "plan-v1"),
        ("delay", "delay-v1"),
        ("held", "held-v1"),
        ("held", "held-v2"),
    )
    batches = [
        ("2025-11-02 08:00:00+00", [plan]),
        ("2025-11-06 08:00:00+00", [plan]),
        ("2025-11-07 08:00:00+00", [plan, delay]),
        ("2025-11-13 08:00:00+00", [plan, delay, held]),
        ("2025-11-20 08:00:00+00", [plan, delay, held, changed]),
    ]
    for known_at, articles in batches:
        storage = built(home, dbt_target, of_articles(rows, articles), known_at)
    return storage


def test_a_plan_whose_day_has_passed_is_unconfirmed_until_the_deed_is_told(week: Storage) -> None:
    sql = (
        "select factuality, change, reason, cast(known_from as date) as day from marts.fct_accession_versions"
        " where party = 'KAZ' and agreement = 'abraham-accords' and step = 'signature' order by known_from"
    )
    assert [tuple(row.values()) for row in query(week, sql)] == [
        ("planned", "added", "new_claim", dt.date(2025, 11, 2)),
        ("unconfirmed", "changed", "day_passed", dt.date(2025, 11, 6)),
        ("actual", "changed", "new_claim", dt.date(2025, 11, 13)),
        # The article says so no more: what is left is a plan of which nobody has heard again.
        ("unconfirmed", "changed", "article_changed", dt.date(2025, 11, 20)),
    ]


def test_the_plan_stands_beside_the_deed(week: Storage) -> None:
    known = "from marts.accessions_as_known_on('2025-11-13') where party = 'KAZ' and agreement like 'abraham%' and step = 'signature'"
    (row,) = query(week, f"select factuality, event_date, planned_date, claim_count {known}")
    assert tuple(row.values()) == ("actual", dt.date(2025, 11, 11), dt.date(2025, 11, 5), 2)


@pytest.mark.parametrize(
    ("known_on", "factuality", "event_date", "is_rescheduled"),
    [
        ("2025-11-01", None, None, None),
        ("2025-11-02", "planned", dt.date(2025, 11, 5), False),
        ("2025-11-06 07:59:59+00", "planned", dt.date(2025, 11, 5), False),
        ("2025-11-06 08:00:00+00", "unconfirmed", dt.date(2025, 11, 5), False),
        ("2025-11-07", "planned", dt.date(2025, 11, 11), True),
        ("2025-11-13", "actual", dt.date(2025, 11, 11), True),
    ],
)
def test_a_visit_that_was_put_off_is_one_encounter(
    week: Storage,
    known_on: str,
    factuality: str | None,
    event_date: dt.date | None,
    is_rescheduled: bool | None,
) -> None:
    columns = "factuality, event_date, is_rescheduled"
    rows = query(week, f"select {columns} from marts.meetings_as_known_on('{known_on}')")
    expected = [] if factuality is None else [(factuality, event_date, is_rescheduled)]
    assert [tuple(row.values()) for row in rows] == expected


def test_an_id_that_was_cited_leads_to_the_encounter(week: Storage) -> None:
    (first,) = query(week, "select meeting_id from marts.meetings_as_known_on('2025-11-02')")
    (now,) = query(week, f"select meeting_id, event_date from marts.meetings_now('{first['meeting_id']}')")
    assert now["meeting_id"] != first["meeting_id"]
    (forward,) = query(week, "select * from marts.fct_forwarded_meetings where known_to is null")
    assert (forward["meeting_id"], forward["new_meeting_id"]) == (first["meeting_id"], now["meeting_id"])
    assert forward["kind"] == "renamed"


def test_who_took_part_and_who_was_a_member_is_known_of_any_day(week: Storage) -> None:
    def participants(known_on: str) -> list[tuple[Any, ...]]:
        sql = f"select party, person from marts.participants_as_known_on('{known_on}') order by 1, 2"
        return [tuple(row.values()) for row in query(week, sql)]

    assert participants("2025-11-01") == []
    assert participants("2025-11-02") == [("ISR", "Isaac Herzog"), ("KAZ", "Tokayev")]
    # The day that was given up tells nothing of who comes on the new one.
    assert participants("2025-11-07") == [("ISR", "Herzog"), ("KAZ", None)]
    assert participants("2025-11-13") == [("ISR", "Isaac Herzog"), ("KAZ", "Kassym-Jomart Tokayev")]
    sql = "select party from marts.memberships_as_known_on('2025-11-02') where agreement = 'abraham-accords'"
    assert query(week, sql) == [{"party": "ISR"}]


def test_status_is_told_of_any_day_and_as_known_on_any_day(week: Storage) -> None:
    def stage(as_of: str, known_on: str) -> tuple[Any, ...]:
        sql = (
            "select stage, next_step, next_factuality from marts.accession_status_as_known_on"
            f"('{as_of}', '{known_on}') where party = 'KAZ' and agreement = 'abraham-accords'"
        )
        (row,) = query(week, sql)
        return tuple(row.values())

    assert stage("2025-11-03", "2025-11-13") == ("none", "signature", "planned")
    assert stage("2025-11-12", "2025-11-13") == ("bound", None, None)
    assert stage("2025-11-12", "2025-11-07") == ("none", "signature", "unconfirmed")
    (now,) = query(
        week,
        "select stage, next_factuality from marts.fct_accession_status where party = 'KAZ'"
        " and agreement = 'abraham-accords'",
    )
    assert tuple(now.values()) == ("none", "unconfirmed")


def test_a_retracted_fact_keeps_its_last_version_and_its_reason(tmp_path: Path, dbt_target: Path) -> None:
    rows = sample_rows()
    built(tmp_path, dbt_target, rows, "2025-12-01 00:00:00+00")
    without = {name: [row for row in table if row.get("article_id") != "c"] for name, table in rows.items()}
    storage = built(tmp_path, dbt_target, without, "2025-12-02 00:00:00+00")
    gone = "where agreement = 'open-skies-club' and party = 'KAZ'"
    assert query(storage, f"select * from marts.fct_accessions {gone}") == []
    versions = query(
        storage,
        f"select change, reason, known_to from marts.fct_accession_versions {gone} order by known_from",
    )
    assert [(row["change"], row["reason"]) for row in versions] == [
        ("added", "new_claim"),
        ("retracted", "article_gone"),
    ]
    assert versions[1]["known_to"] is None
    assert len(query(storage, f"select * from marts.accessions_as_known_on('2025-12-01') {gone}")) == 1
    assert query(storage, f"select * from marts.accessions_as_known_on('2025-12-02') {gone}") == []


def test_a_build_that_was_broken_off_is_caught_up_with(tmp_path: Path, dbt_target: Path) -> None:
    rows = sample_rows()
    first = {name: [row for row in table if row.get("article_id") != "c"] for name, table in rows.items()}
    built(tmp_path / "home", dbt_target, first, "2025-12-01 00:00:00+00")
    # The logs have taken in what is new; nothing that is made from them has.
    built(
        tmp_path / "home", dbt_target, rows, "2025-12-02 00:00:00+00",
        "--select", "+int_accession_claims_logged", "+int_meeting_claims_logged",
    )  # fmt: skip
    caught_up = built(tmp_path / "home", dbt_target, rows, "2025-12-03 00:00:00+00")
    at_once = built(tmp_path / "other", dbt_target, rows, "2025-12-03 00:00:00+00")
    found, expected = facts(caught_up, tmp_path / "found"), facts(at_once, tmp_path / "expected")
    assert [table for table in FACTS if found[table] != expected[table]] == []


def test_a_build_that_finds_nothing_new_leaves_no_trace(week: Storage, dbt_target: Path) -> None:
    logs = (
        "fct_accession_versions",
        "fct_membership_versions",
        "fct_meeting_versions",
        "bridge_meeting_participant_versions",
        "fct_forwarded_meetings",
        "fct_builds",
    )

    def contents() -> dict[str, list[dict[str, Any]]]:
        return {log: query(week, f"select * from marts.{log} order by all") for log in logs}

    before = contents()
    run_dbt(
        week,
        dbt_target,
        "build",
        "--exclude-resource-type",
        "test",
        "unit_test",
        known_at="2025-11-21 08:00:00+00",
    )
    assert contents() == before


def second_week() -> dict[str, list[dict[str, Any]]]:
    """Histories that are easily got wrong, each of other states."""
    said = {"visit": True, "location": "Athens", "location_country": "GRC"}
    leaders = {"Kyriakos Mitsotakis": "GRC", "Recep Tayyip Erdogan": "TUR"}
    return sample_rows() | {
        "norm_articles": [
            article("again", "2026-01-15"),
            article("two", "2026-01-15"),
            article("two", "2026-01-15", content_hash="two-v2", fetched_at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC)),
            article("late", "2026-02-11"),
        ],
        "mention_accessions": [accession("late", "KAZ", "abraham-accords", "signature", "actual", "2026-02-10")],
        "mention_meetings": [
            meeting("again", ["GRC", "TUR"], "in_person", "actual", "2026-01-15", 1, leaders, **said),
            meeting("again", ["GRC", "TUR"], "in_person", "planned", None, 90, leaders, **said),
            meeting("two", ["FRA", "GBR"], "phone", "actual", "2026-01-05", 1, {"Macron": "FRA"}),
            meeting("two", ["FRA", "GBR"], "in_person", "actual", "2026-01-12", 90, {"Macron": "FRA"}),
            meeting(
                "two", ["FRA", "GBR"], "in_person", "actual", "2026-01-12", 60, {"Macron": "FRA"},
                content_hash="two-v2", mention_id="two-v2@60",
            ),
        ],
        "norm_memberships": [
            membership("USA", "paris-agreement", "ratification", "2016-09-03"),
            membership("USA", "paris-agreement", "withdrawal", "2020-11-04"),
            membership("USA", "paris-agreement", "ratification", "2021-01-20"),
            membership("USA", "paris-agreement", "withdrawal", "2026-01-27"),
        ],
        "norm_agreements": [
            *sample_rows()["norm_agreements"],
            {
                "agreement": "paris-agreement",
                "name": "Paris Agreement",
                "legal_form": "treaty",
                "opened_date_precision": "unknown",
                "in_force_date_precision": "unknown",
            },
        ],
        "norm_trip_meetings": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory, dbt_target: Path) -> Storage:
    """Three builds, the last with a clock that goes back."""
    rows = second_week()
    home = tmp_path_factory.mktemp("builds")
    first = [("again", "again-v1"), ("two", "two-v1")]
    changed = [*first, ("two", "two-v2")]
    for known_at, articles in [
        ("2026-01-20 08:00:00+00", first),
        ("2026-02-11 08:00:00+00", changed),
        ("2026-02-11 07:00:00+00", [*changed, ("late", "late-v1")]),
    ]:
        storage = built(home, dbt_target, of_articles(rows, articles), known_at)
    return storage


def test_who_left_twice_has_left(builds: Storage) -> None:
    paris = "where agreement = 'paris-agreement'"
    columns = "select stage, stage_date, next_step, next_date"
    (now,) = query(builds, f"{columns} from marts.fct_accession_status {paris}")
    assert tuple(now.values()) == ("withdrawn", dt.date(2026, 1, 27), None, None)
    known = "marts.accession_status_as_known_on('2026-01-20', '2026-01-20')"
    (before,) = query(builds, f"{columns} from {known} {paris}")
    assert tuple(before.values()) == ("bound", dt.date(2021, 1, 20), "withdrawal", dt.date(2026, 1, 27))


def test_a_meeting_held_and_the_next_one_planned_are_two(builds: Storage) -> None:
    rows = query(
        builds,
        "select factuality, event_date, claim_count from marts.fct_meetings where countries = ['GRC', 'TUR']"
        " order by factuality",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("actual", dt.date(2026, 1, 15), 1),
        ("planned", None, 1),
    ]


def test_what_an_article_tells_no_more_is_not_what_it_told_beside(builds: Storage) -> None:
    assert query(builds, "select * from marts.fct_forwarded_meetings") == []
    versions = query(
        builds,
        "select format, change, reason from marts.fct_meeting_versions where countries = ['FRA', 'GBR']"
        " and known_to is null order by format",
    )
    assert [tuple(row.values()) for row in versions] == [
        ("in_person", "changed", "article_changed"),
        ("phone", "retracted", "article_changed"),
    ]


def test_a_clock_that_goes_back_loses_nothing(builds: Storage) -> None:
    (fact,) = query(builds, "select factuality from marts.fct_accessions where party = 'KAZ' and step = 'signature'"
                    " and agreement = 'abraham-accords'")  # fmt: skip
    assert fact["factuality"] == "actual"
    instants = [
        row["completed_at"] for row in query(builds, "select completed_at from marts.fct_builds order by 1")
    ]
    assert len(instants) == 3
    assert instants[2] - instants[1] == dt.timedelta(microseconds=1)


def test_the_functions_go_with_the_file_under_any_name(builds: Storage, tmp_path: Path) -> None:
    renamed = tmp_path / "of another name.duckdb"
    builds.publish(builds.build_database)
    renamed.write_bytes(builds.warehouse.read_bytes())
    with duckdb.connect(str(renamed), read_only=True) as connection:
        # A day is one of UTC, wherever the user sits.
        connection.execute("set timezone = 'America/New_York'")
        for function in (
            "accession_status_as_of('2026-02-01')",
            "accession_status_as_known_on('2026-02-01', '2026-01-20')",
            "accessions_as_known_on('2026-01-20')",
            "meetings_as_known_on('2026-01-20')",
        ):
            assert connection.sql(f"select count(*) from marts.{function}").fetchall()[0][0] > 0, function
