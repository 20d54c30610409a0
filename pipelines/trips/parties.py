"""Finds the states and organisations that remarks name, by the names and the codes of their day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from pipelines.extract.lexicon import Lexicon
from pipelines.trips.vocabulary import words

# Parties of the past, and words of today's that mean another then; None: nobody's.
_PAST: Final[dict[str, str | None]] = {
    "Central American": None,
    "South American": None,
    "Latin American": None,
    "North American": None,
    "Inter-American": None,
    "British Columbia": None,
    "British West Indies": None,
    "American Samoa": None,
    "Pan American": None,
    "African American": None,
    "American Republics": None,
    "American States": None,
    "Bosnian Serb": None,
    "Bosnian Croat": None,
    "Turkish Cypriot": None,
    "Northern Irish": None,
    "Northern Ireland": None,
    "Soviet Union": "SUN",
    "Soviet": "SUN",
    "U.S.S.R.": "SUN",
    "Czechoslovakia": "CSK",
    "Czechoslovak": "CSK",
    "Czechoslovakian": "CSK",
    "Yugoslavia": "YUG",
    "Yugoslav": "YUG",
    "Yugoslavian": "YUG",
    "East German": "DDR",
    "German Democratic Republic": "DDR",
    "West German": "DEU",
    "West Germany": "DEU",
    "Federal Republic of Germany": "DEU",
    "South Vietnamese": "RVN",
    "South Vietnam": "RVN",
    "North Vietnamese": "VDR",
    "North Vietnam": "VDR",
    "Chinese Nationalist": "TWN",
    "Nationalist Chinese": "TWN",
    "Nationalist China": "TWN",
    "Ceylonese": "LKA",
    "Zairian": "COD",
    "Rhodesian": "ZWE",
    "St. Christopher and Nevis": "KNA",
    "St. Kitts and Nevis": "KNA",
    "Abu Dhabi": "ARE",
    "Dubai": "ARE",
    "EEC": "EUE",
    "EC": "EUE",
    "PLO": "PSE",
    "UAE": "ARE",
}
_PAST_NOUNS: Final = frozenset(
    name
    for name in _PAST
    if name.endswith(
        (
            "Union",
            "S.R.",
            "akia",
            "avia",
            "Republic",
            "Germany",
            "Vietnam",
            "China",
            "Nevis",
            "Dhabi",
            "Dubai",
            "UAE",
            "EC",
        )
    )
)
_PAST_NAMES: Final = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(re.escape(name) for name in sorted(_PAST, key=len, reverse=True))
    + r")(?![\w])"
)
# Of two states the register means the south where it says no more.
_KOREA: Final = re.compile(r"(?<![\w-])Korea\b")
_SAME_STATE: Final = frozenset(
    [("VNM", "RVN"), ("RVN", "VNM"), ("VNM", "VDR"), ("YEM", "YAR"), ("YAR", "YEM"), ("YEM", "YMD")]
    + [("CHN", "TWN"), ("RUS", "SUN"), ("SUN", "RUS"), ("CZE", "CSK"), ("CSK", "CZE"), ("SRB", "YUG")]
    + [("YUG", "SRB"), ("SRB", "SCG"), ("YUG", "SCG")]
)
_SOUTH_VIETNAM_UNTIL: Final = date(1976, 7, 1)
_SOVIET_UNTIL: Final = date(1991, 12, 25)
# Organs that speak for an organisation without bearing its name.
_ORGANS: Final[dict[str, str]] = {
    "European Commission": "EUE",
    "European Council": "EUE",
    "European Parliament": "EUE",
    "European Communities": "EUE",
    "North Atlantic Council": "nato",
    "North Atlantic Alliance": "nato",
    "Gulf Cooperation Council": "gcc",
    "UN": "un",
    "U.N.": "un",
    "United Nations": "un",
    "NATO": "nato",
}
_ORGAN_NAMES: Final = re.compile(
    r"(?<![\w.-])(?:"
    + "|".join(re.escape(name) for name in sorted(_ORGANS, key=len, reverse=True))
    + r")(?![\w])"
)
# Bodies without a founding treaty that states meet in all the same.
_CLUBS: Final = words("g7 g8 g20 apec quad osce csce anzus-treaty aukus")
_EU_SLUGS: Final = words("eu european-community european-communities european-economic-community")


@dataclass(frozen=True)
class PartySpan:
    """A name of parties in a clause; of several where it is a group's."""

    start: int
    end: int
    codes: tuple[str, ...]
    is_adjective: bool


class PartyFinder:
    """Finds the lexicon's states, groups and organisations, and those that only remarks know."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def spans(self, clause: str, start: int, end: int, day: date) -> dict[int, PartySpan]:
        """States, organisations and groups in a part of a clause by where they start."""
        spans: dict[int, PartySpan] = {}
        taken: set[int] = set()

        def add(first: int, last: int, codes: tuple[str, ...], is_adjective: bool) -> None:
            if first < start or last > end or taken & set(range(first, last)):
                return
            taken.update(range(first, last))
            spans[first] = PartySpan(first, last, codes, is_adjective)

        for past in _PAST_NAMES.finditer(clause, start, end):
            code = _PAST[past[0]]
            taken.update(range(past.start(), past.end())) if code is None else add(
                past.start(), past.end(), (code,), past[0] not in _PAST_NOUNS
            )
        for slug, first, last in self.organisations(clause, start, end):
            add(first, last, (slug,), False)
        text = clause[start:end]
        for group in self.lexicon.groups.find(text):
            codes = tuple(sorted({code for value in group.values for code in value}))
            add(start + group.start, start + group.end, codes, False)
        for state in self.lexicon.states.find(text):
            sure = {value.code for value in state.values if not value.is_ambiguous} or {
                value.code for value in state.values if value.kind in ("name", "alias")
            }
            if len(sure) == 1:
                kinds = {value.kind for value in state.values}
                if kinds <= {"capital", "seat"}:
                    continue
                is_adjective = not kinds & {"name", "alias"}
                add(start + state.start, start + state.end, (code_then(min(sure), day),), is_adjective)
        for korea in _KOREA.finditer(clause, start, end):
            add(korea.start(), korea.end(), ("KOR",), False)
        return spans

    def organisations(self, clause: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Organisations that meet as such in a part of a clause: code, start and end of each name."""
        for organ in _ORGAN_NAMES.finditer(clause, start, end):
            yield _ORGANS[organ[0]], organ.start(), organ.end()
        for hit in self.lexicon.agreements.find(clause[start:end]):
            slugs = {value.slug for value in hit.values if not value.is_contextual}
            if len(slugs) != 1:
                continue
            slug = next(iter(slugs))
            if slug == "un" or slug.startswith("united-nations"):
                yield "un", start + hit.start, start + hit.end
            elif slug in _EU_SLUGS:
                yield "EUE", start + hit.start, start + hit.end
            elif slug in _CLUBS or self.lexicon.legal_form(slug) == "organisation":
                yield slug, start + hit.start, start + hit.end

    def named_in(self, name: str, day: date) -> str | None:
        """The one state or organisation that a short text names."""
        codes = {code for span in self.spans(name, 0, len(name), day).values() for code in span.codes}
        return next(iter(codes)) if len(codes) == 1 else None


def code_then(code: str, day: date) -> str:
    """The code that a state of today had on the day; Vietnam, for those who write here, was the south."""
    if code == "RUS" and day <= _SOVIET_UNTIL:
        return "SUN"
    return "RVN" if code == "VNM" and day <= _SOUTH_VIETNAM_UNTIL else code


def as_of_host(code: str, host: str | None) -> str:
    """The host's code where the other means the same state under another: "Vietnamese" said in Saigon."""
    return host if host is not None and (code, host) in _SAME_STATE else code
