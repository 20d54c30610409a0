"""What each article says of meetings."""

from data_quality.expectations import Suite
from data_quality.suites.declared import suite
from data_quality.suites.shapes import (
    COUNTRIES,
    EVENT,
    EVIDENCE,
    countries,
    event_date,
    evidence,
    is_reported_day,
    is_state,
)
from pipelines.schemas.marts import fct_meeting_claims


def fct_meeting_claims_suite() -> Suite:
    return suite(
        fct_meeting_claims,
        is_state("location_country"),
        is_reported_day("reported_date"),
        *countries(),
        *event_date(),
        *evidence(),
        derived={**COUNTRIES, **EVENT, **EVIDENCE},
    )
