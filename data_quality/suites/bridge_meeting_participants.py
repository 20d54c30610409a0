"""Who took part in which encounter."""

import polars as pl

from data_quality.expectations import Suite, is_true
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_party
from pipelines.schemas.marts import bridge_meeting_participants


def bridge_meeting_participants_suite() -> Suite:
    return suite(
        bridge_meeting_participants,
        is_party(),
        is_true("_is_somebody", "names_somebody", "Every row has a `party` or a `person`."),
        derived={"_is_somebody": pl.col("party").is_not_null() | pl.col("person").is_not_null()},
    )
