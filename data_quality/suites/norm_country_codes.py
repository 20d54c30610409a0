"""The crosswalk of country codes."""

from typing import Final

import polars as pl

from data_quality.expectations import Suite, at_least_rows, is_true, not_before
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_state, is_web_address
from pipelines.schemas.country_codes import norm_country_codes

_SHAPES: Final = {
    "iso2": r"^[A-Z]{2}$",
    "iso3": r"^[A-Z]{3}$",
    "iso_numeric": r"^\d{3}$",
    "iso4": r"^[A-Z]{4}$",
    "m49": r"^\d{3}$",
    "cow": r"^[1-9]\d{0,2}$",
    "cow_abbreviation": r"^[A-Z]{3}$",
    "gw": r"^[1-9]\d{0,2}$",
    "fips": r"^[A-Z]{2}$",
    "cameo": r"^[A-Z]{3}$",
    "wikidata": r"^Q[1-9]\d*$",
}
# Of one code, the row that ended before this one began; what has no last day ends last.
_HELD_UNTIL: Final = (
    pl.col("valid_to")
    .fill_null(pl.date(9999, 12, 31))
    .shift(1)
    .over("scheme", "code", order_by=pl.col("valid_to").fill_null(pl.date(9999, 12, 31)))
)
_DERIVED: Final[dict[str, pl.Expr]] = {
    "_has_shape": pl.any_horizontal(
        (pl.col("scheme") == scheme) & pl.col("code").str.contains(shape) for scheme, shape in _SHAPES.items()
    ),
    "_one_at_a_time": _HELD_UNTIL.is_null()
    | (pl.col("valid_from").fill_null(pl.date(1, 1, 1)) > _HELD_UNTIL),
}


def norm_country_codes_suite() -> Suite:
    return suite(
        norm_country_codes,
        is_state("country_code"),
        is_not_blank("code"),
        not_before("valid_to", "valid_from"),
        is_true("_has_shape", "code_has_shape", "`code` is written as its list writes codes."),
        is_true(
            "_one_at_a_time", "code_means_one_state", "No code of a list means two states on the same day."
        ),
        is_web_address("source_url"),
        at_least_rows(expected_rows("countries", "codes.csv")),
        derived=_DERIVED,
    )
