"""Rows in = rows out + rejects, for each file of a dataset."""

from typing import Final

import polars as pl

from data_quality.expectations import Suite, is_null

_LOST: Final = pl.when(pl.col("rows_in") != pl.col("rows_out") + pl.col("rejected")).then(
    pl.format(
        "{}/{}: {} in, {} out, {} rejected",
        pl.col("source"),
        pl.col("locator"),
        pl.col("rows_in"),
        pl.col("rows_out"),
        pl.col("rejected"),
    )
)


def file_counts_suite() -> Suite:
    """One expectation alone: it stands beside those of a table that is made of the files."""
    return Suite(
        "file_counts",
        (
            is_null(
                "_lost",
                "rows_accounted_for",
                "Of every file, rows in are rows out and rejects together: nothing is lost.",
            ),
        ),
        {"_lost": _LOST},
    )
