"""The table of a release that tells how its rows differ from those of the release before it."""

from typing import Final

import polars as pl

from pipelines.schemas.codes import CodeList
from pipelines.schemas.core import Column, Table

ROW_CHANGES: Final[CodeList] = {
    "added": "the last release has no row with this key",
    "changed": "the last release has the row with another value in one column at least",
    "retracted": "the last release has the row, this one has not",
}

changes = Table(
    name="changes",
    layer="exports",
    grain="one row of one table that is not as it was in the last release",
    description="What was added, changed and retracted since the last release. Empty in the first release.",
    key=("table_name", "row_key"),
    columns=(
        Column("release", pl.String(), "version of this release"),
        Column("previous_release", pl.String(), "version that it is compared with"),
        Column("table_name", pl.String(), "the table"),
        Column(
            "row_key",
            pl.String(),
            "value of the table's key; of a key of several columns a JSON object with their names and values",
        ),
        Column("change", pl.String(), "what became of the row", codes=ROW_CHANGES),
        Column(
            "changed_columns",
            pl.List(pl.String()),
            "columns whose values differ, in the table's order; empty unless the row is changed",
        ),
    ),
    sort_by=("table_name", "change", "row_key"),
)
