"""Dates as registers write them ("24 Sep 1945", "July 5, 1976", "1976-07-05") to partial ISO dates."""

import re
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = (
    ("january", "february", "march", "april", "may", "june")
    + ("july", "august", "september", "october", "november", "december")
)  # fmt: skip
_EARLIEST_YEAR: Final = 1800

# Without groups, to be put into the patterns of cells. Longer forms stand first.
WRITTEN_DATE: Final = (
    r"(?:\d{4}-\d{2}(?:-\d{2}(?:[T ]00:00(?::00)?Z?)?)?(?!\d)"
    r"|\d{1,2}(?:st|nd|rd|th)?[\s.-]*[A-Za-z]{3,9}\.?,?[\s-]*\d{4}(?!\d)"
    r"|[A-Za-z]{3,9}\.?\s*\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}(?!\d)"
    r"|\d{1,2}\.\s*\d{1,2}\.\s*\d{4}(?!\d)"
    r"|[A-Za-z]{3,9}\.?,?\s+\d{4}(?!\d)"
    r"|\d{4}(?!\d))"
)

_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:[T ]00:00(?::00)?Z?)?)?)?",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s.-]*(?P<month>[A-Za-z]{3,9})\.?,?[\s-]*(?P<year>\d{4})",
        r"(?P<month>[A-Za-z]{3,9})\.?\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>\d{4})",
        r"(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>\d{4})",
    )
)


class NoSuchDateError(ValueError):
    """A date in form, of a day that does not exist or that cannot be meant."""


def iso_date(text: str) -> str | None:
    """`text` as YYYY-MM-DD, YYYY-MM or YYYY, as far as it goes; None where it is no date.

    Days with month and year in figures and slashes are no dates: which is the month depends on who wrote
    them. Raises NoSuchDateError for a day or month that does not exist.
    """
    for form in _FORMS:
        found = form.fullmatch(text.strip())
        if found is None:
            continue
        parts = found.groupdict()
        year, month, day = parts["year"], parts.get("month"), parts.get("day")
        if month is None:
            return year
        number = int(month) if month.isdigit() else _month(month)
        if number is None:
            return None
        try:
            date(int(year), number, int(day or 1))
        except ValueError as error:
            raise NoSuchDateError(f"{text.strip()}: {error}") from None
        return f"{year}-{number:02d}" + ("" if day is None else f"-{int(day):02d}")
    return None


def within_reach(partial: str, fetched: date, *, ahead_days: int = 1) -> bool:
    """Whether a partial date lies between 1800 and `ahead_days` after the day on which it was fetched."""
    year, month, day = (int(part) for part in (partial + "-01-01").split("-")[:3])
    return year >= _EARLIEST_YEAR and date(year, month, day) <= fetched + timedelta(days=ahead_days)


def _month(name: str) -> int | None:
    """The month of an English name: in full, its first three letters, or "Sept"."""
    lower = name.lower()
    for number, month in enumerate(_MONTHS, 1):
        if lower in (month, month[:3]) or (lower == "sept" and number == 9):
            return number
    return None
