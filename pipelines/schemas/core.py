"""What a column and a table are. Knows no table by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `codes` names the permitted values with their meaning; `references` is the `table.column` whose
    values this one takes; `unit` is given where a number has one.
    """

    name: str
    dtype: pl.DataType
    description: str
    nullable: bool = False
    codes: Mapping[str, str] | None = None
    references: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Table:
    """One table: its grain, its key and its columns, in the order in which they are written."""

    name: str
    layer: str
    grain: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    sort_by: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        missing = [name for name in (*self.key, *self.sort_by) if name not in self.column_names]
        if missing:
            raise ValueError(f"{self.name}: key or sort columns not among its columns: {missing}")

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def order(self) -> list[str]:
        """The columns that rows are sorted by when written: `sort_by`, made total by the key."""
        return [*self.sort_by, *(name for name in self.key if name not in self.sort_by)]

    def polars_schema(self) -> pl.Schema:
        return pl.Schema({column.name: column.dtype for column in self.columns})


_DUCKDB_TYPES: dict[pl.DataType, str] = {
    pl.String(): "varchar",
    pl.Int64(): "bigint",
    pl.Int32(): "integer",
    pl.Float64(): "double",
    pl.Boolean(): "boolean",
    pl.Date(): "date",
    pl.Datetime("us", "UTC"): "timestamp with time zone",
    pl.List(pl.String()): "varchar[]",
}


def codebook_type(dtype: pl.DataType) -> str:
    """The DuckDB name of a type, as contracts and the codebook write it.

    Raises KeyError for a type that no table uses yet.
    """
    return _DUCKDB_TYPES[dtype]


def empty_frame(table: Table) -> pl.DataFrame:
    """A frame of `table`'s schema without rows."""
    return pl.DataFrame(schema=table.polars_schema())
