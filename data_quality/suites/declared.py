"""What the declared schema says of a table, as expectations: columns, nulls, code lists, key."""

from collections.abc import Iterable, Mapping

import polars as pl

from data_quality.expectations import Expectation, Suite, columns_are, in_set, not_null, unique
from pipelines.schemas import Table


def declared(table: Table, derived: Iterable[str] = ()) -> list[Expectation]:
    """The expectations that follow from `table`, to which columns `derived` were added at the end.

    The nullable columns of a key are compared too: null is a value there. Nulls and code lists of the marts
    are left to dbt, whose contracts and tests are written from the same schema: each rule stands once.
    """
    expectations = [columns_are([*table.column_names, *derived]), unique(table.key)]
    if table.layer == "marts":
        return expectations
    expectations += [not_null(column.name) for column in table.columns if not column.nullable]
    expectations += [
        in_set(column.name, column.codes) for column in table.columns if column.codes is not None
    ]
    return expectations


def suite(table: Table, *more: Expectation, derived: Mapping[str, pl.Expr] | None = None) -> Suite:
    """The suite of `table`: what its schema says, and `more`."""
    derived = derived or {}
    return Suite(table.name, (*declared(table, derived), *more), derived)
