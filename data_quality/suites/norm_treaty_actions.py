"""What parties did about treaties, by the lists of depositaries."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

import polars as pl

from data_quality.expectations import Suite, at_least_rows, between, in_set, is_null, is_true
from data_quality.source_facts import SOURCES, expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import EARLIEST, is_not_blank, is_party, is_slug, tomorrow
from pipelines.schemas.treaty_actions import norm_treaty_actions

# The UN's oldest cells are of August 1945; of what the League of Nations kept it took over the texts alone.
UN_EARLIEST: Final = datetime(1900, 1, 1)  # noqa: DTZ001 -- pandas has calendar dates without a zone
# Ten years: what takes effect at a date to come was deposited by now.
AHEAD: Final = timedelta(days=3660)
_UN_FILES: Final = ("18-10.csv", "21-6.csv", "21-10.csv", "26-5.csv", "26-9.csv", "27-7-d.csv")

_CONSENTS: Final = (
    ("ratification", "acceptance", "approval", "formal_confirmation", "accession", "succession")
    + ("continued_application", "definitive_signature", "simplified_procedure", "consent_to_be_bound")
)  # fmt: skip
# Successor states are bound from their independence on: 62 of WIPO's rows of 2025, and no others, enter
# into force before their instrument.
_SUCCESSIONS: Final = ("succession", "continued_application")
_LINE: Final = ("source", "locator", "line")

_INSTRUMENT: Final = pl.col("act").is_in(_CONSENTS)
_SUCCEEDS: Final = pl.col("act").is_in(_SUCCESSIONS).any().over(_LINE)
_IN_FORCE: Final = pl.when(pl.col("act") == "entry_into_force").then(pl.col("act_date"))
_CONSENTED: Final = pl.when(_INSTRUMENT).then(pl.col("act_date")).max().over(_LINE)
_SIGNED: Final = pl.when(pl.col("act") == "signature").then(pl.col("act_date")).max().over(_LINE)
# What an older act on another text amounts to has that act's date.
_OF_OLDER_ACTS: Final = ("participation", "application", "consent_to_be_bound")


@lru_cache
def _concluded() -> dict[str, date]:
    """When the treaties of the lookups were concluded, by source/treaty."""
    found: dict[str, date] = {}
    for source in ("untreaties", "wipo"):
        lookup = pl.read_csv(SOURCES / source / "treaties.csv", try_parse_dates=True)
        for treaty, day in lookup.select("treaty", "concluded_date").drop_nulls().iter_rows():
            found[f"{source}/{treaty}"] = day
    return found


def norm_treaty_actions_suite() -> Suite:
    concluded = _concluded()
    concluded_date = pl.concat_str("source", "treaty", separator="/").replace_strict(
        list(concluded), list(concluded.values()), default=None, return_dtype=pl.Date
    )
    return suite(
        norm_treaty_actions,
        in_set("source", ("untreaties", "wipo")),
        is_slug("agreement"),
        is_party(),
        is_not_blank("participant"),
        is_not_blank("cell"),
        between("line", 1, None, "counts from 1"),
        is_true("_dated", "date_or_none", "`act_date` is there unless its precision is `unknown`."),
        between("_deposited", EARLIEST, tomorrow(), "of an act that is done lies between 1800 and tomorrow"),
        between("_in_effect", EARLIEST, tomorrow() + AHEAD, "of an effect lies within ten years from now"),
        between("_un_date", UN_EARLIEST, None, "of the UN's list is not before 1900", severity="warn"),
        is_null(
            "_early_effect",
            "in_force_after_instrument",
            "A treaty enters into force for a party after its instrument, unless it succeeds another state.",
            severity="warn",
        ),
        is_null(
            "_too_early",
            "act_after_conclusion",
            "No act about a treaty is older than its text, but for those that an older act amounts to.",
            severity="warn",
        ),
        is_null(
            "_late_signature",
            "signed_before_bound",
            "No party signs a treaty after it ratified or acceded to it.",
            severity="warn",
        ),
        at_least_rows(
            sum(expected_rows("untreaties", file) for file in _UN_FILES)
            + expected_rows("wipo", "membership-to-copyright-treaties.csv"),
            severity="warn",
        ),
        derived={
            "_dated": pl.col("act_date").is_null() == (pl.col("act_date_precision") == "unknown"),
            "_deposited": pl.when(~pl.col("act").is_in(["entry_into_force", "withdrawal"])).then(
                pl.col("act_date")
            ),
            "_in_effect": pl.when(pl.col("act").is_in(["entry_into_force", "withdrawal"])).then(
                pl.col("act_date")
            ),
            "_un_date": pl.when(pl.col("source") == "untreaties").then(pl.col("act_date")),
            "_too_early": pl.when(
                (pl.col("act_date") < concluded_date)
                & (pl.col("act_date_precision") == "day")
                & ~pl.col("act").is_in(_OF_OLDER_ACTS)
            ).then(pl.col("act_date")),
            "_early_effect": pl.when((_CONSENTED > _IN_FORCE) & ~_SUCCEEDS).then(pl.col("act_date")),
            "_late_signature": pl.when(
                (pl.col("act") == "signature") & (_SIGNED > _CONSENTED) & ~_SUCCEEDS
            ).then(pl.col("act_date")),
        },
    )
