"""Meeting statements as extracted."""

import polars as pl

from data_quality.expectations import Suite, equal
from data_quality.suites.declared import suite
from data_quality.suites.shapes import (
    COUNTRIES,
    EVIDENCE,
    countries,
    evidence,
    is_partial_date,
    is_short_hash,
    is_state,
)
from pipelines.schemas.mentions import mention_meetings


def mention_meetings_suite() -> Suite:
    return suite(
        mention_meetings,
        is_short_hash("mention_id"),
        is_state("location_country"),
        is_partial_date("date"),
        equal(
            "_person_count",
            "_person_country_count",
            "person_countries_parallel",
            "`person_countries` has one element for each of `persons`.",
        ),
        *countries(),
        *evidence(),
        derived={
            **EVIDENCE,
            **COUNTRIES,
            "_person_count": pl.col("persons").list.len().cast(pl.Int64),
            "_person_country_count": pl.col("person_countries").list.len().cast(pl.Int64),
        },
    )
