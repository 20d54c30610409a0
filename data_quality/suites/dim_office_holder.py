"""Spells in office."""

from data_quality.expectations import Suite, not_before
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_party, is_web_address
from pipelines.schemas.marts import dim_office_holder


def dim_office_holder_suite() -> Suite:
    return suite(
        dim_office_holder,
        is_not_blank("person_name"),
        is_party("country_code"),
        not_before("valid_to", "valid_from"),
        is_web_address("source_url"),
    )
