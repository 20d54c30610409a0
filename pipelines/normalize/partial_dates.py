"""Partial dates as registers write them: YYYY-MM-DD, YYYY-MM or YYYY."""

import polars as pl

_DAY = r"^\d{4}-\d{2}-\d{2}$"
_MONTH = r"^\d{4}-\d{2}$"
_YEAR = r"^\d{4}$"


def date_of(column: str) -> pl.Expr:
    """The first day that the partial date in `column` may mean; text that is none stays as it is.

    The result is text: casting it to a date is what tells a date that does not exist.
    """
    text = pl.col(column).cast(pl.String)
    return (
        pl.when(text.str.contains(_YEAR))
        .then(text + "-01-01")
        .when(text.str.contains(_MONTH))
        .then(text + "-01")
        .otherwise(text)
    )


def precision_of(column: str) -> pl.Expr:
    """`day`, `month`, `year`, or `unknown` where the column is null."""
    text = pl.col(column).cast(pl.String)
    return (
        pl.when(text.str.contains(_YEAR))
        .then(pl.lit("year"))
        .when(text.str.contains(_MONTH))
        .then(pl.lit("month"))
        .when(text.is_null())
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("day"))
    )


def last_day_of(column: str) -> pl.Expr:
    """The last day that the partial date in `column` may mean."""
    first = date_of(column).str.to_date("%Y-%m-%d", strict=False)
    precision = precision_of(column)
    return (
        pl.when(precision == "year")
        .then(first.dt.offset_by("1y").dt.offset_by("-1d"))
        .when(precision == "month")
        .then(first.dt.month_end())
        .otherwise(first)
    )
