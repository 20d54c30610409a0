"""What the remarks of an official trip tell: of what kind the visit was, who was met, on which day, where.

Remarks are telegrams in a language of their own ("Met with President Arias en route to Managua."): short
clauses of few verbs, one party after the other. They are read by the lexicon of the extractor (states,
organisations, office words, office holders of the day) and a grammar of these clauses, without a tagger and
without the network, both of which expect the sentences of news.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from pipelines.extract.lexicon import Lexicon
from pipelines.extract.offices import OFFICE_KINDS, Spell, fold_name, stands_for_nobody
from pipelines.normalize.typos import is_slip_of

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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- spelling -----------------------------------------------------------------------------------------

_COMMON: Final = _words(
    "accompanied attended discussed official working private informal meeting minister president foreign"
    " secretary ministerial participated summit briefed visit with"
)
# Words of English that are one letter from a common one, and right.
_NO_SLIPS: Final = _words(
    "officials meetings ministers presidents secretaries summits visits visited privately privates resident"
    " residents melting submit submits width wish wit wits worming unofficial informal formal vis visa"
    " ministerials precedent attend attends discusses discuss"
)
_OF_BOTH: Final = re.compile(
    r"\b(heads? of state)\s+(?:and|or)\s+(?:heads? of\s+|of\s+)?government", re.IGNORECASE
)
_DASHES: Final = re.compile(r"(?<=\w)\s?[–‑‐](?=\w)")
_ALPHABETIC: Final = re.compile(r"[A-Za-z]{4,}")


def mended(text: str) -> str:
    """`text` with slips in the words that decide set right: "Offical Visit" is an official visit."""

    def word(found: re.Match[str]) -> str:
        written = found[0]
        low = written.lower()
        if low in _COMMON or low in _NO_SLIPS:
            return written
        meant = next((each for each in _COMMON if is_slip_of(low, each)), None)
        if meant is None:
            return written
        return meant.capitalize() if written[0].isupper() else meant

    return _ALPHABETIC.sub(word, text)


# --- kind of visit ------------------------------------------------------------------------------------

_KIND: Final = re.compile(
    r"(?P<lead>^|[.;]\s*|\b(?:on|during|for|made|paid|included|and)\s+(?:an?\s+)?)"
    r"(?P<kind>official\s+state|state|official\s+select|official\s+working|official|informal\s+working"
    r"|private\s+working|unofficial\s+courtesy|unofficial|informal|private|working)\s+(?:visit|trip)\b",
    re.IGNORECASE,
)
_KINDS: Final[dict[str, str]] = {
    "official state": "state",
    "state": "state",
    "official working": "official_working",
    "official": "official",
    "official select": "official",
    "working": "working",
    "informal working": "working",
    "informal": "informal",
    "private": "private",
    "private working": "private",
    "unofficial": "private",
    "unofficial courtesy": "private",
}
_GUEST: Final = re.compile(
    r"^(?:official|presidential)\s+guest\b|^guest\s+of\s+(?:the\s+)?(?:U\.?\s?S\.?|government|president)"
    r"|^(?:at|on)\s+(?:the\s+)?invitation\s+of\s+(?:the\s+)?president",
    re.IGNORECASE,
)
_ELSEWHERE: Final = re.compile(r"\s*(?:to|in)\s+[A-Z]")
_AFTERWARDS: Final = re.compile(r"\b(?:afterwards?|later|until)\b", re.IGNORECASE)
# A meeting is told of, and only the government can have been met.
_BARE_MEETING: Final = re.compile(
    r"^(?:(?:informal|bilateral|working|summit|offsite|private|multilateral|trilateral|joint|further|brief)\s+)+"
    r"(?:economic\s+)?(?:meetings?|discussions?|talks|lunch(?:eon)?|dinner|breakfast|conference|session"
    r"|consultations)\b|^state\s+dinner\b|^(?:meeting|talks|lunch(?:eon)?)\s+(?:at|in)\b",
    re.IGNORECASE,
)
_TO_GOVERNMENT: Final = _words("state official official_working working informal")


def kind_of_visit(text: str) -> str:
    """The kind of the visit that the remarks are about: the first named, not one "afterwards"."""
    for found in _KIND.finditer(text):
        after = text[found.end() :].split(".")[0].split(";")[0]
        is_of_all = found.start() == 0 or re.match(r"(?:on|during|for)\b", found["lead"], re.IGNORECASE)
        if _AFTERWARDS.search(after.split(",")[0]) or (not is_of_all and _ELSEWHERE.match(after)):
            continue
        return _KINDS[" ".join(found["kind"].lower().split())]
    return "official" if _GUEST.search(text) else "none"


# --- clauses ------------------------------------------------------------------------------------------

_END: Final = re.compile(r"(?P<mark>[.;])(?:\s+|$)(?=(?P<next>.?))")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(/-])(?:[A-Z]|(?:[A-Z]\.)+[A-Z]|Gen|Lt|Col|Maj|Mr|Mrs|Ms|Dr|St|Sr|Jr|Adm|Amb|Hon|Rev"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Calif|Mass|Mich|Tex|Wash)$"
)
_VERB: Final = r"(?:[a-z]+ed|[Mm]et|led|held|took|gave|saw|laid|paid|spoke|made|opened|left)\b"
_NEXT_CLAUSE: Final = re.compile(
    rf",?\s+(?:and|but|then|later|afterwards?)\s+(?=(?:also\s+|then\s+|later\s+|[a-z]+ly\s+)?{_VERB})"
    rf"|,\s*(?=(?:also\s+|then\s+|later\s+|[a-z]+ly\s+)?{_VERB})"
)
_NOT_DONE: Final = re.compile(
    r"\b(?:was|were) to (?:have|meet)|\bcancel+ed\b|\bpostpon(?:ed|ing)\b|\bdid not\b|\bdeclined\b",
    re.IGNORECASE,
)
_MEET: Final = re.compile(
    r"\b(?:met|meet(?:ings?)?|talks|discuss(?:ed|ions?|ing)?|confer(?:red)?|conferences?|consult(?:ed|ations?)?"
    r"|brief(?:ed|ing)|audiences?|negotiat(?:ed|ions?)|received|welcomed|greeted|hosted|dined|dinner"
    r"|lunch(?:eon)?|brunch|breakfast|tea|reception|spoke|summits?|visit|reviewed|joined|dialogue|session"
    r"|signed|exchanged?|travell?ed|conversed|played golf|attended|participated|took part|co-?(?:chaired|hosted|convened)|photographed|saw|exchanged views)\b",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(
    r"\b(?:attend(?:ed)?|participat(?:ed|ing)|took part|trilateral|quadrilateral|three-way|four-way|joint(?:ly)?"
    r"|(?:conference|summit)(?:\s+meeting)?\s+with|co-?(?:chaired|hosted|convened))\b",
    re.IGNORECASE,
)
# Where the parties begin: after "with", as the object of a verb, or told of as those who sat together.
_OPENING: Final = re.compile(
    r"\b(?:(?<!for relations )(?<!for cooperation )with|by)\s+"
    r"|\b(?:met|briefed|consulted|saw|received|greeted|welcomed|visited|joined|hosted)\s+(?=(?:the\s+)?[A-Z]"
    r"|(?:the\s+|senior\s+|other\s+)?[\w-]*\s?(?:officials|leaders|representatives))"
    r"|\b(?:meetings?|conferences?|summits?|sessions?|talks|audiences?|council)\s+(?:meetings?\s+)?of\s+(?:the\s+)?"
    r"(?=(?:[\w-]+\s+){0,3}(?:ministers|presidents|heads|leaders|chiefs|prime)\b)"
    r"|\bpresent were\s+(?:the\s+)?",
    re.IGNORECASE,
)
_NEEDS_GUEST: Final = re.compile(
    r"\b(?:received|greeted|welcomed|hosted|briefed|photographed)\b", re.IGNORECASE
)
_STOP: Final = re.compile(
    r"\b(?:en route|on (?:his|her) way|while|before|after|during|about|concerning|regarding|in|at|aboard"
    r"|from|following|prior|when|where|who|returning|as|against|via|under|until|upon|over|on|alongside)\b"
    r"|(?<!ambassador )(?<!representative )(?<!envoy )\bto\b"
    r"|(?<!minister )(?<!secretary )(?<!secretariat )(?<!representative )(?<!coordinator )(?<!commissioner )\bfor\b",
    re.IGNORECASE,
)
# "Briefed King Hussein on his meetings with Syrian leaders": those are told of, not met here.
_REPORTED: Final = re.compile(
    r"\b(?:on|about|of|following|after|before)\s+(?:(?:his|her|the|recent|earlier|U\.S\.)\s+)*"
    r"(?:meetings?|talks|visits?|discussions|summits?|negotiations|conversations)\s+(?:in\s+\w+\s+)?with\s+$",
    re.IGNORECASE,
)
_ACCOMPANIED: Final = re.compile(
    r"\b(?:Accompanied|accompanied|Accompanying|accompanying|Joined|joined)\s+(?:(?:US|U\.S\.)\s+)?President"
    r"(?:-elect)?\s+(?P<name>(?:[A-Z][\w.'’-]*\s+)*?(?P<surname>[A-Z][\w-]+))(?=[^\w-]|$)"
    r"|\b(?:[Aa]ttended|[Pp]articipated|[Tt]ravell?ed)\b[^.;]*\bwith\s+President\s+(?P<with>[A-Z][\w-]+)(?=\.|$)"
)


def _clauses(text: str) -> Iterator[tuple[str, bool]]:
    """Clauses from left to right, and whether each goes on with the verb of the one before."""
    start = 0
    sentences: list[tuple[str, str]] = []
    mark = "."
    for found in _END.finditer(text):
        before, after = text[start : found.start()], found["next"]
        if found["mark"] == "." and after and (_ABBREVIATION.search(before) or after.islower()):
            continue
        sentences.append((before, mark))
        start, mark = found.end(), found["mark"]
    sentences.append((text[start:], mark))
    for sentence, opened_by in sentences:
        begin = 0
        cuts = [
            *((m.start(), m.end()) for m in _NEXT_CLAUSE.finditer(sentence)),
            (len(sentence), len(sentence)),
        ]
        for number, (end, following) in enumerate(cuts):
            clause = sentence[begin:end].strip(" ,.;")
            begin = following
            if clause:
                yield clause, number == 0 and opened_by == ";" and _MEET.search(clause) is None


# --- parties ------------------------------------------------------------------------------------------

_MONTHS: Final = [
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
_DAY: Final = re.compile(
    r"\b(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]*)\.?\s+(?P<day>\d{1,2})\b"
    r"(?:\s*[-–]\s*\d{1,2})?(?:,\s*\d{4})?"
)
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
_CLUBS: Final = _words("g7 g8 g20 apec quad osce csce anzus-treaty aukus")
_EU_SLUGS: Final = _words("eu european-community european-communities european-economic-community")
_PARTICLES: Final = _words(
    "al el bin ben ibn de da del della di dos du la le van von der den ter ul ud y e abu"
)
# "d'Estaing", "al-Assad"
_POSSESSIVE: Final = re.compile(r"['’]s$")
_LEADING_PARTICLES: Final = re.compile(
    r"(?:(?:al|el|bin|ben|de|da|del|di|dos|du|van|von|der|den|ter)\s+)+[A-Z][\w'’-]*"
    r"|(?:al|el)\s?[-–]\s?[A-Z][\w'’-]*|[a-z]{1,2}['’][A-Z][\w'’-]*"
)
_LOW_START: Final = re.compile(r"[a-z]{1,3}['’‘-][A-Z]")
_NAME: Final = r"[^\W\d_][\w.'’‘`-]*"
_TOKEN: Final = re.compile(rf"{_NAME}|\d+\w*|[,;/&()–-]|\S")
# Words that an office is made of beside the lexicon's, each with what it is.
_MORE_OFFICES: Final[dict[str, str]] = {
    "shah": "head",
    "chairman": "head",
    "generalissimo": "head",
    "comandante": "head",
    "president": "head",
    "sheik": "head",
    "archbishop": "official",
    "cardinal": "official",
    "regent": "head",
    "grand duke": "head",
    "grand duchess": "head",
    "secretary-general": "official",
    "high representative": "official",
    "foreign secretary": "minister",
    "external affairs secretary": "minister",
    "governor-general": "head",
    "governor general": "head",
    "chief executive": "head",
    "councilor": "minister",
    "counselor": "minister",
    "councillor": "minister",
    "general secretary": "head",
    "first secretary": "head",
    "chairperson": "head",
    "officers": "people",
    "allies": "people",
    "counterparts": "people",
    "parliamentarians": "people",
    "ministerial": "people",
}
# Titles by which a leader is known; of an office without a state they may mean another's.
_LEADING: Final = _words(
    "president king queen emperor shah sultan emir amir chancellor premier chairman pope prime-minister"
    " crown-prince taoiseach"
)
_STYLES: Final = _words("king queen emperor sultan emir amir shah prince princess")
# Offices that the US has too; any other is not American.
_AMERICAN: Final = _words("president vice secretary officials official general ambassador leaders governor")
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
# Words of offices and bodies that have a capital and are nobody's name.
_PORTFOLIO: Final = _words(
    "the foreign prime deputy defense defence joint external affairs finance interior state trade expatriates"
    " cooperation security relations justice economy economic development commerce health energy labor labour"
    " international european europe integration regional expatriate diaspora migration environment agriculture"
    " culture education information planning industry special national senior chief commission council parliament"
    " assembly authority congress committee party permanent political peace process supreme constitutional"
    " communist central military first second acting interim alternate designate elect envoy republic islamic"
    " kingdom union policy emigrants nationals investment tourism works public nations organization community"
    " coalition global group quartet contact meeting meetings conference prosecutor ngos states mission assistance"
    " knesset front middle east arab african patriotic steering heads government governments governing transitional federal"
)
# Without a state it is open whose they are.
# Whose officials these have, their name does not tell.
_BODIES: Final = _words(
    "coalition quartet contact group international global organization mission front steering"
)
_OURS_OR_THEIRS: Final = _words(
    "general generals admiral commander commanders marshal colonel gen ambassador ambassadors envoy senator"
    " congressman deputy member members governor governors"
)


@dataclass
class _Item:
    """One party of a list: states or organisations, office words, a name, the day behind it."""

    codes: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    name: str | None = None
    words: list[str] = field(default_factory=list)
    start: int = 0
    is_bare_name: bool = True
    is_plural: bool = False
    # "representatives of contributing countries": of somebody, and nobody can tell of whom.
    is_of_unknown: bool = False
    is_of_nobody: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.codes or self.offices or self.name)


@dataclass(frozen=True)
class _Token:
    """`kind`: S state or organisation, O office, N name, D day, o "of", ',' separator, w another word."""

    kind: str
    text: str
    start: int
    codes: tuple[str, ...] = ()
    is_adjective: bool = False


class RemarksReader:
    """Reads remarks with the names of a lexicon. Reading one takes about a quarter of a millisecond."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._by_code: dict[str, list[tuple[frozenset[str], Spell]]] = {}
        for (code, _), spells in lexicon.offices.heads.items():
            self._by_code.setdefault(code, []).extend(
                (frozenset(fold_name(spell.person).split()), spell) for spell in spells
            )

    def read(self, text: str, setting: Setting) -> Reading:
        """What `text` tells; nothing where it is empty. Raises nothing on any text."""
        plain = mended(_DASHES.sub("-", _OF_BOTH.sub(r"\1", " ".join(text.split()))))
        kind = kind_of_visit(plain)
        accompanied = _ACCOMPANIED.search(plain)
        told: list[Told] = []
        opened = False
        for clause, goes_on in _clauses(plain):
            if _NOT_DONE.search(clause):
                continue
            named = list(self._named(clause, setting, is_open=goes_on and opened))
            opened = bool(named)
            told += named
            told += self._gatherings(clause, setting)
        is_visit = kind in _TO_GOVERNMENT or _GUEST.search(plain) or _BARE_MEETING.search(plain)
        if is_visit and setting.host is not None and setting.host not in setting.own:
            told.append(Told((setting.host,), (), "visit"))
        return Reading(
            kind, (accompanied["surname"] or accompanied["with"]) if accompanied else None, tuple(told)
        )

    # Who was met

    def _named(self, clause: str, setting: Setting, *, is_open: bool) -> Iterator[Told]:
        meet = _MEET.search(clause)
        if meet is None and not is_open:
            return
        starts = [0] if is_open or meet is None else []
        starts += [m.end() for m in _OPENING.finditer(clause) if meet is not None and m.end() > meet.start()]
        if meet is not None and re.match(r"(?:of|by)\b", clause[meet.end() :].strip()) and not starts:
            return
        items: list[_Item] = []
        for number, start in enumerate(starts):
            end = starts[number + 1] if number + 1 < len(starts) else len(clause)
            stop = next(
                (m for m in _STOP.finditer(clause, start, end) if m.start() > start or m[0].lower() != "to"),
                None,
            )
            region_end = stop.start() if stop else end
            if _is_guest_of_no_verb(clause, start) or _REPORTED.search(clause[:start]):
                continue
            is_body = re.search(r"\bof\s+(?:the\s+)?$", clause[:start], re.IGNORECASE) is not None
            for item in self._items(clause, start, region_end, setting):
                # "a meeting of Foreign Ministers" is not with the host's; of an organisation's see below.
                if not is_body or any(code.isupper() for code in item.codes):
                    items.append(item)
        days = _days(clause, setting)
        found = [(item, codes) for item in items if (codes := self._codes_of(item, setting))]
        is_joint = _JOINT.search(clause) is not None and "bilateral" not in clause
        place = _place(clause)
        groups: dict[tuple[str, ...], list[tuple[_Item, tuple[str, ...]]]] = {}
        for item, codes in found:
            others = tuple(sorted(set(codes) - set(setting.own)))
            if others:
                key = ("*",) if is_joint else others
                groups.setdefault(key, []).append((item, codes))
        for members in groups.values():
            every = tuple(sorted({code for _, codes in members for code in codes} - set(setting.own)))
            persons = tuple(
                (
                    self._full_name(item.name, item.offices[-1] if item.offices else "", codes, setting),
                    codes[0],
                )
                for item, codes in members
                if item.name is not None and len(codes) == 1
            )
            yield Told(every, persons, "named", _day_of(members[0][0].start, starts, days), place)

    def _codes_of(self, item: _Item, setting: Setting) -> tuple[str, ...]:
        """For whom an item stands; nothing where it stands for nobody, or nobody can tell."""
        words = " ".join(item.words)
        if stands_for_nobody(words) or _PRIVATE.search(words):
            return ()
        if not item.offices:
            if item.name is not None:
                spell = self.lexicon.offices.find(item.name, setting.start)
                return (self._then(spell.code, setting.start),) if spell is not None else ()
            # "talks with North Korea", but not "relations with Vietnam": the caller's verb decides.
            return tuple(item.codes) if item.codes and not item.is_bare_name else ()
        if item.codes:
            return tuple(dict.fromkeys(_as_of_host(code, setting.host) for code in item.codes))
        # The Holy See has a Secretary of State too.
        if _AMERICAN_SECRETARY.search(words) and setting.host != "VAT":
            return (US,)
        if (
            set(item.offices) <= _OURS_OR_THEIRS
            or item.is_of_nobody
            or (item.is_of_unknown and item.is_plural)
        ):
            return ()
        if item.name is not None and (code := self._known_code(item, setting)) is not None:
            return (_as_of_host(code, setting.host),)
        if setting.host is None:
            return ()
        if setting.host == US and not set(" ".join(item.offices).split()) & _AMERICAN:
            return ()
        return (setting.host,)

    def _known_code(self, item: _Item, setting: Setting) -> str | None:
        """Whom the register, or the list of visitors, knows by this title and name on the day."""
        name = item.name or ""
        surname = fold_name(name).split()[-1:] or [""]
        title = item.offices[-1].replace(" ", "-")
        spell = self.lexicon.offices.find(name, setting.start)
        if spell is None and title in _LEADING:
            spell = self.lexicon.offices.find_surname(surname[0], setting.start)
            if spell is not None and spell.office not in (
                "head_of_state",
                "head_of_government",
                "crown_prince",
            ):
                spell = None
        if spell is not None:
            return self._then(spell.code, setting.start)
        if title not in _LEADING:
            return None
        codes = {
            leader.code
            for leader in setting.leaders.get((title, surname[0]), ())
            if leader.since <= setting.start <= leader.until
        }
        if setting.host in codes:
            return setting.host
        return next(iter(codes)) if len(codes) == 1 else None

    def _full_name(self, name: str, office: str, codes: Sequence[str], setting: Setting) -> str:
        """The register's spelling of a name where it knows the one who bears it on the day."""
        spell = self.lexicon.offices.find(name, setting.start)
        if spell is None:
            spell = self.lexicon.offices.find_surname(fold_name(name).split()[-1], setting.start)
            if spell is not None and " " in name and not _same_person(name, spell.person):
                spell = None
        if spell is not None and self._then(spell.code, setting.start) in codes:
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
        if len(parts) > 1 and name.split()[0].lower() not in _STYLES:
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

    @staticmethod
    def _then(code: str, day: date) -> str:
        """The code that a state of today had on the day; Vietnam, for those who write here, was the south."""
        if code == "RUS" and day <= _SOVIET_UNTIL:
            return "SUN"
        return "RVN" if code == "VNM" and day <= _SOUTH_VIETNAM_UNTIL else code

    def _items(self, clause: str, start: int, end: int, setting: Setting) -> Iterator[_Item]:
        """The parties that a part of a clause lists."""
        tokens = list(self._tokens(clause, start, end, setting))
        is_talks = re.search(
            r"\b(?:met|meetings?|talks|negotiat\w+|consult\w+|summit)\b", clause[:start], re.I
        )
        item = _Item(start=start)
        shared: list[str] = []
        for number, token in enumerate(tokens):
            before = tokens[number - 1].kind if number else ","
            ahead = tokens[number + 1] if number + 1 < len(tokens) else None
            if token.kind in ",D":
                if token.kind == "D" or item.is_empty:
                    continue
                if _goes_on(item, tokens[number + 1 :]):
                    continue
                yield item
                shared = item.offices if item.is_plural and item.name else []
                item = _Item(start=token.start)
            elif token.kind == "o":
                item.is_of_unknown = True
                item.words.append(token.text)
            elif token.kind == "S":
                if (item.name or item.offices) and before not in "o,":
                    # "King Hussein of Jordan" has its "of"; a state right behind a name starts another party.
                    if not (item.offices and item.name is None):
                        yield item
                        item = _Item(start=token.start)
                # Not among the words: "Union" and "Community" would make nobody of a party.
                item.codes += [code for code in token.codes if code not in item.codes]
                if is_talks and not token.is_adjective and ahead is None:
                    item.is_bare_name = False
            elif token.kind == "O":
                if item.name is not None and before == "N" and not item.offices:
                    # "Quebec Premier", "Taliban officials": no state's.
                    item.words.append(item.name)
                    item.name, item.is_of_nobody = None, True
                elif item.name is not None:
                    yield item
                    item = _Item(start=token.start)
                item.offices.append(token.text)
                item.words.append(token.text)
                item.is_plural = OFFICE_KINDS.get(token.text) == "people" or token.text.endswith("s")
                shared = []
            elif token.kind == "N" and item.is_plural and item.codes and before == ",":
                continue
            elif token.kind == "N":
                if item.name is not None:
                    yield item
                    item = _Item(start=token.start)
                if not item.offices and shared and before == ",":
                    item.offices = [shared[-1].removesuffix("s")]
                item.name = _styled(item.offices, token.text)
            else:
                item.words.append(token.text)
                item.is_of_unknown = item.is_of_unknown or token.text.lower() in _BODIES
        if not item.is_empty:
            yield item

    def _tokens(self, clause: str, start: int, end: int, setting: Setting) -> Iterator[_Token]:
        spans = self._spans(clause, start, end, setting.start)
        position = start
        while position < end:
            if position in spans:
                token, position = spans[position]
                yield token
                continue
            day = _DAY.match(clause, position)
            if day is not None:
                yield _Token("D", day[0], position)
                position = day.end()
                continue
            found = _TOKEN.match(clause, position, end)
            if found is None:
                position += 1
                continue
            office = _office(clause, position, end, spans)
            if office is not None:
                text, after = office
                yield _Token("O", text, position)
                position = after
                continue
            word = found[0]
            lead = _LEADING_PARTICLES.match(clause, position, end)
            if lead is not None:
                position = _name_end(clause, lead.end(), end, spans)
                yield _Token("N", clause[lead.start() : position].rstrip(".'’,- "), lead.start())
                continue
            position = found.end()
            low = word.lower()
            if word in ",;&/" or low in ("and", "or"):
                yield _Token(",", word, found.start())
            elif low == "of":
                yield _Token("o", word, found.start())
            elif word[:1].isupper() and low.strip(".'’") not in _PORTFOLIO:
                position = _name_end(clause, position, end, spans)
                name = _POSSESSIVE.sub("", clause[found.start() : position].rstrip(".'’,- "))
                position = max(found.end(), found.start() + len(name))
                yield _Token("N", _without_title(name), found.start())
            elif word not in ("(", ")"):
                yield _Token("w", word, found.start())

    def _spans(self, clause: str, start: int, end: int, day: date) -> dict[int, tuple[_Token, int]]:
        """States, organisations and groups in a part of a clause by where they start."""
        spans: dict[int, tuple[_Token, int]] = {}
        taken: set[int] = set()

        def add(first: int, last: int, codes: tuple[str, ...], is_adjective: bool) -> None:
            if first < start or last > end or taken & set(range(first, last)):
                return
            taken.update(range(first, last))
            spans[first] = (_Token("S", clause[first:last], first, codes, is_adjective), last)

        for past in _PAST_NAMES.finditer(clause, start, end):
            code = _PAST[past[0]]
            taken.update(range(past.start(), past.end())) if code is None else add(
                past.start(), past.end(), (code,), past[0] not in _PAST_NOUNS
            )
        for slug, first, last in self._organisations(clause, start, end):
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
                add(start + state.start, start + state.end, (self._then(min(sure), day),), is_adjective)
        for korea in _KOREA.finditer(clause, start, end):
            add(korea.start(), korea.end(), ("KOR",), False)
        return spans

    def _organisations(self, clause: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
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

    # Meetings of bodies

    def _gatherings(self, clause: str, setting: Setting) -> Iterator[Told]:
        event = _EVENT.search(clause)
        if event is None or _NO_EVENT.search(clause):
            return
        attended = _ATTENDED.search(clause)
        if attended is None and _NO_TITLE_OF_MEETING.match(clause):
            return
        begin = attended.end() if attended else 0
        closing = next((m.start() for m in _AWAY.finditer(clause, begin)), len(clause))
        found = list(self._organisations(clause, begin, closing))
        bodies: dict[tuple[str, ...], None] = {}
        for slug, _, last in found:
            if slug == "un":
                continue
            partner = _PARTNER.match(clause, last)
            joined = self._party_in(partner["name"], setting.start) if partner else None
            bodies[tuple(sorted({slug, joined} - {None, US}))] = None  # type: ignore[arg-type]
        for pair in _WITH_US.finditer(clause, begin, closing):
            name = (pair["after"] or pair["before"]).strip()
            code = self._party_in(name, setting.start)
            if code is not None:
                bodies[(code,)] = None
            elif setting.host == US:
                bodies[()] = None
        day = _day_of(begin, [], _days(clause, setting))
        place = _place(clause)
        for codes in bodies:
            # The US, as host of a visit, sits at the table; on a trip it is the traveller's own.
            others = tuple(sorted((set(codes) | ({US} if setting.host == US else set())) - set(setting.own)))
            if others:
                yield Told(others, (), "gathering", day, place)

    def _party_in(self, name: str, day: date) -> str | None:
        """The one state or organisation that a short text names."""
        codes = {code for token, _ in self._spans(name, 0, len(name), day).values() for code in token.codes}
        return next(iter(codes)) if len(codes) == 1 else None


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
_PLACE: Final = re.compile(
    r"(?<!articipated )(?<!articipating )(?<!part )\b(?:in|at)\s+(?:the\s+)?(?P<place>(?:[A-Z][\w.'’-]+)(?:\s+(?:(?:of|the|de|al|el|la|del)\s+)?[A-Z][\w.'’-]+)*"
    r"(?:,\s+(?:[A-Z]{2}|D\.C\.|[A-Z][a-z]{3,}(?:\s[A-Z][a-z]+)?)(?![\w’'])|\s+\([A-Z][\w. ]+\))?)"
)
_NO_PLACE: Final = re.compile(
    r"\b(?:U\.?N|United|NATO|OAS|APEC|EU|G-?\d+|C5|Summit|Meeting|Conference|Council|Assembly|Session|Forum|Ministerial"
    r"|Talks|Ceremony|Dialogue|Organization|Committee|Republic of|Gulf War|World|U\.S|US|January|February|March|April"
    r"|May|June|July|August|September|October|November|December)\b|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\."
)


def _as_of_host(code: str, host: str | None) -> str:
    """The host's code where the other means the same state under another: "Vietnamese" said in Saigon."""
    return host if host is not None and (code, host) in _SAME_STATE else code


def _place(clause: str) -> str | None:
    """The place that a clause names behind "in" or "at"; the last, which is the widest that it was in."""
    found = [m["place"].rstrip(".") for m in _PLACE.finditer(clause)]
    fitting = [place for place in found if not _NO_PLACE.search(place)]
    return fitting[0] if fitting else None


def _days(clause: str, setting: Setting) -> list[tuple[int, date]]:
    """Days named in a clause that lie in the stay, two days allowed on both sides, by where they stand."""
    found: list[tuple[int, date]] = []
    for match in _DAY.finditer(clause):
        month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(match["month"]))
        for year in {setting.start.year, setting.end.year}:
            try:
                day = date(year, month, int(match["day"]))
            except ValueError:
                continue
            if shifted(setting.start, -2) <= day <= shifted(setting.end, 2):
                found.append((match.start(), day))
    return found


def _day_of(start: int, starts: Sequence[int], days: Sequence[tuple[int, date]]) -> date | None:
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


def _is_guest_of_no_verb(clause: str, start: int) -> bool:
    """Whether a part of a clause opened by "by" has no verb that makes its agent one who was met."""
    opening = clause[:start].rstrip().lower()
    return opening.endswith("by") and _NEEDS_GUEST.search(opening) is None


def _goes_on(item: _Item, following: Sequence[_Token]) -> bool:
    """Whether what follows a comma or "and" belongs to the same party.

    "the Foreign Ministers of Egypt and Jordan", "Syrian and Israeli officials", "Foreign and Defense Ministers".
    """
    nxt = [token for token in following if not (token.kind == "w" and token.text.lower() in ("the", "other"))]
    while nxt and nxt[0].kind == ",":
        nxt = nxt[1:]
    if not nxt or item.name is not None:
        return False
    ahead = nxt[1].kind if len(nxt) > 1 else ""
    if nxt[0].kind == "S" and item.codes and not item.offices:
        return any(token.kind == "O" for token in nxt) and _plural_follows(nxt)
    if nxt[0].kind == "S" and item.codes and item.is_plural:
        return ahead in ("", ",", "w", "D") and not nxt[0].is_adjective
    # A state of the list that nobody knows must not end it.
    return nxt[0].kind == "N" and item.is_plural and bool(item.codes) and ahead in ("", ",")


def _plural_follows(tokens: Sequence[_Token]) -> bool:
    office = next(token for token in tokens if token.kind == "O")
    return office.text.endswith("s") or OFFICE_KINDS.get(office.text) == "people"


def _office(
    clause: str, position: int, end: int, spans: Mapping[int, tuple[_Token, int]]
) -> tuple[str, int] | None:
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
        if text in OFFICE_KINDS or text in _MORE_OFFICES:
            best = text, found.end()
        here = found.end()
        while here < end and clause[here] == " ":
            here += 1
    return best


def _name_end(clause: str, position: int, end: int, spans: Mapping[int, tuple[_Token, int]]) -> int:
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
        if word.lower() in _PARTICLES:
            ahead = re.compile(rf"\s*[-–]?\s*(?={_NAME})").match(clause, found.end(), end)
            if ahead is None:
                return position
            position = found.end()
            continue
        if (
            not (word[:1].isupper() or _LOW_START.match(word))
            or word in _MONTHS
            or _office(clause, here, end, spans) is not None
        ):
            return position
        position = found.end()


def _styled(offices: Sequence[str], name: str) -> str:
    """ "King Hussein", "Pope Paul VI": who is called by one name keeps the style in it."""
    style = offices[-1] if offices else ""
    single = len([word for word in name.split() if not re.fullmatch(r"[IVX]+", word)]) == 1
    return f"{style.title()} {name}" if style == "pope" or (style in _STYLES and single) else name


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


def _same_person(name: str, other: str) -> bool:
    """Whether two full names may be one person's: the same first letters of the first names."""
    one, two = fold_name(name).split(), fold_name(other).split()
    return bool(one and two) and (one[0][:3] == two[0][:3] or set(one) <= set(two) or set(two) <= set(one))
