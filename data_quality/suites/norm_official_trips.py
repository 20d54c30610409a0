"""Visits to the United States and trips of presidents and secretaries of state, as entered."""

from typing import Final

import polars as pl

from data_quality.expectations import Suite, at_least_rows, between, is_true, matches
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import EARLIEST, PARTY, is_not_blank, is_short_hash, tomorrow
from pipelines.schemas.trips import norm_official_trips

_DECADE: Final = r"(?:^|/)(\d{3})0\.xml$"
# A month stands for its first day and a year for its: only what both dates tell can be out of order.
_LENGTHS: Final = {"day": "1d", "month": "1mo", "year": "1y"}


def _at(column: str) -> pl.Expr:
    """`column` cut to the coarser of the two precisions."""
    one, other = pl.col("start_date_precision"), pl.col("end_date_precision")
    by_year, by_month = (one == "year") | (other == "year"), (one == "month") | (other == "month")
    return (
        pl.when(by_year)
        .then(pl.col(column).dt.truncate(_LENGTHS["year"]))
        .when(by_month)
        .then(pl.col(column).dt.truncate(_LENGTHS["month"]))
        .otherwise(pl.col(column))
    )


DERIVED: Final[dict[str, pl.Expr]] = {
    "_dates_in_order": _at("end_date") >= _at("start_date"),
    "_decade_fits": pl.col("locator").str.extract(_DECADE).is_null()
    | (pl.col("start_date").dt.year() // 10 == pl.col("locator").str.extract(_DECADE).cast(pl.Int64)),
    "_codes_sorted": pl.col("country_codes") == pl.col("country_codes").list.unique().list.sort(),
}


def norm_official_trips_suite() -> Suite:
    return suite(
        norm_official_trips,
        is_short_hash("stay_key"),
        is_not_blank("person_name"),
        is_not_blank("country"),
        matches("country_codes", rf"^{PARTY}(?:\|{PARTY})*$", "are_codes", "a list of codes and slugs"),
        is_true("_codes_sorted", "country_codes_sorted", "`country_codes` has each once, and is sorted."),
        # The first is of 1866. Nobody enters a trip more than a day ahead.
        between("start_date", EARLIEST, tomorrow(), "lies between 1800-01-01 and tomorrow"),
        # What a source has wrong in one entry must not keep all others from the warehouse.
        is_true(
            "_dates_in_order",
            "dates_in_order",
            "`end_date` is not before `start_date`, as far as their precision tells.",
            severity="warn",
        ),
        is_true(
            "_decade_fits",
            "decade_fits",
            "A visit of a file that is named after a decade began in it.",
            severity="warn",
        ),
        at_least_rows(
            expected_rows("historyatstate", "visits.xml") + expected_rows("historyatstate", "trips.xml"),
            severity="warn",
        ),
        derived=DERIVED,
    )
