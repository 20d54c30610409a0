"""Countries as a dated dimension, those of the past included, from rows as parsed."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from pipelines.normalize.country_rows import (
    FORMER_COLUMNS,
    ISO_FILE,
    NAME_COLUMNS,
    OWN,
    fit_dated,
    text_frame,
)
from pipelines.normalize.fit import Fitted
from pipelines.schemas.country_codes import norm_states
from pipelines.schemas.rows import LOCATOR, Row

_OWN_STATE_COLUMNS: Final = (
    "country_code",
    "kind",
    "name",
    "official_name",
    "valid_from",
    "valid_to",
    "successor_codes",
    "source_url",
)


def states(own: Sequence[Row], names: Sequence[Row], former: Sequence[Row], known: pl.DataFrame) -> Fitted:
    """`norm_states` from states.csv, state_names.csv and ISO 3166-3; `known` is norm_countries.

    A country of `known` that states.csv lacks is there all the same, of kind `unknown`. A row of states.csv
    that neither has a name nor is of `known` is a reject.
    """
    countries = known.lazy().select("country_code", "iso2_code", "numeric_code", "name", "official_name")
    given = text_frame(own, _OWN_STATE_COLUMNS)
    unlisted = (
        known.lazy()
        .select("country_code")
        .join(given, on="country_code", how="anti")
        .with_columns(pl.lit("unknown").alias("kind"), pl.lit(ISO_FILE).alias(LOCATOR))
    )
    # ATF is of today and of ISO 3166-3 too: what stands in ISO 3166-1 goes first.
    withdrawn = text_frame(former, FORMER_COLUMNS).select("country_code", "iso2_code", "numeric_code")
    aliases = (
        text_frame(names, NAME_COLUMNS)
        .group_by("country_code")
        .agg(pl.col("name").unique().sort().alias("aliases"))
    )
    rows = (
        pl.concat([given, unlisted], how="diagonal")
        .join(countries, on="country_code", how="left", suffix="_today")
        .join(withdrawn, on="country_code", how="left", suffix="_former")
        .join(aliases, on="country_code", how="left")
        .with_columns(
            pl.coalesce("name", "name_today").alias("name"),
            pl.coalesce("official_name", "official_name_today").alias("official_name"),
            pl.coalesce("iso2_code", "iso2_code_former").alias("iso2_code"),
            pl.coalesce("numeric_code", "numeric_code_former").alias("numeric_code"),
            _list("successor_codes").alias("successor_codes"),
            pl.lit(OWN).alias("source"),
        )
        .with_columns(
            pl.col("aliases")
            .fill_null(pl.lit([], dtype=pl.List(pl.String)))
            .list.set_difference(pl.concat_list("name", "official_name"))
            .list.sort()
        )
    )
    return fit_dated(rows, norm_states, OWN)


def _list(column: str) -> pl.Expr:
    parts = pl.col(column).fill_null("").str.split("|")
    return parts.list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))
