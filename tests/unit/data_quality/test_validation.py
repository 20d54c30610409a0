"""Suites catch what they are for, and say which rows."""

import polars as pl
import pytest

from data_quality.data_docs import build_data_docs
from data_quality.validation import expectation_names, validate
from pipelines.schemas import TABLES, empty_frame, table
from pipelines.schemas.row_counts import file_counts

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


def test_a_file_of_which_rows_got_lost_is_named() -> None:
    rows = [("treaties", "un", "1-1.csv", 10, 8, 2), ("treaties", "un", "1-2.csv", 10, 8, 1)]
    counts = pl.DataFrame(rows, schema=file_counts.polars_schema(), orient="row")
    (result,) = validate(counts, "file_counts")
    assert (result.passed, result.severity) == (False, "error")
    assert result.unexpected_samples == ["un/1-2.csv: 10 in, 8 out, 1 rejected"]


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
