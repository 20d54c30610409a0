"""Cuts a part of a clause into tokens: parties, office words, names of persons, days, separators, words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pipelines.extract.offices import OFFICE_KINDS
from pipelines.trips.days_and_places import DAY, MONTHS
from pipelines.trips.parties import PartyFinder, PartySpan
from pipelines.trips.vocabulary import MORE_OFFICES, PARTICLES, PORTFOLIO

# "d'Estaing", "al-Assad"
_LEADING_PARTICLES: Final = re.compile(
    r"(?:(?:al|el|bin|ben|de|da|del|di|dos|du|van|von|der|den|ter)\s+)+[A-Z][\w'’-]*"
    r"|(?:al|el)\s?[-–]\s?[A-Z][\w'’-]*|[a-z]{1,2}['’][A-Z][\w'’-]*"
)
_POSSESSIVE: Final = re.compile(r"['’]s$")
_LOW_START: Final = re.compile(r"[a-z]{1,3}['’‘-][A-Z]")
_NAME: Final = r"[^\W\d_][\w.'’‘`-]*"
_TOKEN: Final = re.compile(rf"{_NAME}|\d+\w*|[,;/&()–-]|\S")


@dataclass(frozen=True)
class Token:
    """`kind`: S state or organisation, O office, N name, D day, o "of", ',' separator, w another word."""

    kind: str
    text: str
    start: int
    codes: tuple[str, ...] = ()
    is_adjective: bool = False


def tokens(finder: PartyFinder, clause: str, start: int, end: int, day: date) -> Iterator[Token]:
    """A part of a clause as tokens, from left to right, by the names that parties had on `day`."""
    spans = finder.spans(clause, start, end, day)
    position = start
    while position < end:
        if position in spans:
            party = spans[position]
            yield Token("S", clause[position : party.end], position, party.codes, party.is_adjective)
            position = party.end
            continue
        written_day = DAY.match(clause, position)
        if written_day is not None:
            yield Token("D", written_day[0], position)
            position = written_day.end()
            continue
        found = _TOKEN.match(clause, position, end)
        if found is None:
            position += 1
            continue
        office = _office(clause, position, end, spans)
        if office is not None:
            text, after = office
            yield Token("O", text, position)
            position = after
            continue
        word = found[0]
        lead = _LEADING_PARTICLES.match(clause, position, end)
        if lead is not None:
            position = _name_end(clause, lead.end(), end, spans)
            yield Token("N", clause[lead.start() : position].rstrip(".'’,- "), lead.start())
            continue
        position = found.end()
        low = word.lower()
        if word in ",;&/" or low in ("and", "or"):
            yield Token(",", word, found.start())
        elif low == "of":
            yield Token("o", word, found.start())
        elif word[:1].isupper() and low.strip(".'’") not in PORTFOLIO:
            position = _name_end(clause, position, end, spans)
            name = _POSSESSIVE.sub("", clause[found.start() : position].rstrip(".'’,- "))
            position = max(found.end(), found.start() + len(name))
            yield Token("N", _without_title(name), found.start())
        elif word not in ("(", ")"):
            yield Token("w", word, found.start())


def _office(clause: str, position: int, end: int, spans: Mapping[int, PartySpan]) -> tuple[str, int] | None:
    """The office word or words that start at `position`, folded, and where they end; the longest."""
    best: tuple[str, int] | None = None
    words: list[str] = []
    here = position
    for _ in range(4):
        found = _TOKEN.match(clause, here, end)
        if found is None or here in spans:
            break
        words.append(found[0].lower().rstrip(".,"))
        text = " ".join(words).replace("defense", "defence").replace("-elect", "").replace("-designate", "")
        if text in OFFICE_KINDS or text in MORE_OFFICES:
            best = text, found.end()
        here = found.end()
        while here < end and clause[here] == " ":
            here += 1
    return best


def _name_end(clause: str, position: int, end: int, spans: Mapping[int, PartySpan]) -> int:
    """Where a name goes on to from `position`, just behind its first word."""
    while True:
        here = position
        while here < end and clause[here] == " ":
            here += 1
        found = re.compile(_NAME).match(clause, here, end)
        if found is None or here in spans or (here == position and position):
            if not (found and here == position and clause[position - 1] in "-–"):
                return position
        word = found[0] if found else ""
        if found is None:
            return position
        if word.lower() in PARTICLES:
            ahead = re.compile(rf"\s*[-–]?\s*(?={_NAME})").match(clause, found.end(), end)
            if ahead is None:
                return position
            position = found.end()
            continue
        if (
            not (word[:1].isupper() or _LOW_START.match(word))
            or word in MONTHS
            or _office(clause, here, end, spans) is not None
        ):
            return position
        position = found.end()


def _without_title(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").lower() in (
        "dr",
        "mr",
        "mrs",
        "ms",
        "lady",
        "sir",
        "gen",
        "lt",
    ):
        words = words[1:]
    return " ".join(words)
