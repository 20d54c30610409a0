"""The codes of countries in other lists, by the days on which they meant them, from rows as parsed."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from pipelines.normalize.country_rows import (
    FORMER_COLUMNS,
    ISO3,
    ISO_FILE,
    OWN,
    PUBLISHED,
    fit_dated,
    repeats_of,
    text_frame,
)
from pipelines.normalize.fit import Fitted
from pipelines.normalize.partial_dates import last_day_of, precision_of
from pipelines.schemas.country_codes import norm_country_codes
from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, Row

_ISO_PAGE: Final = "https://www.iso.org/iso-3166-country-codes.html"
_PAGE: Final = "https://github.com/datasets/country-codes"

# Columns of country-codes.csv by scheme, and what a code of it looks like once it is cleaned.
_COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "iso3": (ISO3, r"^[A-Z]{3}$"),
    "iso2": ("ISO3166-1-Alpha-2", r"^[A-Z]{2}$"),
    "iso_numeric": ("ISO3166-1-numeric", r"^\d{3}$"),
    "m49": ("M49", r"^\d{3}$"),
    "fips": ("FIPS", r"^[A-Z]{2}$"),
    "wikidata": ("wikidata_id", r"^Q\d+$"),
}
_THREE_DIGITS: Final = ("iso_numeric", "m49")

# These name the state itself, not what a list has for it while it stands.
_OF_ALL_TIMES: Final = ("iso4", "wikidata")
_NEVER: Final = pl.date(9999, 12, 31)

# Whether a code, once it has ended, was that of the state itself, for which the list has another since.
_REPLACED: Final = "_is_replaced"
_CODE_COLUMNS: Final = ("country_code", "scheme", "code", "valid_from", "valid_to", "source_url")


def country_codes(
    own: Sequence[Row], former: Sequence[Row], published: Sequence[Row], known: pl.DataFrame
) -> Fitted:
    """`norm_country_codes` from codes.csv, ISO 3166-1 and 3166-3, and country-codes.csv.

    `known` is norm_states. A code that an earlier origin gives to the state already is not repeated. Codes that
    codes.csv does not date are dated by the others: one begins the day after it meant another state, and the
    day after the one that the same state had before it in that list; one of a state that is no more ends with
    the state. What a file of others says against this is a reject, as is a cell that is no code.
    """
    told, unreadable = _published_codes(published, known)
    ranked = [_own_codes(own), _current_iso(known), *_former_iso(former, known), told]
    columns = [*_CODE_COLUMNS, "source", LOCATOR, LINE, _REPLACED]
    everything = pl.concat(
        [frame.select(*columns, pl.lit(rank).alias("_rank")) for rank, frame in enumerate(ranked)]
    )
    again = pl.col("_rank") > pl.col("_rank").min().over("scheme", "code", "country_code")
    own_rank, last_rank = 0, len(ranked) - 1
    taken = (
        pl.col("_held_by").is_not_null()
        & (pl.col("_held_by") != pl.col("country_code"))
        & pl.col("_held_until").is_null()
    )
    checked = (
        _begun(_closed(everything.filter(~again), known), pl.col("_rank") > own_rank)
        .with_columns((taken & (pl.col("_rank") == last_rank)).alias("_contradicts"))
        .collect()
    )
    fitted = fit_dated(checked.lazy().filter(~pl.col("_contradicts")), norm_country_codes, OWN)
    contradictions = [
        Reject(
            source=row["source"],
            locator=row[LOCATOR],
            line=row[LINE],
            stage="normalize",
            reason="contradiction",
            detail=f"{row['scheme']} {row['code']} is {row['_held_by']}, not {row['country_code']}",
            sample=f"{row['country_code']}: {row['code']}",
        )
        for row in checked.filter("_contradicts").iter_rows(named=True)
    ]
    return Fitted(
        fitted.table,
        fitted.frame,
        [*unreadable, *contradictions, *fitted.rejects],
        repeats_of(everything.filter(again), ["scheme", "code", "country_code"]),
    )


def _closed(codes: pl.LazyFrame, known: pl.DataFrame) -> pl.LazyFrame:
    """`codes` with `valid_to` at the end of their state at the latest; `_stands` is its first day."""
    state = known.lazy().select(
        "country_code",
        pl.col("valid_from").alias("_stands"),
        pl.col("valid_to").alias("_stood_until"),
        _written(pl.col("valid_to"), pl.col("valid_to_precision")).alias("_ended"),
    )
    later = pl.col("_stood_until") < last_day_of("valid_to").fill_null(_NEVER)
    return codes.join(state, on="country_code", how="left").with_columns(
        pl.when(~pl.col("scheme").is_in(_OF_ALL_TIMES) & later)
        .then(pl.col("_ended"))
        .otherwise(pl.col("valid_to"))
        .alias("valid_to")
    )


def _begun(codes: pl.LazyFrame, dated_by_others: pl.Expr) -> pl.LazyFrame:
    """`codes` with `valid_from` where another code or another state tells it, sorted by code and end.

    `_held_by` and `_held_until` are of the state that the code meant before, `_held_until` its last day.
    """
    ended = codes.with_columns(
        last_day_of("valid_to").alias("_end"),
        last_day_of("valid_to").fill_null(_NEVER).alias("_ends"),
        precision_of("valid_to").alias("_exact"),
    )
    replaced = ended.filter(pl.col(_REPLACED) & pl.col("_end").is_not_null()).select(
        "scheme", "country_code", pl.col("_end").alias("_had_until"), pl.col("_exact").alias("_had_exact")
    )
    ordered = (
        ended.sort("_ends")
        .join_asof(
            replaced.sort("_had_until"),
            left_on="_ends",
            right_on="_had_until",
            by=["scheme", "country_code"],
            strategy="backward",
            allow_exact_matches=False,
            coalesce=False,
            check_sortedness=False,
        )
        .sort("scheme", "code", "_ends", "_rank", "valid_from", nulls_last=True)
        .with_columns(
            pl.col("_end").shift(1).over("scheme", "code").alias("_held_until"),
            pl.col("_exact").shift(1).over("scheme", "code").alias("_held_exact"),
            pl.col("country_code").shift(1).over("scheme", "code").alias("_held_by"),
        )
    )
    had_last = (pl.col("_had_until") >= pl.col("_held_until")) | pl.col("_held_until").is_null()
    free = pl.max_horizontal("_held_until", "_had_until").dt.offset_by("1d")
    exact = pl.when(had_last).then("_had_exact").otherwise("_held_exact")
    since = (
        pl.when(pl.col("_stands") > free)
        .then(_written(pl.col("_stands"), pl.lit("day")))
        .otherwise(_written(free, exact))
    )
    return ordered.with_columns(
        pl.when(dated_by_others & pl.col("valid_from").is_null() & free.is_not_null())
        .then(since)
        .otherwise(pl.col("valid_from"))
        .alias("valid_from")
    )


def _written(day: pl.Expr, precision: pl.Expr) -> pl.Expr:
    """The partial date of `precision` in which `day` lies; null where there is no day."""
    return (
        pl.when(precision == "year")
        .then(day.dt.to_string("%Y"))
        .when(precision == "month")
        .then(day.dt.to_string("%Y-%m"))
        .otherwise(day.dt.to_string("%Y-%m-%d"))
    )


def _own_codes(own: Sequence[Row]) -> pl.LazyFrame:
    return text_frame(own, _CODE_COLUMNS).with_columns(
        pl.lit(OWN).alias("source"), pl.lit(True).alias(_REPLACED)
    )


def _iso_rows(frame: pl.LazyFrame, scheme: str, column: str) -> pl.LazyFrame:
    return frame.filter(pl.col(column).is_not_null()).with_columns(
        pl.lit(scheme).alias("scheme"),
        pl.col(column).alias("code"),
        pl.lit(_ISO_PAGE).alias("source_url"),
        pl.lit(OWN).alias("source"),
    )


def _current_iso(known: pl.DataFrame) -> pl.LazyFrame:
    """The ISO 3166-1 codes of what stands today, from norm_states."""
    today = (
        known.lazy()
        .filter(pl.col("valid_to").is_null())
        .with_columns(
            pl.lit(None, dtype=pl.String).alias("valid_from"),
            pl.lit(None, dtype=pl.String).alias("valid_to"),
            pl.lit(False).alias(_REPLACED),
            pl.lit(ISO_FILE).alias(LOCATOR),
            pl.lit(None, dtype=pl.Int64).alias(LINE),
        )
    )
    columns = {"iso2": "iso2_code", "iso3": "country_code", "iso_numeric": "numeric_code"}
    return pl.concat(
        [
            _iso_rows(today, scheme, column).select(*_CODE_COLUMNS, "source", LOCATOR, LINE, _REPLACED)
            for scheme, column in columns.items()
        ]
    )


def _former_iso(former: Sequence[Row], known: pl.DataFrame) -> list[pl.LazyFrame]:
    """The codes that ISO 3166-1 has no more, from ISO 3166-3.

    Each is of the former state that has it, else of the country that the last two letters of the code in ISO
    3166-3 name; `AA` is the country itself, `HH` several. That it is the country under another name, and no
    territory that came to it, is told by its alpha-3 or its numeric code.
    """
    of_today = known.lazy().filter(pl.col("valid_to").is_null())
    alpha2 = of_today.select("iso2_code", pl.col("country_code").alias("_successor"))
    itself = known.lazy().select("country_code", pl.col("country_code").alias("_itself"))
    number = known.lazy().select("country_code", pl.col("numeric_code").alias("_number"))
    rows = (
        text_frame(former, FORMER_COLUMNS)
        .with_columns(pl.col("iso4_code").str.slice(2).replace({"AA": None}).alias("_into"))
        .with_columns(pl.coalesce("_into", "iso2_code").alias("_into"))
        .join(alpha2, left_on="_into", right_on="iso2_code", how="left")
        .join(itself, on="country_code", how="left")
        .with_columns(
            pl.col("country_code").alias("_alpha3"),
            pl.coalesce("_itself", "_successor").alias("country_code"),
            pl.lit(None, dtype=pl.String).alias("valid_from"),
            pl.col("withdrawn").alias("valid_to"),
        )
        .join(number, on="country_code", how="left")
        .with_columns(
            ((pl.col("country_code") == pl.col("_alpha3")) | (pl.col("numeric_code") == pl.col("_number")))
            .fill_null(False)
            .alias(_REPLACED)
        )
    )
    columns = {"iso2": "iso2_code", "iso3": "_alpha3", "iso_numeric": "numeric_code", "iso4": "iso4_code"}
    return [
        _iso_rows(rows, scheme, column).with_columns(
            # The code of a name that was withdrawn is itself never withdrawn.
            pl.lit(None, dtype=pl.String).alias("valid_to") if scheme == "iso4" else pl.col("valid_to")
        )
        for scheme, column in columns.items()
    ]


def _published_codes(published: Sequence[Row], known: pl.DataFrame) -> tuple[pl.LazyFrame, list[Reject]]:
    """The codes of country-codes.csv, and a reject for each cell that is no code or no state's."""
    columns = {scheme: column for scheme, (column, _) in _COLUMNS.items()}
    long = (
        text_frame(published, columns.values())
        .with_columns(pl.col(columns["iso3"]).alias("country_code"))
        .unpivot(
            on=list(columns.values()),
            index=["country_code", LOCATOR, LINE],
            variable_name="_column",
            value_name="_cell",
        )
        .filter(pl.col("_cell").is_not_null())
        .with_columns(
            pl.col("_column").replace_strict({v: k for k, v in columns.items()}).alias("scheme"),
            pl.col("_cell").str.strip_chars().alias("code"),
        )
        .with_columns(
            pl.when(pl.col("scheme").is_in(_THREE_DIGITS) & pl.col("code").str.contains(r"^\d{1,3}$"))
            .then(pl.concat_list(pl.col("code").str.zfill(3)))
            .when(pl.col("scheme") == "wikidata")
            .then(pl.concat_list(pl.col("code").str.replace(r"^https?://www\.wikidata\.org/\w+/", "")))
            # Two codes of one country stand without anything between them: GZWE.
            .when((pl.col("scheme") == "fips") & pl.col("code").str.contains(r"^(?:[A-Z]{2})+$"))
            .then(pl.col("code").str.extract_all(r"[A-Z]{2}"))
            .otherwise(pl.concat_list("code"))
            .alias("code")
        )
        .explode("code")
        .with_columns(
            pl.coalesce(
                pl.when((pl.col("scheme") == scheme) & ~pl.col("code").str.contains(shape)).then(
                    pl.lit("unreadable_value")
                )
                for scheme, (_, shape) in _COLUMNS.items()
            ).alias("_fault"),
            pl.col("country_code").is_in(known["country_code"].implode()).alias("_known"),
        )
        .with_columns(
            pl.when(pl.col("_fault").is_null() & ~pl.col("_known").fill_null(False))
            .then(pl.lit("unknown_code"))
            .otherwise(pl.col("_fault"))
            .alias("_fault")
        )
        .collect()
    )
    rejects = [
        Reject(
            source=PUBLISHED,
            locator=row[LOCATOR],
            line=row[LINE],
            stage="normalize",
            reason=row["_fault"],
            detail=f"{row['_column']} of {row['country_code']} is {row['_cell']!r}",
            sample=row["_cell"],
        )
        for row in long.filter(pl.col("_fault").is_not_null()).iter_rows(named=True)
    ]
    told = (
        long.lazy()
        .filter(pl.col("_fault").is_null())
        .with_columns(
            pl.lit(None, dtype=pl.String).alias("valid_from"),
            pl.lit(None, dtype=pl.String).alias("valid_to"),
            pl.lit(_PAGE).alias("source_url"),
            pl.lit(PUBLISHED).alias("source"),
            pl.lit(False).alias(_REPLACED),
        )
    )
    return told, rejects
