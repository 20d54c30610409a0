"""Encounters in the world."""

from data_quality.expectations import Suite
from data_quality.suites.declared import suite
from data_quality.suites.shapes import COUNTRIES, EVENT, REPORTED, claims, countries, event_date, is_state
from pipelines.schemas.marts import fct_meetings


def fct_meetings_suite() -> Suite:
    return suite(
        fct_meetings,
        is_state("location_country"),
        *countries(),
        *event_date(),
        *claims(),
        derived={**COUNTRIES, **EVENT, **REPORTED},
    )
