"""What suites say beyond the schema, and that naming them costs nothing."""

import subprocess
import sys
from datetime import date
from typing import Any

import polars as pl
import pytest

from data_quality import source_facts
from data_quality.expectations import Expectation, Suite, joined_lists, unique
from data_quality.suites import SUITES, suite_of
from data_quality.validation import CheckResult, expectation_names, validate
from pipelines.schemas import TABLES, empty_frame, table

# One value per type for columns that a test does not care about.
FILL: dict[pl.DataType, Any] = {
    pl.String(): "abc",
    pl.Int64(): 1,
    pl.Boolean(): True,
    pl.Date(): date(2025, 11, 7),
    pl.List(pl.String()): ["KAZ", "USA"],
}
MEETING = {"countries": ["KAZ", "USA"], "persons": ["A", "B"], "person_countries": ["KAZ", None]}


def failed(name: str, **changes: object) -> dict[str, CheckResult]:
    """The expectations that fail on one row with `changes`, by name."""
    schema = table(name).polars_schema()
    row = {column: FILL[dtype] for column, dtype in schema.items()} | changes
    frame = pl.DataFrame([row], schema=schema)
    return {result.name: result for result in validate(frame, name) if not result.passed}


def test_a_meeting_needs_two_countries_sorted_and_persons_with_theirs() -> None:
    sound = failed("mention_meetings", **MEETING)
    assert sound.keys().isdisjoint(
        {"countries_at_least_two", "countries_sorted", "person_countries_parallel"}
    )
    broken = failed("mention_meetings", **MEETING | {"countries": ["USA"], "person_countries": ["KAZ"]})
    assert {"countries_at_least_two", "person_countries_parallel"} <= broken.keys()
    assert broken["countries_at_least_two"].unexpected_samples == ["USA"]
    assert "countries_sorted" in failed("mention_meetings", **MEETING | {"countries": ["USA", "KAZ"]})


def test_ratification_of_a_political_accord_is_a_warning() -> None:
    step = {"party": "KAZ", "step": "ratification"}
    assert (
        failed("fct_accessions", agreement="abraham-accords", **step)["no_ratified_accord"].severity == "warn"
    )
    assert "no_ratified_accord" not in failed("fct_accessions", agreement="rome-statute", **step)


@pytest.mark.parametrize(
    ("factuality", "day", "fails"),
    [
        ("actual", date(2025, 11, 8), False),
        ("actual", date(2025, 11, 9), True),
        ("planned", date(2025, 11, 9), False),
        ("actual", None, False),
    ],
)
def test_an_actual_event_is_not_reported_before_it_happens(
    factuality: str, day: date | None, fails: bool
) -> None:
    dates = {"event_date": day, "last_reported_date": date(2025, 11, 7), "registry_date": None}
    found = failed("fct_accessions", factuality=factuality, **dates)
    assert ("days_ahead_in_range" in found) == fails


def test_a_date_needs_a_basis_and_a_basis_a_date() -> None:
    assert "event_date_basis_fits" in failed("fct_accessions", event_date_basis="none")
    assert "event_date_basis_fits" not in failed("fct_accessions", event_date=None, event_date_basis="none")
    assert "event_date_basis_fits" in failed("fct_accessions", event_date=None, event_date_basis="stated")


@pytest.mark.parametrize(
    ("day", "fails"),
    [(date(1799, 12, 31), True), (date(1800, 1, 1), False), (date(2999, 1, 1), True), (None, False)],
)
def test_days_of_publication(day: date | None, fails: bool) -> None:
    assert ("published_date_in_range" in failed("dim_article", published_date=day)) == fails


def test_a_missing_column_fails_and_says_so() -> None:
    frame = empty_frame(table("mention_accessions")).drop("evidence")
    found = {result.name: result for result in validate(frame, "mention_accessions") if not result.passed}
    assert {"columns_match", "evidence_not_null", "evidence_length_fits"} <= found.keys()
    assert "evidence" in (found["evidence_not_null"].observed or "")


def test_a_table_without_rows_fails_nothing_but_its_volume() -> None:
    found = [
        result.name
        for result in validate(empty_frame(table("norm_agreements")), "norm_agreements")
        if not result.passed
    ]
    assert found == ["row_count_in_range"]


def test_results_come_in_the_order_of_the_names_with_20_samples_at_most() -> None:
    rows = [{column: FILL[dtype] for column, dtype in table("dim_person").polars_schema().items()}] * 50
    results = validate(pl.DataFrame(rows), "dim_person")
    assert [result.name for result in results] == [spec.name for spec in expectation_names("dim_person")]
    (key,) = [result for result in results if result.name == "key_unique"]
    assert key.unexpected_count == 50
    assert len(key.unexpected_samples) == 20


def test_every_table_has_a_suite_that_begins_with_its_columns() -> None:
    for name in TABLES:
        first, *_ = suite_of(name).expectations
        assert first.name == "columns_match"
        assert first.severity == "error"
    assert set(SUITES) - set(TABLES) == {"file_counts"}
    with pytest.raises(KeyError):
        suite_of("nothing")


def test_naming_expectations_does_not_import_great_expectations() -> None:
    code = (
        "import sys; from data_quality.validation import expectation_names; expectation_names('norm_articles');"
        "sys.exit('great_expectations' in sys.modules or 'pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_names_are_fit_for_checks_and_given_once() -> None:
    with pytest.raises(ValueError, match="not a name"):
        Expectation("Not a name", "error", "", "ExpectColumnToExist", {})
    with pytest.raises(ValueError, match="given twice: key_unique"):
        Suite("things", (unique(["a"]), unique(["b"])))


def test_lists_are_joined_for_comparison() -> None:
    frame = pl.DataFrame({"a": [["x", None], [], None], "b": [1, 2, 3]})
    assert joined_lists(frame)["a"].to_list() == ["x|-", "", None]


def test_facts_of_the_sources() -> None:
    assert source_facts.expected_rows("corpus", "articles.jsonl") >= 30
    with pytest.raises(KeyError):
        source_facts.expected_rows("corpus", "nothing.csv")
    accords = source_facts.political_accords()
    assert "abraham-accords" in accords
    assert "rome-statute" not in accords
