"""Expectations as data: name, severity, class, arguments; no Great Expectations, whose import takes seconds.

`validation` makes the real ones of these. A name is stable: it names a check in Dagster.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

Severity = Literal["error", "warn"]

_NAME = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True)
class ExpectationSpec:
    """What is expected, in one sentence. `error` stops what stands downstream, `warn` does not."""

    name: str
    severity: Severity
    description: str


@dataclass(frozen=True)
class Expectation(ExpectationSpec):
    """One expectation: the name of its class in great_expectations.expectations, and the arguments."""

    gx_class: str
    arguments: Mapping[str, Any]

    def __post_init__(self) -> None:
        if _NAME.fullmatch(self.name) is None:
            raise ValueError(f"not a name for a check: {self.name!r}")


@dataclass(frozen=True)
class Suite:
    """All expectations of one table.

    `derived` are columns that expectations look at and the table does not have, by name, which begins
    with an underscore. Lists are joined by `|` before any expectation sees them: see `joined_lists`.
    """

    table_name: str
    expectations: tuple[Expectation, ...]
    derived: Mapping[str, pl.Expr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = [expectation.name for expectation in self.expectations]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"{self.table_name}: names given twice: {', '.join(sorted(twice))}")


def not_null(column: str, *, mostly: float = 1.0, severity: Severity = "error") -> Expectation:
    """At least the share `mostly` of the values is there."""
    if mostly == 1.0:
        name, text = f"{column}_not_null", f"`{column}` is never null."
    else:
        name, text = f"{column}_mostly_not_null", f"`{column}` is there in {mostly:.0%} of the rows at least."
    arguments = {"column": column, "mostly": mostly}
    return Expectation(name, severity, text, "ExpectColumnValuesToNotBeNull", arguments)


def is_null(column: str, name: str, text: str, *, severity: Severity = "error") -> Expectation:
    """Every value is null: `column` is derived, and has a value where something is wrong."""
    return Expectation(name, severity, text, "ExpectColumnValuesToBeNull", {"column": column})


def is_true(column: str, name: str, text: str, *, severity: Severity = "error") -> Expectation:
    """No value is false: `column` is derived."""
    arguments = {"column": column, "value_set": [True]}
    return Expectation(name, severity, text, "ExpectColumnValuesToBeInSet", arguments)


def in_set(column: str, values: Iterable[str], *, severity: Severity = "error") -> Expectation:
    """Every value is one of `values`."""
    permitted = list(values)
    text = f"`{column}` is one of {', '.join(permitted)}."
    arguments = {"column": column, "value_set": permitted}
    return Expectation(f"{column}_in_code_list", severity, text, "ExpectColumnValuesToBeInSet", arguments)


def unique(columns: Iterable[str], *, severity: Severity = "error", name: str = "key_unique") -> Expectation:
    """No two rows agree in all of `columns`."""
    key = list(columns)
    text = f"No two rows have the same {', '.join(f'`{column}`' for column in key)}."
    if len(key) == 1:
        return Expectation(name, severity, text, "ExpectColumnValuesToBeUnique", {"column": key[0]})
    return Expectation(name, severity, text, "ExpectCompoundColumnsToBeUnique", {"column_list": key})


def columns_are(columns: Iterable[str]) -> Expectation:
    """The table has these columns, in this order, and no others."""
    text = "The table has its declared columns in their order, and no others."
    arguments = {"column_list": list(columns)}
    return Expectation("columns_match", "error", text, "ExpectTableColumnsToMatchOrderedList", arguments)


def matches(
    column: str, regex: str, suffix: str, meaning: str, *, severity: Severity = "error"
) -> Expectation:
    """Every value matches `regex`, which must be anchored; `meaning` completes "`column` is …"."""
    text = f"`{column}` is {meaning}."
    arguments = {"column": column, "regex": regex}
    return Expectation(f"{column}_{suffix}", severity, text, "ExpectColumnValuesToMatchRegex", arguments)


def between(column: str, low: Any, high: Any, meaning: str, *, severity: Severity = "error") -> Expectation:
    """Every value lies between `low` and `high`, both included; None is no limit."""
    arguments = {"column": column, "min_value": low, "max_value": high}
    text = f"`{column}` {meaning}."
    name = f"{column.lstrip('_')}_in_range"
    return Expectation(name, severity, text, "ExpectColumnValuesToBeBetween", arguments)


def not_before(
    later: str, earlier: str, *, strictly: bool = False, severity: Severity = "error"
) -> Expectation:
    """`later` is not smaller than `earlier` where both are there; with `strictly` not equal to it either."""
    arguments = {
        "column_A": later,
        "column_B": earlier,
        "or_equal": not strictly,
        "ignore_row_if": "either_value_is_missing",
    }
    relation = "greater than" if strictly else "not smaller than"
    text = f"`{later}` is {relation} `{earlier}`."
    name = f"{later}_not_before_{earlier}"
    return Expectation(name, severity, text, "ExpectColumnPairValuesAToBeGreaterThanB", arguments)


def equal(one: str, other: str, name: str, text: str, *, severity: Severity = "error") -> Expectation:
    """Two columns have the same value in every row."""
    arguments = {"column_A": one, "column_B": other, "ignore_row_if": "neither"}
    return Expectation(name, severity, text, "ExpectColumnPairValuesToBeEqual", arguments)


def at_least_rows(count: int, *, severity: Severity = "error") -> Expectation:
    """The table has not shrunk below what its sources are known to hold."""
    text = f"The table has {count} rows at least."
    arguments = {"min_value": count}
    return Expectation("row_count_in_range", severity, text, "ExpectTableRowCountToBeBetween", arguments)


def joined_lists(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with each list as text, elements joined by `|` and null elements as `-`.

    Great Expectations counts and compares values, which lists in pandas do not allow.
    """
    return frame.with_columns(
        pl.col(name).list.eval(pl.element().cast(pl.String).fill_null("-")).list.join("|")
        for name, dtype in frame.schema.items()
        if isinstance(dtype, pl.List)
    )
