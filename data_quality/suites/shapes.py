"""Expectations that several tables share: shapes of codes and hashes, evidence, dates, counts of claims.

What would break the tables downstream is an error. What only an article can get wrong is a warning: one
odd article must not keep all others from the warehouse.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Final

import polars as pl

from data_quality.expectations import Expectation, Severity, between, equal, is_true, matches, not_before
from data_quality.source_facts import political_accords

STATE: Final = r"[A-Z]{3}"
SLUG: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
PARTY: Final = rf"(?:{STATE}|{SLUG})"
EARLIEST: Final = datetime(1800, 1, 1)  # noqa: DTZ001 -- pandas has calendar dates without a zone

EVIDENCE: Final[dict[str, pl.Expr]] = {
    "_evidence_length": pl.col("evidence").str.len_chars().cast(pl.Int64),
    "_evidence_span": pl.col("evidence_end") - pl.col("evidence_start"),
}
COUNTRIES: Final[dict[str, pl.Expr]] = {
    "_countries_sorted": pl.col("countries") == pl.col("countries").list.unique().list.sort()
}
RATIFIED: Final[dict[str, pl.Expr]] = {
    "_ratified_accord": pl.when(pl.col("step") == "ratification").then(pl.col("agreement"))
}
EVENT: Final[dict[str, pl.Expr]] = {
    "_basis_fits": (pl.col("event_date_basis") == "none") == pl.col("event_date").is_null(),
}
REPORTED: Final[dict[str, pl.Expr]] = {
    "_days_ahead": pl.when(pl.col("factuality") == "actual").then(
        (pl.col("event_date") - pl.col("last_reported_date")).dt.total_days()
    ),
}


def tomorrow() -> datetime:
    """The last day that can have been reported, time zones allowed for; without a zone, as in pandas."""
    day = datetime.now(UTC).date() + timedelta(days=1)
    return datetime.combine(day, time())


def is_state(column: str) -> Expectation:
    """ISO 3166-1 alpha-3."""
    return matches(column, rf"^{STATE}$", "is_code", "three capital letters")


def is_party(column: str = "party") -> Expectation:
    """A state's code or an organisation's slug."""
    return matches(column, rf"^{PARTY}$", "is_code", "a state's code of three capitals or a slug")


def is_slug(column: str = "agreement") -> Expectation:
    """Words in lower case joined by hyphens; names from texts may have other letters than a to z."""
    return matches(column, r"^[^\sA-Z|]+$", "is_slug", "in lower case, without white space")


def is_short_hash(column: str) -> Expectation:
    """As ids.stable_id makes them."""
    return matches(column, r"^[0-9a-f]{16}$", "is_hash", "16 hexadecimal digits")


def is_sha256(column: str) -> Expectation:
    """As ids.content_hash makes them."""
    return matches(column, r"^[0-9a-f]{64}$", "is_hash", "64 hexadecimal digits")


def is_not_blank(column: str) -> Expectation:
    """Something to read."""
    return matches(column, r"\S", "not_blank", "more than white space")


def is_web_address(column: str, *, severity: Severity = "warn") -> Expectation:
    """http or https."""
    return matches(column, r"^https?://\S+$", "is_web_address", "an http or https address", severity=severity)


def is_reported_day(column: str) -> Expectation:
    """A day of publication."""
    return between(column, EARLIEST, tomorrow(), "lies between 1800-01-01 and tomorrow")


def evidence() -> list[Expectation]:
    """The words stand where the offsets say; with EVIDENCE."""
    return [
        is_not_blank("evidence"),
        between("evidence_start", 0, None, "counts from 0"),
        not_before("evidence_end", "evidence_start", strictly=True),
        equal(
            "_evidence_length",
            "_evidence_span",
            "evidence_length_fits",
            "`evidence` has as many characters as lie between its offsets.",
        ),
    ]


def countries() -> list[Expectation]:
    """Who met: two at least, each once, sorted; with COUNTRIES."""
    return [
        matches(
            "countries",
            r"\|",
            "at_least_two",
            "two states or organisations at least",
            severity="warn",
        ),
        matches("countries", rf"^{PARTY}(?:\|{PARTY})*$", "are_codes", "a list of codes and slugs"),
        is_true("_countries_sorted", "countries_sorted", "`countries` has each once, and is sorted."),
    ]


def no_ratified_accord() -> Expectation:
    """Ratification does not apply to political accords; with RATIFIED."""
    arguments = {"column": "_ratified_accord", "value_set": list(political_accords())}
    text = "No row tells of the ratification of a political accord, to which ratification does not apply."
    return Expectation("no_ratified_accord", "warn", text, "ExpectColumnValuesToNotBeInSet", arguments)


def event_date() -> list[Expectation]:
    """The date of an event and what is said about it; with EVENT."""
    return [
        is_true(
            "_basis_fits",
            "event_date_basis_fits",
            "`event_date_basis` is `none` where there is no date, and nowhere else.",
        ),
    ]


def claims() -> list[Expectation]:
    """What claims add up to; with REPORTED."""
    return [
        between("claim_count", 1, None, "is 1 at least"),
        between("source_count", 1, None, "is 1 at least"),
        not_before("claim_count", "source_count"),
        not_before("last_reported_date", "first_reported_date"),
        is_reported_day("last_reported_date"),
        between(
            "_days_ahead",
            None,
            1,
            "of an actual event is not more than a day after the last report of it",
            severity="warn",
        ),
        is_not_blank("evidence"),
    ]


def is_partial_date(column: str) -> Expectation:
    """A day, a month or a year, as far as the text tells."""
    regex = r"^(?:1[89]|20|21)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$"
    return matches(column, regex, "is_partial_date", "YYYY-MM-DD, YYYY-MM or YYYY, in 1800 to 2199")
