"""What the reading of a remark takes and gives: the setting of a trip, what is told, the whole reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

US: Final = "USA"


@dataclass(frozen=True)
class Leader:
    """Somebody known by title and surname between two days, for the party `code`."""

    name: str
    code: str
    since: date
    until: date


@dataclass(frozen=True)
class Setting:
    """What a remark takes for granted: who travels for whom, to whom, from when to when.

    `host` is the party that an office without a state means: the country of a trip, of a visit the US; None
    where there are several. `leaders` are by (title word, folded surname).
    """

    own: tuple[str, ...]
    host: str | None
    start: date
    end: date
    leaders: Mapping[tuple[str, str], Sequence[Leader]] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """One encounter: the other parties (sorted), the persons named with theirs, and what makes it one.

    `basis` is of codes.ENCOUNTER_BASES; `day` and `place` where the clause has them.
    """

    codes: tuple[str, ...]
    persons: tuple[tuple[str, str], ...]
    basis: str
    day: date | None = None
    place: str | None = None


@dataclass(frozen=True)
class Reading:
    """Kind of the visit (codes.KINDS_OF_VISIT), president accompanied (surname) and encounters, in order."""

    kind_of_visit: str
    accompanied: str | None
    told: tuple[Told, ...]


def shifted(day: date, days: int) -> date:
    """The day `days` later, or the last or first one that there is."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
