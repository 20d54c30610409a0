"""What became of the rows of each file."""

import polars as pl

from pipelines.schemas.core import Column, Table

file_counts = Table(
    name="file_counts",
    layer="normalized",
    grain="one file of one dataset, in the latest run",
    description="Rows in are rows out and rejects together: nothing of a file is lost.",
    key=("dataset", "source", "locator"),
    columns=(
        Column("dataset", pl.String(), "tables that the file is read for"),
        Column("source", pl.String(), "name of the source"),
        Column("locator", pl.String(), "file of the source"),
        Column("rows_in", pl.Int64(), "rows that the file holds; an unreadable record is one", unit="rows"),
        Column("rows_out", pl.Int64(), "rows of it that are in the tables, or say what is", unit="rows"),
        Column("rejected", pl.Int64(), "rows of it that are rejects", unit="rows"),
    ),
)
