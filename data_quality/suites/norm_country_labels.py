"""Names of states in languages."""

from data_quality.expectations import Suite, at_least_rows, matches, not_before
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_state
from pipelines.schemas.country_codes import norm_country_labels


def norm_country_labels_suite() -> Suite:
    return suite(
        norm_country_labels,
        is_state("country_code"),
        is_not_blank("label"),
        matches("language", r"^[a-z]{2}$", "is_language", "two small letters"),
        not_before("valid_to", "valid_from"),
        at_least_rows(expected_rows("countries", "state_names.csv")),
    )
