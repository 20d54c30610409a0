"""Public offices: the words for them, what beside them says that no state is represented, who held them.

`OfficeIndex` is built from `norm_offices`; the words are grammar of the news trade and stand here.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Kind of office -> words. `head` leads a state, `minister` serves one, `official` may be anybody who
# speaks for one, `people` is many of them, `peer` takes its office from somebody named before.
_WORDS: Final[dict[str, str]] = {
    "head": (
        "president|prime minister|premier|pm|chancellor|king|queen|emir|amir|sultan|leader|"
        "ruler|head of state|head of government|head of the government|taoiseach|monarch|"
        "supreme leader|dictator|strongman|co-prince|sheikh|head of the state|first minister|"
        "pope|pontiff|kaiser|emperor|sovereign"
    ),
    "minister": (
        "minister|foreign minister|secretary of state|secretary|vice president|vice-president|"
        "crown prince|prince|top diplomat|chief diplomat|deputy prime minister|vice premier|"
        "defence minister|treasury secretary|foreign secretary|state councillor|"
        "external affairs minister|defence secretary|defense secretary|princess|undersecretary"
    ),
    "official": (
        "envoy|special envoy|ambassador|special representative|representative|negotiator|"
        "chief negotiator|diplomat|official|adviser|advisor|national security adviser|"
        "national security advisor|speaker|high representative|commissioner|aide|general|"
        "commander|secretary-general|secretary general|director-general|director general|chief|"
        "chairman|chairwoman|chair|head|boss|director|mediator|broker|emissary|spymaster|"
        "marshal|admiral|lawmaker|senator|congressman|deputy|governor|chargé d'affaires|"
        "first lady|member|host|guest|visitor"
    ),
    "people": (
        "presidents|prime ministers|leaders|ministers|foreign ministers|officials|envoys|"
        "delegation|delegations|diplomats|negotiators|team|teams|heads of state|heads|"
        "heads of government|chiefs|representatives|ambassadors|generals|side|sides|"
        "counterparts|lawmakers|senators|secretaries|premiers|kings|government|authorities|"
        "top diplomats|mediators|delegates|leadership|administration|go-betweens|emissaries|"
        "experts|technicians|military"
    ),
    "peer": "counterpart|colleague|opposite number",
}
OFFICE_KINDS: Final[dict[str, str]] = {
    word: kind for kind, words in _WORDS.items() for word in words.split("|")
}
MODIFIERS: Final = _words(
    "prime foreign defence defense finance trade economy energy interior justice treasury commerce health"
    " culture transport state deputy vice first second acting interim special senior top chief federal"
    " national security new newly appointed elected visiting external affairs general presidential royal"
    " crown supreme high permanent assistant under governing outgoing incoming caretaker then current"
    " long-time veteran young leading european international business labour development agriculture"
    " industry economic climate commercial military army parliament parliamentary peace political"
    " diplomatic ruling hard-line reformist far-right conservative centre-right left-wing de facto"
    " transitional fellow two three four five six seven eight nine ten both other all respective several"
    " many twelve secretary"
)
# Beside an office word these say that its holder stands for no state (any more).
_NOT_FOR_A_STATE: Final = re.compile(
    r"\b(?:former|ex|late|onetime|one-time|once|ousted|exiled|deposed|opposition|rebel|separatist|party"
    r"|faction|union|trade[ -]union"
    r"|business|company|corporate|ceo|coach|football|soccer|captain|film|club|team leader|editor|bank"
    r"|university|school|church"
    r"|bishop|youth|student|community|tribal|local|city|mayor|regional|provincial|Houthi|Hamas|Hezbollah"
    r"|jailed|militia"
    r"|expedition|gang|cartel|jihadist|religious|spiritual|industry leaders|press secretary|spokes\w+"
    r"|predecessor|successor)\b",
    re.IGNORECASE,
)
SPOKESPEOPLE: Final = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|press (?:secretary|service|office))\b", re.IGNORECASE
)
# "Emir" and "King" are parts of a name's style; the office words that may stand right before a name.
STYLES: Final = frozenset(
    ["king", "queen", "prince", "princess", "sheikh", "emir", "amir", "sultan", "pope", "crown prince"]
)


def stands_for_nobody(words: str) -> bool:
    """Whether the words around a name say that its bearer is out of office or never held one."""
    return bool(_NOT_FOR_A_STATE.search(words))


@lru_cache(maxsize=100_000)
def fold_name(name: str) -> str:
    """Lower case, no accents, no hyphens: the same person under several spellings."""
    base = unicodedata.normalize("NFKD", name.casefold())
    base = "".join(c for c in base if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", base))


@dataclass(frozen=True)
class Spell:
    """One person in one office between two days (None: open), for `code` (state or organisation slug)."""

    person: str
    code: str
    office: str
    since: date | None
    until: date | None

    def covers(self, day: date | None) -> bool:
        """Whether the office was held on `day`; an unknown day is taken as covered while in office."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass
class OfficeIndex:
    """Office holders by every spelling of their names, and by surname."""

    by_name: dict[str, list[Spell]] = field(default_factory=dict)
    by_surname: dict[str, list[Spell]] = field(default_factory=dict)
    heads: dict[tuple[str, str], list[Spell]] = field(default_factory=dict)

    @classmethod
    def from_table(cls, frame: pl.DataFrame) -> "OfficeIndex":
        """Index `norm_offices`; an empty frame gives an empty index."""
        index = cls()
        for row in frame.iter_rows(named=True):
            code = "EUE" if row["country_code"] == "eu" else row["country_code"]
            until: date | None = row["valid_to"]
            if until is not None and row.get("valid_to_precision") == "year":
                until = date(until.year, 12, 31)
            elif until is not None and row.get("valid_to_precision") == "month":
                until = date(until.year, until.month, 28)
            spell = Spell(row["person"], code, row["office"], row["valid_from"], until)
            for name in {row["person"], *(row.get("aliases") or [])}:
                folded = fold_name(name)
                if not folded:
                    continue
                index.by_name.setdefault(folded, []).append(spell)
                index.by_surname.setdefault(folded.split()[-1], []).append(spell)
            index.heads.setdefault((code, row["office"]), []).append(spell)
        return index

    def find(self, name: str, day: date | None) -> Spell | None:
        """The office that somebody of this full name (or sole alias) held on `day`."""
        folded = fold_name(name)
        spells = self.by_name.get(folded, [])
        if not spells and len(parts := folded.split()) > 2:
            # "Antony J. Blinken", "HE Nawaf Salam": a middle initial or a style more than the register has.
            spells = self.by_name.get(f"{parts[0]} {parts[-1]}", []) or self.by_name.get(
                " ".join(parts[1:]), []
            )
        return self._only(spells, day)

    def find_surname(self, surname: str, day: date | None) -> Spell | None:
        """The office of the only holder of this surname on `day`; None where two are possible."""
        return self._only(self.by_surname.get(fold_name(surname), []), day)

    def knows(self, name: str) -> bool:
        """Whether anybody of this full name ever held an office."""
        return fold_name(name) in self.by_name

    @staticmethod
    def _only(spells: Iterable[Spell], day: date | None) -> Spell | None:
        fitting = [spell for spell in spells if spell.covers(day)]
        return fitting[0] if fitting and len({(spell.person, spell.code) for spell in fitting}) == 1 else None
