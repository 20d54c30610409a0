"""Names by which texts mean a state."""

from data_quality.expectations import Suite, at_least_rows
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_state
from pipelines.schemas.reference import norm_country_names


def norm_country_names_suite() -> Suite:
    return suite(
        norm_country_names,
        is_state("country_code"),
        is_not_blank("name"),
        at_least_rows(expected_rows("countries", "names.csv")),
    )
