"""What the files of countries, their codes and their names have in common: columns, dates, places of rows."""

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from pipelines.normalize.fit import Fitted, fit
from pipelines.normalize.partial_dates import date_of, last_day_of, precision_of
from pipelines.schemas.core import Table
from pipelines.schemas.rows import LINE, LOCATOR, Row

OWN: Final = "countries"
PUBLISHED: Final = "country_codes"
ISO_FILE: Final = "pycountry/iso3166-1.json"

# The column of country-codes.csv that says whose row it is.
ISO3: Final = "ISO3166-1-Alpha-3"
NAME_COLUMNS: Final = ("country_code", "language", "name", "kind", "valid_from", "valid_to")
FORMER_COLUMNS: Final = (
    "country_code",
    "iso2_code",
    "iso4_code",
    "numeric_code",
    "name",
    "withdrawn",
)


def text_frame(rows: Sequence[Row], columns: Iterable[str]) -> pl.LazyFrame:
    """`rows` as text with where they stood; the columns are there even where no row is."""
    known = dict.fromkeys(columns, pl.String) | {LOCATOR: pl.String, LINE: pl.Int64}
    return pl.LazyFrame(
        [{name: row.get(name) for name in known} for row in rows], schema=known, infer_schema_length=None
    )


def fit_dated(rows: pl.LazyFrame, table: Table, source: str) -> Fitted:
    """Fit rows whose `valid_from` and `valid_to` are partial dates, with where they stood.

    They stand for the first day that `valid_from` may mean, and the last that `valid_to` may.
    """
    dated = rows.with_columns(
        precision_of("valid_from").alias("valid_from_precision"),
        date_of("valid_from").alias("valid_from"),
        precision_of("valid_to").alias("valid_to_precision"),
        # What is no date is left to fit, which tells of it.
        pl.coalesce(last_day_of("valid_to").dt.to_string("%Y-%m-%d"), "valid_to").alias("valid_to"),
        pl.col(LOCATOR).alias("locator"),
        pl.col(LINE).alias("line"),
    )
    return fit(dated, table, source)


def repeats_of(rows: pl.LazyFrame, values: Sequence[str]) -> pl.DataFrame:
    """What Fitted takes as repeats: `values` of rows that an earlier origin has, and where they stood."""
    return rows.select(
        *values, "source", pl.col(LOCATOR).alias("locator"), pl.col(LINE).alias("line")
    ).collect()
