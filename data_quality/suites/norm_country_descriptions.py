"""Definite descriptions of states."""

from data_quality.expectations import Suite, at_least_rows, matches
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_state
from pipelines.schemas.reference import norm_country_descriptions


def norm_country_descriptions_suite() -> Suite:
    return suite(
        norm_country_descriptions,
        is_state("country_code"),
        is_not_blank("phrase"),
        matches("phrase", r"^[^A-Z]*$", "is_lower_case", "in lower case"),
        at_least_rows(expected_rows("countries", "descriptions.csv")),
    )
