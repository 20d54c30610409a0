"""The register of agreements."""

from data_quality.expectations import Suite, at_least_rows, between, not_before, unique
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import EARLIEST, is_not_blank, is_slug, is_web_address, tomorrow
from pipelines.schemas.reference import norm_agreements


def norm_agreements_suite() -> Suite:
    return suite(
        norm_agreements,
        is_slug("agreement"),
        is_not_blank("name"),
        unique(["name"], name="name_unique", severity="warn"),
        between("opened_date", EARLIEST, tomorrow(), "lies between 1800-01-01 and tomorrow"),
        not_before("in_force_date", "opened_date", severity="warn"),
        is_web_address("source_url"),
        at_least_rows(expected_rows("registry", "agreements.csv")),
    )
