"""What could not be used; of the normalized layer and, in the same shape, of the marts."""

from data_quality.expectations import Expectation, Suite, between
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_short_hash
from pipelines.schemas import Table
from pipelines.schemas.articles import rejects
from pipelines.schemas.marts import fct_rejects
from pipelines.schemas.reject import SAMPLE_LENGTH


def rejects_suite() -> Suite:
    return _suite(rejects)


def fct_rejects_suite() -> Suite:
    return _suite(fct_rejects)


def _suite(table: Table) -> Suite:
    return suite(
        table,
        is_short_hash("reject_id"),
        is_not_blank("detail"),
        is_not_blank("locator"),
        between("line", 1, None, "counts from 1"),
        Expectation(
            "sample_length_in_range",
            "error",
            f"`sample` has {SAMPLE_LENGTH} characters at most.",
            "ExpectColumnValueLengthsToBeBetween",
            {"column": "sample", "max_value": SAMPLE_LENGTH},
        ),
    )
