"""Fit rows to a table's declared schema: what fits comes out typed and in order, the rest as rejects."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from pipelines.schemas import Column, Table
from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR

VALUE_LENGTH = 100
# Where a row of a table was told.
PLACE = ("source", "locator", "line")


class SchemaError(ValueError):
    """The rows lack a column of the table altogether: a fault of the source, not of a row."""


@dataclass(frozen=True)
class Fitted:
    """Rows of `table`, sorted by its order, and the rows that did not fit.

    `repeats` are what rows say that an origin before them says already: `source`, `locator` and `line`, and of
    the columns of `table` those that they say.
    """

    table: Table
    frame: pl.DataFrame
    rejects: list[Reject]
    repeats: pl.DataFrame | None = None

    def confirmed(self) -> pl.DataFrame:
        """Those of `repeats` of which `frame` has the values: nothing of them is lost."""
        if self.repeats is None:
            return self.frame.clear()
        values = [name for name in self.repeats.columns if name not in PLACE]
        return self.repeats.join(self.frame, on=values, how="semi")


def fit(rows: pl.LazyFrame, table: Table, source: str) -> Fitted:
    """Cast, check and sort `rows`, which carry `_locator` and `_line` beside the columns of `table`.

    Checked in this order, the first fault named: a value of the wrong type or a date that does not exist,
    a required value missing or empty, a code outside its list, a key seen before. Rows with a column
    `source` are rejected under that, others under `source`. Raises SchemaError where a column is missing
    altogether.
    """
    given = rows.collect_schema()
    missing = [name for name in table.column_names if name not in given]
    if missing:
        raise SchemaError(f"{source}: rows for {table.name} lack {', '.join(missing)}")
    checked = (
        rows.with_columns(_cast(column, given[column.name]).alias(_typed(column)) for column in table.columns)
        .with_columns(_fault(table.columns).alias("_fault"))
        .with_columns(
            pl.when(
                pl.col("_fault").is_null()
                & ~pl.struct("_fault", *map(_typed_name, table.key)).is_first_distinct()
            )
            .then(pl.lit("duplicate:" + "+".join(table.key)))
            .otherwise(pl.col("_fault"))
            .alias("_fault")
        )
        .collect()
    )
    fitting = checked.filter(pl.col("_fault").is_null()).select(
        pl.col(_typed(column)).alias(column.name) for column in table.columns
    )
    faulty = checked.filter(pl.col("_fault").is_not_null())
    return Fitted(
        table=table,
        frame=fitting.sort(table.order, nulls_last=True),
        rejects=list(_rejects(faulty, table, source)),
    )


def _typed_name(name: str) -> str:
    return f"_typed_{name}"


def _typed(column: Column) -> str:
    return _typed_name(column.name)


def _cast(column: Column, given: pl.DataType) -> pl.Expr:
    """The column as its declared type; null where a value is not of it."""
    value = pl.col(column.name)
    if given == pl.String and column.dtype == pl.Date:
        # polars does not cast text to dates; and it has a year 0, which nothing downstream can read.
        day = value.str.to_date("%Y-%m-%d", strict=False)
        return pl.when(day.dt.year() >= 1).then(day)
    if not _castable(given, column.dtype):
        return pl.lit(None, dtype=column.dtype)
    return value.cast(column.dtype, strict=False)


def _castable(given: pl.DataType, declared: pl.DataType) -> bool:
    """Whether polars casts one type to the other at all; where not, it raises whatever `strict` says."""
    if given == pl.Null:
        return True
    if given.is_nested() or declared.is_nested():
        return isinstance(given, pl.List) and isinstance(declared, pl.List)
    if declared == pl.Boolean:
        return given == pl.Boolean or given.is_numeric()
    if given in (pl.String, pl.Binary):
        return declared == pl.String or (given == pl.String and declared.is_numeric())
    return True


def _fault(columns: Iterable[Column]) -> pl.Expr:
    """The first fault of a row as "reason:column", or null."""
    columns = list(columns)
    faults = [
        pl.when(pl.col(column.name).is_not_null() & pl.col(_typed(column)).is_null()).then(
            pl.lit(f"{'invalid_date' if column.dtype == pl.Date else 'wrong_type'}:{column.name}")
        )
        for column in columns
    ]
    faults += [
        pl.when(_is_missing(column)).then(pl.lit(f"missing_column:{column.name}"))
        for column in columns
        if not column.nullable
    ]
    faults += [
        pl.when(~pl.col(_typed(column)).is_in(list(column.codes))).then(pl.lit(f"unknown_code:{column.name}"))
        for column in columns
        if column.codes is not None
    ]
    return pl.coalesce(*faults, pl.lit(None, dtype=pl.String))


def _is_missing(column: Column) -> pl.Expr:
    value = pl.col(_typed(column))
    return value.is_null() | (value.str.strip_chars() == "") if column.dtype == pl.String else value.is_null()


def _rejects(faulty: pl.DataFrame, table: Table, source: str) -> Iterable[Reject]:
    for row in faulty.iter_rows(named=True):
        reason, _, where = row["_fault"].partition(":")
        if reason == "duplicate":
            key = ", ".join(str(row[name]) for name in table.key)
            detail = f"{table.name} has a row with {where} = {key} already"
        else:
            detail = f"{where} of {table.name} is {_shortened(row[where])}"
        sample = ", ".join(f"{name}={row[name]}" for name in table.column_names if row[name] is not None)
        yield Reject(
            source=row.get("source") or source,
            locator=row[LOCATOR],
            line=row[LINE],
            stage="normalize",
            reason=reason,
            detail=detail,
            sample=sample,
        )


def _shortened(value: object) -> str:
    """`value` for a sentence: a whole article is no particular."""
    text = repr(value)
    return text if len(text) <= VALUE_LENGTH else f"{text[:VALUE_LENGTH]}…"
