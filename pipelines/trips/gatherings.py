"""Meetings of bodies that somebody attended: a summit of NATO, the session of a commission with the US."""

import re
from collections.abc import Iterator
from typing import Final

from pipelines.trips.days_and_places import day_of, days_of, place_of
from pipelines.trips.parties import PartyFinder
from pipelines.trips.reading import US, Setting, Told

_EVENT: Final = re.compile(
    r"\b(?:summits?|meetings?|ministerials?|conferences?|sessions?|councils?|talks|forums?|dialogues?|commissions?"
    r"|assembl(?:y|ies)|committees?|negotiations|discussions|luncheon|partnership)\b",
    re.IGNORECASE,
)
_NO_EVENT: Final = re.compile(
    r"\b(?:business|investment|chiefs of mission|funeral|memorial|ceremon\w+|inauguration|treaty|dinner|address to"
    r"|youth|town hall|press)\b",
    re.IGNORECASE,
)
_ATTENDED: Final = re.compile(
    r"\b(?:attend(?:ed|ing)?|participat(?:ed|ing)|took part|(?:co-?)?(?:chaired|hosted|led|convened)|headed|opened"
    r"|launched|accompanied\b.*?\b(?:to|for)|joined\b.*?\b(?:at|to|for))\b",
    re.IGNORECASE,
)
# A clause without a verb is the name of a meeting ("G-7 Economic Summit"), unless it starts so.
_NO_TITLE_OF_MEETING: Final = re.compile(
    r"[A-Z][a-z]+ed\b|(?:Met|En route|On|While|For|At|In|Was|Also|Led|Held|Gave|Took|Left|Saw)\b"
)
# What follows is not the name of the meeting.
_AWAY: Final = re.compile(
    r"\b(?:with|to discuss|on|about|concerning|regarding|while|en route|after|before)\b"
)
_PARTNER: Final = re.compile(r"\s?[-–‑/]\s?(?P<name>(?!U\.?S\b)[A-Z][\w.]+)")
_WITH_US: Final = re.compile(
    r"(?:\b(?:U\.\s?S\.|US|United States)\s?[-–‑/]\s?(?P<after>[A-Z][\w.’']+(?:\s[A-Z][\w.’']+)?)"
    r"|(?<![\w.])(?P<before>(?:[A-Z][\w.’']+\s)?[A-Z][\w.’']+)\s?[-–‑/]\s?(?:U\.\s?S\.|US\b|United States))"
)


def gatherings(finder: PartyFinder, clause: str, setting: Setting) -> Iterator[Told]:
    """The meetings of organisations, or of a commission with the US, that a clause says were attended."""
    event = _EVENT.search(clause)
    if event is None or _NO_EVENT.search(clause):
        return
    attended = _ATTENDED.search(clause)
    if attended is None and _NO_TITLE_OF_MEETING.match(clause):
        return
    begin = attended.end() if attended else 0
    closing = next((m.start() for m in _AWAY.finditer(clause, begin)), len(clause))
    found = list(finder.organisations(clause, begin, closing))
    bodies: dict[tuple[str, ...], None] = {}
    for slug, _, last in found:
        if slug == "un":
            continue
        partner = _PARTNER.match(clause, last)
        joined = finder.named_in(partner["name"], setting.start) if partner else None
        bodies[tuple(sorted({slug, joined} - {None, US}))] = None  # type: ignore[arg-type]
    for pair in _WITH_US.finditer(clause, begin, closing):
        name = (pair["after"] or pair["before"]).strip()
        code = finder.named_in(name, setting.start)
        if code is not None:
            bodies[(code,)] = None
        elif setting.host == US:
            bodies[()] = None
    day = day_of(begin, [], days_of(clause, setting))
    place = place_of(clause)
    for codes in bodies:
        # The US, as host of a visit, sits at the table; on a trip it is the traveller's own.
        others = tuple(sorted((set(codes) | ({US} if setting.host == US else set())) - set(setting.own)))
        if others:
            yield Told(others, (), "gathering", day, place)
