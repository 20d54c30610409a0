"""Encounters told in the remarks of official trips."""

from typing import Final

import polars as pl

from data_quality.expectations import Suite, at_least_rows, equal, matches, not_before
from data_quality.suites.declared import suite
from data_quality.suites.shapes import COUNTRIES, countries, is_not_blank, is_party, is_short_hash
from pipelines.schemas.trips import norm_trip_meetings

# Of the packaged sample all but five tell of an encounter at least.
_EXPECTED_ROWS: Final = 40

DERIVED: Final[dict[str, pl.Expr]] = {
    **COUNTRIES,
    "_person_count": pl.col("persons").list.len().cast(pl.Int64),
    "_person_country_count": pl.col("person_countries").list.len().cast(pl.Int64),
}


def norm_trip_meetings_suite() -> Suite:
    return suite(
        norm_trip_meetings,
        is_short_hash("trip_meeting_id"),
        is_short_hash("encounter_key"),
        *countries(),
        matches("format", "^in_person$", "is_in_person", "in person: nobody travels to a telephone"),
        is_party("location_country"),
        is_not_blank("evidence"),
        equal(
            "_person_count",
            "_person_country_count",
            "person_countries_parallel",
            "`person_countries` has one element for each of `persons`.",
        ),
        not_before("end_date", "start_date", severity="warn"),
        at_least_rows(_EXPECTED_ROWS, severity="warn"),
        derived=DERIVED,
    )
