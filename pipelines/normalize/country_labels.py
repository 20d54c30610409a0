"""The names of countries in languages, from rows as parsed."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from pipelines.normalize.country_rows import (
    ISO3,
    NAME_COLUMNS,
    OWN,
    PUBLISHED,
    fit_dated,
    repeats_of,
    text_frame,
)
from pipelines.normalize.fit import Fitted
from pipelines.schemas.country_codes import norm_country_labels
from pipelines.schemas.rows import LINE, LOCATOR, Row

_UNTERM: Final = {
    "Arabic": "ar",
    "Chinese": "zh",
    "English": "en",
    "French": "fr",
    "Russian": "ru",
    "Spanish": "es",
}
_LABELS: Final[tuple[tuple[str, str, str], ...]] = (
    *((f"official_name_{name}", "zh" if name == "cn" else name, "short") for name in ("ar", "cn", "en")),
    *((f"official_name_{name}", name, "short") for name in ("es", "fr", "ru")),
    *((f"UNTERM {name} Short", language, "short") for name, language in _UNTERM.items()),
    *((f"UNTERM {name} Formal", language, "formal") for name, language in _UNTERM.items()),
    ("CLDR display name", "en", "short"),
)

# UNTERM says after a name which article it takes, and points to remarks by asterisks.
_ARTICLE: Final = r"\s*\((?:the|la|le|les|el|las|los|l['’])\)\s*$"
_REMARK: Final = r"[\s*]+$"


def country_labels(own: Sequence[Row], published: Sequence[Row], known: pl.DataFrame) -> Fitted:
    """`norm_country_labels` from state_names.csv, norm_states and country-codes.csv, in that order.

    `known` is norm_states. A name that an earlier origin gives already is not repeated; names of what is no
    state of `known` are left to `country_codes`, which rejects their record.
    """
    ours = text_frame(own, NAME_COLUMNS).rename({"name": "label"}).with_columns(pl.lit(OWN).alias("source"))
    canonical = [
        known.lazy().select(
            "country_code",
            pl.lit("en").alias("language"),
            pl.col(column).alias("label"),
            pl.lit(kind).alias("kind"),
            pl.lit(None, dtype=pl.String).alias("valid_from"),
            pl.lit(None, dtype=pl.String).alias("valid_to"),
            "source",
            pl.col("locator").alias(LOCATOR),
            pl.col("line").alias(LINE),
        )
        for column, kind in (("name", "short"), ("official_name", "formal"))
    ]
    wide = text_frame(published, [ISO3, *(column for column, _, _ in _LABELS)]).rename({ISO3: "country_code"})
    theirs = [
        wide.join(known.lazy().select("country_code"), on="country_code", how="semi").select(
            "country_code",
            pl.lit(language).alias("language"),
            _plain(column).alias("label"),
            pl.lit(kind).alias("kind"),
            pl.lit(None, dtype=pl.String).alias("valid_from"),
            pl.lit(None, dtype=pl.String).alias("valid_to"),
            pl.lit(PUBLISHED).alias("source"),
            LOCATOR,
            LINE,
        )
        for column, language, kind in _LABELS
    ]
    key = ["country_code", "language", "label"]
    ranked = [ours, *canonical, *theirs]
    everything = pl.concat(
        [
            frame.select(*key, "kind", "valid_from", "valid_to", "source", LOCATOR, LINE).with_columns(
                pl.lit(rank).alias("_rank")
            )
            for rank, frame in enumerate(ranked)
        ]
    ).filter(pl.col("label").is_not_null())
    again = pl.col("_rank") > pl.col("_rank").min().over(key)
    fitted = fit_dated(everything.filter(~again), norm_country_labels, OWN)
    return Fitted(fitted.table, fitted.frame, fitted.rejects, repeats_of(everything.filter(again), key))


def _plain(column: str) -> pl.Expr:
    """A name without the article and the marks that UNTERM puts after it; null where nothing is left."""
    name = (
        pl.col(column)
        .str.replace(_REMARK, "")
        .str.replace(_ARTICLE, "")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )
    return pl.when(name != "").then(name)
