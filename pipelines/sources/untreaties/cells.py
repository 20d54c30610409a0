"""Cells of the UN's status tables: dates with the letter of the act glued to them."""

import re
from dataclasses import dataclass
from typing import Final

from pipelines.sources.written_dates import WRITTEN_DATE, iso_date

_FOOTNOTE: Final = re.compile(r"<sup\b.*?</sup\s*>|[⁰¹²³⁴-⁹*†‡]+", re.IGNORECASE)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_NOTE: Final = r"(?:\s*\(\d{1,2}\)|\s+\d{1,2}(?=\s*(?:\(?[A-Za-z]{1,2}\)?(?![A-Za-z]))?\s*(?:[\],;/\d]|$)))?"
_ITEM: Final = re.compile(
    rf"\s*(?P<open>\[)?\s*(?P<date>{WRITTEN_DATE}){_NOTE}"
    rf"(?:\s*\(?(?P<letter>[A-Za-z]{{1,2}})(?![A-Za-z])\)?)?{_NOTE}\s*(?P<close>\])?\s*[,;/]?\s*"
)


class UnreadableCellError(ValueError):
    """A cell that is no date, or has more in it than dates and their letters."""


@dataclass(frozen=True)
class DatedLetter:
    """One act of a cell: partial ISO date, the letter beside it, and whether it stands in brackets."""

    date: str
    letter: str | None
    is_bracketed: bool


def read_cell(cell: str) -> list[DatedLetter]:
    """The dates of `cell` in their order, one at least; footnote marks are let go.

    Raises UnreadableCellError where anything else is left over, NoSuchDateError for a day that does not
    exist.
    """
    text = _TAG.sub(" ", _BREAK.sub(";", _FOOTNOTE.sub(" ", cell))).strip()
    inner = text[1:-1]
    in_brackets = text.startswith("[") and text.endswith("]") and not re.search(r"[\[\]]", inner)
    text = inner.strip() if in_brackets else text
    found: list[DatedLetter] = []
    position = 0
    while position < len(text):
        item = _ITEM.match(text, position)
        iso = iso_date(item["date"]) if item else None
        if item is None or iso is None or (item["open"] is None) != (item["close"] is None):
            raise UnreadableCellError(f"{cell!r} is not dates with their letters")
        found.append(DatedLetter(iso, item["letter"], in_brackets or item["open"] is not None))
        position = item.end()
    if not found:
        raise UnreadableCellError(f"{cell!r} is not dates with their letters")
    return found
