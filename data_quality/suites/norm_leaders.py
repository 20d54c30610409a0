"""Office holders of REIGN and Wikidata."""

from typing import Final

import polars as pl

from data_quality.expectations import Suite, at_least_rows, between, is_null, is_true, not_before
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import EARLIEST, is_not_blank, is_state, tomorrow
from pipelines.schemas.leaders import norm_leaders

# Two princes, two captains regent, a presidency of three, a council of seven, a king and his mother.
SHARED_HEADS: Final = ("AND", "SMR", "BIH", "CHE", "SWZ")

_LAST_DAY: Final = (
    pl.when(pl.col("valid_to_precision") == "month")
    .then(pl.col("valid_to").dt.month_end())
    .when(pl.col("valid_to_precision") == "year")
    .then(pl.date(pl.col("valid_to").dt.year(), 12, 31))
    .otherwise(pl.col("valid_to"))
)


def _next(column: str) -> pl.Expr:
    """The value of `column` in the spell that begins next in the same office, as the same source has it."""
    return pl.col(column).shift(-1).over("source", "country_code", "office", order_by="valid_from")


_DERIVED: Final[dict[str, pl.Expr]] = {
    "_last_day": _LAST_DAY,
    "_from_precision_fits": (pl.col("valid_from_precision") == "unknown") == pl.col("valid_from").is_null(),
    "_to_precision_fits": (pl.col("valid_to_precision") == "unknown") == pl.col("valid_to").is_null(),
    "_ended_fits": pl.col("is_ended") | pl.col("valid_to").is_null(),
    "_age": (pl.col("valid_from").dt.year() - pl.col("birth_year")).cast(pl.Int64),
    # At a handover both stand for the same day.
    "_beside": pl.when(
        (pl.col("office") == "head_of_state")
        & ~pl.col("country_code").is_in(SHARED_HEADS)
        & (_next("valid_from") < pl.coalesce("valid_to", "known_until"))
        & (_next("person") != pl.col("person"))
    ).then(pl.col("person") + pl.lit(" and ") + _next("person")),
}


def norm_leaders_suite() -> Suite:
    return suite(
        norm_leaders,
        is_not_blank("person"),
        is_not_blank("source_person_id"),
        is_state("country_code"),
        not_before("_last_day", "valid_from"),
        between("valid_from", EARLIEST, tomorrow(), "lies between 1800-01-01 and tomorrow", severity="warn"),
        not_before("known_until", "valid_from", severity="warn"),
        is_true(
            "_from_precision_fits",
            "valid_from_precision_fits",
            "`valid_from_precision` is `unknown` where there is no date, and nowhere else.",
        ),
        is_true(
            "_to_precision_fits",
            "valid_to_precision_fits",
            "`valid_to_precision` is `unknown` where there is no date, and nowhere else.",
        ),
        is_true("_ended_fits", "is_ended_fits", "A spell with a `valid_to` is ended."),
        between("_age", 0, 110, "at the begin of a spell is between 0 and 110 years", severity="warn"),
        is_null(
            "_beside",
            "one_head_of_state",
            "No state has two heads of state on one day, but for those that share the office.",
            severity="warn",
        ),
        at_least_rows(
            expected_rows("reign", "leaders.csv") + expected_rows("wikidata", "leaders.json"), severity="warn"
        ),
        derived=_DERIVED,
    )
