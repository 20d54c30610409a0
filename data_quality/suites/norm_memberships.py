"""The register of memberships."""

from data_quality.expectations import Suite, at_least_rows, between
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import (
    EARLIEST,
    RATIFIED,
    is_party,
    is_slug,
    is_web_address,
    no_ratified_accord,
    tomorrow,
)
from pipelines.schemas.reference import norm_memberships


def norm_memberships_suite() -> Suite:
    return suite(
        norm_memberships,
        is_party(),
        is_slug("agreement"),
        between("step_date", EARLIEST, tomorrow(), "lies between 1800-01-01 and tomorrow"),
        no_ratified_accord(),
        is_web_address("source_url"),
        at_least_rows(expected_rows("registry", "memberships.csv")),
        derived=RATIFIED,
    )
