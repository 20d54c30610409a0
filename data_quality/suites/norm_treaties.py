"""Treaties as depositaries number or name them."""

import polars as pl

from data_quality.expectations import Suite, at_least_rows, between, in_set, is_true, not_before
from data_quality.suites.declared import suite
from data_quality.suites.shapes import EARLIEST, is_not_blank, is_slug, is_web_address, tomorrow
from pipelines.schemas.treaty_actions import norm_treaties


def norm_treaties_suite() -> Suite:
    return suite(
        norm_treaties,
        in_set("source", ("untreaties", "wipo")),
        is_slug("agreement"),
        is_not_blank("treaty"),
        is_true(
            "_numbered",
            "un_numbers",
            "`treaty` of the UN is chapter and number, such as 26-9 or 26-2-a.",
        ),
        between("concluded_date", EARLIEST, tomorrow(), "lies between 1800-01-01 and tomorrow"),
        not_before("in_force_date", "concluded_date", severity="warn"),
        is_web_address("url"),
        at_least_rows(23, severity="warn"),
        derived={
            "_numbered": (pl.col("source") != "untreaties")
            | pl.col("treaty").str.contains(r"^\d{1,2}-\d{1,3}[a-z]?(-[a-z0-9]+)*$")
        },
    )
