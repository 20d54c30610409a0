"""On which day and where it was: the days and places that a clause names, and of which party a day holds."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from pipelines.trips.reading import Setting, shifted

MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAY: Final = re.compile(
    r"\b(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]*)\.?\s+(?P<day>\d{1,2})\b"
    r"(?:\s*[-–]\s*\d{1,2})?(?:,\s*\d{4})?"
)
_PLACE: Final = re.compile(
    r"(?<!articipated )(?<!articipating )(?<!part )\b(?:in|at)\s+(?:the\s+)?(?P<place>(?:[A-Z][\w.'’-]+)(?:\s+(?:(?:of|the|de|al|el|la|del)\s+)?[A-Z][\w.'’-]+)*"
    r"(?:,\s+(?:[A-Z]{2}|D\.C\.|[A-Z][a-z]{3,}(?:\s[A-Z][a-z]+)?)(?![\w’'])|\s+\([A-Z][\w. ]+\))?)"
)
_NO_PLACE: Final = re.compile(
    r"\b(?:U\.?N|United|NATO|OAS|APEC|EU|G-?\d+|C5|Summit|Meeting|Conference|Council|Assembly|Session|Forum|Ministerial"
    r"|Talks|Ceremony|Dialogue|Organization|Committee|Republic of|Gulf War|World|U\.S|US|January|February|March|April"
    r"|May|June|July|August|September|October|November|December)\b|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\."
)


def place_of(clause: str) -> str | None:
    """The place that a clause names behind "in" or "at": the first that can be one."""
    found = [m["place"].rstrip(".") for m in _PLACE.finditer(clause)]
    fitting = [place for place in found if not _NO_PLACE.search(place)]
    return fitting[0] if fitting else None


def days_of(clause: str, setting: Setting) -> list[tuple[int, date]]:
    """Days named in a clause that lie in the stay, two days allowed on both sides, by where they stand."""
    found: list[tuple[int, date]] = []
    for match in DAY.finditer(clause):
        month = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(match["month"]))
        for year in {setting.start.year, setting.end.year}:
            try:
                day = date(year, month, int(match["day"]))
            except ValueError:
                continue
            if shifted(setting.start, -2) <= day <= shifted(setting.end, 2):
                found.append((match.start(), day))
    return found


def day_of(start: int, starts: Sequence[int], days: Sequence[tuple[int, date]]) -> date | None:
    """The day of the party at `start`; `starts` are where the clause's "with"s open.

    A day holds for all before which it stands, and for those of the "with" behind which it does; of several
    days the first one behind the party.
    """
    if len(days) == 1:
        position, day = days[0]
        opened = [each for each in starts if each <= position]
        return day if not opened or start >= opened[-1] else None
    behind = [day for position, day in days if position > start]
    return behind[0] if behind else None
