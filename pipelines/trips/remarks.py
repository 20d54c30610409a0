"""What the remarks of an official trip tell: of what kind the visit was, who was met, on which day, where.

Remarks are telegrams in a language of their own ("Met with President Arias en route to Managua."): short
clauses of few verbs, one party after the other. They are read by the lexicon of the extractor (states,
organisations, office words, office holders of the day) and a grammar of these clauses, without a tagger and
without the network, both of which expect the sentences of news.
"""

import re
from collections.abc import Iterator
from typing import Final

from pipelines.extract.lexicon import Lexicon
from pipelines.trips.clauses import clauses, lists, openings
from pipelines.trips.days_and_places import day_of, days_of, place_of
from pipelines.trips.gatherings import gatherings
from pipelines.trips.kinds import is_to_government, kind_of_visit
from pipelines.trips.parties import PartyFinder
from pipelines.trips.party_lists import Item, listed
from pipelines.trips.people import People
from pipelines.trips.reading import Reading, Setting, Told
from pipelines.trips.spelling import plain_text

_NOT_DONE: Final = re.compile(
    r"\b(?:was|were) to (?:have|meet)|\bcancel+ed\b|\bpostpon(?:ed|ing)\b|\bdid not\b|\bdeclined\b",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(
    r"\b(?:attend(?:ed)?|participat(?:ed|ing)|took part|trilateral|quadrilateral|three-way|four-way|joint(?:ly)?"
    r"|(?:conference|summit)(?:\s+meeting)?\s+with|co-?(?:chaired|hosted|convened))\b",
    re.IGNORECASE,
)
_ACCOMPANIED: Final = re.compile(
    r"\b(?:Accompanied|accompanied|Accompanying|accompanying|Joined|joined)\s+(?:(?:US|U\.S\.)\s+)?President"
    r"(?:-elect)?\s+(?P<name>(?:[A-Z][\w.'’-]*\s+)*?(?P<surname>[A-Z][\w-]+))(?=[^\w-]|$)"
    r"|\b(?:[Aa]ttended|[Pp]articipated|[Tt]ravell?ed)\b[^.;]*\bwith\s+President\s+(?P<with>[A-Z][\w-]+)(?=\.|$)"
)


class RemarksReader:
    """Reads remarks with the names of a lexicon. Reading one takes about a quarter of a millisecond."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._parties = PartyFinder(lexicon)
        self._people = People(lexicon)

    def read(self, text: str, setting: Setting) -> Reading:
        """What `text` tells; nothing where it is empty. Raises nothing on any text."""
        plain = plain_text(text)
        kind = kind_of_visit(plain)
        accompanied = _ACCOMPANIED.search(plain)
        told: list[Told] = []
        opened = False
        for clause, goes_on in clauses(plain):
            if _NOT_DONE.search(clause):
                continue
            named = list(self._named(clause, setting, is_open=goes_on and opened))
            opened = bool(named)
            told += named
            told += gatherings(self._parties, clause, setting)
        is_visit = is_to_government(plain, kind)
        if is_visit and setting.host is not None and setting.host not in setting.own:
            told.append(Told((setting.host,), (), "visit"))
        return Reading(
            kind, (accompanied["surname"] or accompanied["with"]) if accompanied else None, tuple(told)
        )

    def _named(self, clause: str, setting: Setting, *, is_open: bool) -> Iterator[Told]:
        starts = openings(clause, is_open=is_open)
        items: list[Item] = []
        for start, end in lists(clause, starts):
            is_body = re.search(r"\bof\s+(?:the\s+)?$", clause[:start], re.IGNORECASE) is not None
            for item in listed(self._parties, clause, start, end, setting.start):
                # "a meeting of Foreign Ministers" is not with the host's; of an organisation's see below.
                if not is_body or any(code.isupper() for code in item.codes):
                    items.append(item)
        days = days_of(clause, setting)
        found = [(item, codes) for item in items if (codes := self._people.codes_of(item, setting))]
        is_joint = _JOINT.search(clause) is not None and "bilateral" not in clause
        place = place_of(clause)
        groups: dict[tuple[str, ...], list[tuple[Item, tuple[str, ...]]]] = {}
        for item, codes in found:
            others = tuple(sorted(set(codes) - set(setting.own)))
            if others:
                key = ("*",) if is_joint else others
                groups.setdefault(key, []).append((item, codes))
        for members in groups.values():
            every = tuple(sorted({code for _, codes in members for code in codes} - set(setting.own)))
            persons = tuple(
                (
                    self._people.full_name(
                        item.name, item.offices[-1] if item.offices else "", codes, setting
                    ),
                    codes[0],
                )
                for item, codes in members
                if item.name is not None and len(codes) == 1
            )
            yield Told(every, persons, "named", day_of(members[0][0].start, starts, days), place)
