"""Steps of states towards and away from agreements."""

from data_quality.expectations import Suite, unique
from data_quality.suites.declared import suite
from data_quality.suites.shapes import (
    EVENT,
    RATIFIED,
    REPORTED,
    claims,
    event_date,
    is_party,
    is_slug,
    no_ratified_accord,
)
from pipelines.schemas.marts import fct_accessions


def fct_accessions_suite() -> Suite:
    return suite(
        fct_accessions,
        is_party(),
        is_slug("agreement"),
        unique(["party", "agreement", "step"], name="grain_unique"),
        no_ratified_accord(),
        *event_date(),
        *claims(),
        derived={**EVENT, **RATIFIED, **REPORTED},
    )
