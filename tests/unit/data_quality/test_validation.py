"""Suites catch what they are for, and say which rows."""

import polars as pl
import pytest

from data_quality.data_docs import build_data_docs
from data_quality.validation import expectation_names, validate
from pipelines.schemas import TABLES, empty_frame, table

GOOD = {
    "mention_id": "0123456789abcdef",
    "article_id": "fedcba9876543210",
    "content_hash": "ab" * 32,
    "party": "KAZ",
    "agreement": "abraham-accords",
    "is_listed": True,
    "step": "signature",
    "factuality": "planned",
    "date": "2025-11",
    "capacity": "member",
    "evidence": "will sign",
    "evidence_field": "text",
    "evidence_start": 10,
    "evidence_end": 19,
    "extractor": "learned",
    "extractor_version": "0123456789ab",
}


def failed(**changes: object) -> set[str]:
    mentions = table("mention_accessions")
    frame = pl.DataFrame([GOOD | changes], schema=mentions.polars_schema())
    return {result.name for result in validate(frame, "mention_accessions") if not result.passed}


def test_a_good_row_passes_every_expectation() -> None:
    assert failed() == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"step": "joined"},
        {"factuality": None},
        {"date": "November 2025"},
        {"evidence_end": 10},
        {"evidence_end": 25},
        {"party": "Kazakhstan"},
        {"agreement": "Abraham Accords"},
    ],
)
def test_a_bad_value_fails_an_expectation(changes) -> None:
    assert failed(**changes)


def test_a_repeated_key_is_named() -> None:
    mentions = table("mention_accessions")
    frame = pl.DataFrame([GOOD, GOOD], schema=mentions.polars_schema())
    (result,) = [result for result in validate(frame, "mention_accessions") if not result.passed]
    assert "0123456789abcdef" in str(result.unexpected_samples)


def test_rows_that_got_lost_fail_the_count() -> None:
    counts = pl.DataFrame({"rows_in": [10], "rows_out": [8], "rejected": [1]})
    assert not all(result.passed for result in validate(counts, "row_counts"))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_names_are_unique_and_fit_for_dagster(name) -> None:
    names = [expectation.name for expectation in expectation_names(name)]
    assert names
    assert len(names) == len(set(names))
    assert all(each.replace("_", "a").isalnum() and each == each.lower() for each in names)


def test_data_docs_are_a_site_of_what_was_validated(tmp_path) -> None:
    validate(empty_frame(table("dim_country")), "dim_country", results=tmp_path / "results")
    page = build_data_docs(tmp_path / "results", tmp_path / "docs")
    assert "dim_country" in page.read_text(encoding="utf-8")
