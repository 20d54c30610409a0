"""The register of office holders."""

from data_quality.expectations import Suite, at_least_rows, not_before
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_party, is_web_address
from pipelines.schemas.reference import norm_offices


def norm_offices_suite() -> Suite:
    return suite(
        norm_offices,
        is_not_blank("person"),
        is_not_blank("title"),
        is_party("country_code"),
        not_before("valid_to", "valid_from"),
        is_web_address("source_url"),
        at_least_rows(expected_rows("registry", "offices.csv")),
    )
