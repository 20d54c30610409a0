"""Spells of membership by the register."""

from data_quality.expectations import Suite, not_before
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_party, is_slug, is_web_address
from pipelines.schemas.marts import fct_memberships


def fct_memberships_suite() -> Suite:
    return suite(
        fct_memberships,
        is_party(),
        is_slug("agreement"),
        not_before("valid_to", "valid_from"),
        is_web_address("source_url"),
    )
