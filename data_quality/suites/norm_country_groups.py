"""Groups of states that can be counted out."""

from data_quality.expectations import Suite, at_least_rows, matches
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_state
from pipelines.schemas.reference import norm_country_groups


def norm_country_groups_suite() -> Suite:
    return suite(
        norm_country_groups,
        is_state("country_code"),
        is_not_blank("group_name"),
        matches("group_name", r"^[^A-Z]*$", "is_lower_case", "in lower case"),
        at_least_rows(expected_rows("countries", "groups.csv")),
    )
