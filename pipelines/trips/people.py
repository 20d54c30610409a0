"""For whom the people of remarks stand, and what they are called in full."""

import re
from collections.abc import Sequence
from typing import Final

from pipelines.extract.lexicon import Lexicon
from pipelines.extract.offices import Spell, fold_name, stands_for_nobody
from pipelines.trips.parties import as_of_host, code_then
from pipelines.trips.party_lists import Item
from pipelines.trips.reading import US, Setting
from pipelines.trips.vocabulary import AMERICAN, LEADING, OURS_OR_THEIRS, STYLES

_AMERICAN_SECRETARY: Final = re.compile(
    r"\bsecretar(?:y|ies) of (?:state(?! for)|defense|defence|the treasury|treasury|homeland|commerce|energy|war"
    r"|agriculture|labor|transportation)\b|\b(?:treasury|defense|commerce|energy) secretary\b",
    re.IGNORECASE,
)
_PRIVATE: Final = re.compile(
    r"\b(?:political leaders|opposition|religious|civic|civil|society|business\w*|community|communities|labor|labour"
    r"|press|students?|youth|activists?|dissidents?|human rights|women|refugees?|troops|military|personnel|soldiers"
    r"|embassy|staff|Solidarity|Taliban|rebel|contra|Hamas|citizens?|families|people of|survivors|veterans"
    r"|entrepreneurs|academics?|journalists?|scholars|chiefs of mission|mayor|city|provincial|regional|state and local"
    r"|local|non-?governmental|NGO|parliamentary opposition|tribal|exile|resistance|Kurdish|UN mission)\b",
    re.IGNORECASE,
)


class People:
    """The office holders of the register, with the leaders of a setting beside them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._offices = lexicon.offices
        self._by_code: dict[str, list[tuple[frozenset[str], Spell]]] = {}
        for (code, _), spells in lexicon.offices.heads.items():
            self._by_code.setdefault(code, []).extend(
                (frozenset(fold_name(spell.person).split()), spell) for spell in spells
            )

    def codes_of(self, item: Item, setting: Setting) -> tuple[str, ...]:
        """For whom an item stands; nothing where it stands for nobody, or nobody can tell."""
        words = " ".join(item.words)
        if stands_for_nobody(words) or _PRIVATE.search(words):
            return ()
        if not item.offices:
            if item.name is not None:
                spell = self._offices.find(item.name, setting.start)
                return (code_then(spell.code, setting.start),) if spell is not None else ()
            # "talks with North Korea", but not "relations with Vietnam": the caller's verb decides.
            return tuple(item.codes) if item.codes and not item.is_bare_name else ()
        if item.codes:
            return tuple(dict.fromkeys(as_of_host(code, setting.host) for code in item.codes))
        # The Holy See has a Secretary of State too.
        if _AMERICAN_SECRETARY.search(words) and setting.host != "VAT":
            return (US,)
        if (
            set(item.offices) <= OURS_OR_THEIRS
            or item.is_of_nobody
            or (item.is_of_unknown and item.is_plural)
        ):
            return ()
        if item.name is not None and (code := self._known_code(item, setting)) is not None:
            return (as_of_host(code, setting.host),)
        if setting.host is None:
            return ()
        if setting.host == US and not set(" ".join(item.offices).split()) & AMERICAN:
            return ()
        return (setting.host,)

    def _known_code(self, item: Item, setting: Setting) -> str | None:
        """Whom the register, or the list of visitors, knows by this title and name on the day."""
        name = item.name or ""
        surname = fold_name(name).split()[-1:] or [""]
        title = item.offices[-1].replace(" ", "-")
        spell = self._offices.find(name, setting.start)
        if spell is None and title in LEADING:
            spell = self._offices.find_surname(surname[0], setting.start)
            if spell is not None and spell.office not in (
                "head_of_state",
                "head_of_government",
                "crown_prince",
            ):
                spell = None
        if spell is not None:
            return code_then(spell.code, setting.start)
        if title not in LEADING:
            return None
        codes = {
            leader.code
            for leader in setting.leaders.get((title, surname[0]), ())
            if leader.since <= setting.start <= leader.until
        }
        if setting.host in codes:
            return setting.host
        return next(iter(codes)) if len(codes) == 1 else None

    def full_name(self, name: str, office: str, codes: Sequence[str], setting: Setting) -> str:
        """The register's spelling of a name where it knows the one who bears it on the day."""
        spell = self._offices.find(name, setting.start)
        if spell is None:
            spell = self._offices.find_surname(fold_name(name).split()[-1], setting.start)
            if spell is not None and " " in name and not _same_person(name, spell.person):
                spell = None
        if spell is not None and code_then(spell.code, setting.start) in codes:
            return spell.person
        parts = frozenset(fold_name(name).split())
        bearers = {
            spell.person
            for code in codes
            for words, spell in self._by_code.get("RUS" if code == "SUN" else code, ())
            if parts <= words and spell.covers(setting.start)
        }
        if len(bearers) == 1:
            return next(iter(bearers))
        if len(parts) > 1 and name.split()[0].lower() not in STYLES:
            return name
        last = fold_name(name).split()[-1]
        known = sorted(
            {
                leader.name
                for title in (office.replace(" ", "-"), "president", "secretary-of-state")
                for leader in setting.leaders.get((title, last), ())
                if leader.code in codes and leader.since <= setting.start <= leader.until
            },
            key=lambda full: (len(full), full),
        )
        full = [each for each in known if len(each.split()) > 1]
        # Two spellings of one name are one person, two first names are two.
        return full[0] if full and len({fold_name(each)[0] for each in full}) == 1 else name


def _same_person(name: str, other: str) -> bool:
    """Whether two full names may be one person's: the same first letters of the first names."""
    one, two = fold_name(name).split(), fold_name(other).split()
    return bool(one and two) and (one[0][:3] == two[0][:3] or set(one) <= set(two) or set(two) <= set(one))
