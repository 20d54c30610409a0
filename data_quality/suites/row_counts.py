"""Rows in = rows out + rejects: what one step took in and gave, as a table of one row."""

from typing import Final

import polars as pl

from data_quality.expectations import Suite, equal

COLUMNS: Final = ("rows_in", "rows_out", "rejected")


def row_counts_suite() -> Suite:
    return Suite(
        "row_counts",
        (
            equal(
                "rows_in",
                "_accounted",
                "rows_accounted_for",
                "Rows in are rows out and rejects together: nothing is lost.",
            ),
        ),
        {"_accounted": pl.col("rows_out") + pl.col("rejected")},
    )
