"""The words that tell of an encounter: verbs and nouns by the way their parties are named."""

import re
from typing import Final, Literal

VerbFrame = Literal[
    "meet", "see", "sit", "talk", "phone", "host", "visit", "travel", "summon", "invite", "shake"
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERBS: Final[dict[str, VerbFrame]] = {
    **dict.fromkeys(_words("meet confer huddle reunite"), "meet"),
    **dict.fromkeys(_words("see await"), "see"),
    **dict.fromkeys(_words("sit"), "sit"),
    **dict.fromkeys(_words("speak talk converse chat consult negotiate discuss deliberate"), "talk"),
    **dict.fromkeys(_words("phone telephone call ring"), "phone"),
    **dict.fromkeys(_words("host receive welcome greet entertain fete"), "host"),
    **dict.fromkeys(_words("visit tour"), "visit"),
    **dict.fromkeys(
        _words(
            "travel fly go come arrive land head journey jet drive touch turn stop descend swing hop proceed drop pop"
        ),
        "travel",
    ),
    **dict.fromkeys(_words("summon"), "summon"),
    **dict.fromkeys(_words("invite"), "invite"),
    **dict.fromkeys(_words("shake"), "shake"),
}

# Verbs that with "with" put two persons in one place, if a place or a day is told.
TOGETHER: Final = _words(
    "spend appear stand stroll walk breakfast dine lunch join share attend watch pose open inaugurate"
    " sign unveil play gather convene assemble"
)
GATHER: Final = _words("gather convene assemble stroll walk appear stand dine lunch breakfast")
TELL: Final = _words("tell inform brief assure urge warn promise thank congratulate inform remind ask press")
LEADERS: Final = frozenset(
    ["presidents", "leaders", "prime ministers", "heads of state", "heads of government", "premiers", "kings"]
)
SAYING: Final = _words("say tell announce report add write note confirm post declare state warn")
SPORT: Final = re.compile(
    r"\b(?:semi-?finals?|quarter-?finals?|the final|league|cup|match|goals?|tournament|qualifiers?"
    r"|championships?|innings|wicket"
    r"|kick-?off|stadium|coach|grand slam|medal)\b",
    re.IGNORECASE,
)
# Verbs of the clause that tells when and where: "which began on Wednesday".
LOCATING: Final = _words("begin start hold take schedule set plan be fix open last continue end")
CALLED_OFF: Final = re.compile(
    r"\b(?:was|were|been|is|are|being)(?: \w+)? (?:cancell?ed|called off|postponed|scrapped|put off"
    r"|shelved|aborted)\b"
)
TO_THE_MINISTRY: Final = re.compile(
    r"\b(?:call(?:ed)? (?:in\b|to the (?:\w+ )?(?:foreign )?(?:ministry|office)))", re.IGNORECASE
)
SUMMIT: Final = re.compile(r"\b(?:summit|gathering|conference|assembly|forum)\b", re.IGNORECASE)
COMPANY: Final = re.compile(
    r"\b(?:joined (?:\w+ )?by|in the presence of|together with|along with|alongside|flanked by|at the"
    r" invitation of|with the mediation of)"
    r"(?: (?:the|his|her|host|both))?$",
    re.IGNORECASE,
)
TALK_NOUNS: Final = _words(
    "meeting talk talks conversation negotiation negotiations summit trilateral discussion discussions"
    " consultation consultations"
    " bilateral encounter tête-à-tête dinner lunch breakfast audience face-to-face get-together sit-down"
    " handshake"
    " round mini-summit exchange rendezvous chat dialogue word"
)
CALL_NOUNS: Final = _words("call videoconference video-conference teleconference")
VISIT_NOUNS: Final = _words("visit trip journey tour stopover stop")
# Verbs that only carry the noun: "held talks", "paid a visit".
LIGHT: Final = _words(
    "hold have host attend conduct begin start continue lead chair convene pay make take use resume open"
    " conclude finish wrap"
    " end complete begin round do get give request seek propose offer suggest want plan schedule arrange"
    " organize organise cancel"
    " postpone announce expect prepare set fix agree discuss join undertake launch mediate broker"
    " facilitate embark arrive come"
    " travel fly go visit say tell describe call praise hail confirm report mention recall note go sit"
    " return spend cut reach"
    " follow see crown sign receive invite welcome leave land put be"
)
HOSTS: Final = _words("host mediate broker facilitate convene organize organise")
# What a word that rules the noun says of its factuality.
NEGATING: Final = _words(
    "cancel call-off scrap postpone shelve suspend delay skip abandon refuse decline reject avoid"
    " rule-out put-off"
    " cancellation postponement nix snub forgo collapse"
)
DOUBTING: Final = _words(
    "propose offer seek want hope suggest request invite possibility proposal offer invitation idea plea"
    " urge demand readiness"
    " ready willing willingness consider mull eye discuss call-for press possible potential prospect"
    " demand open eager rule"
)
PLANNING: Final = _words(
    "plan schedule set expect prepare arrange due slate upcoming planned scheduled forthcoming next"
    " preparation fix announce"
    " expected slated prepare await agree agreement look-forward"
)
PLANNED_NOUN: Final = re.compile(r"\b(?:planned|upcoming|forthcoming|next|scheduled|expected|coming)\b")
ON_THE_DIARY: Final = re.compile(
    r"\b(?:(?:in|on) the (?:schedule|agenda|programme|program|calendar|diary|cards|list for)|(?:is|are)"
    r" down for|(?:is|are) due"
    r"|(?:is|are) (?:scheduled|set|slated|planned|expected|fixed)|pencilled in)\b",
    re.IGNORECASE,
)
POSSIBLE_NOUN: Final = re.compile(r"\b(?:possible|potential|proposed|mooted|eventual|would-be)\b")
# Gatherings that are no encounter of states by themselves.
DOMESTIC: Final = re.compile(
    r"\b(?:cabinet|government|party|board|committee|parliamentary|emergency|press|news|town|rally"
    r"|campaign|family|plenary|shareholder"
    r"|business|investor|staff|security council|coalition|faction|weekly|accession|membership|budget"
    r"|wage|climate|trade union"
    r"|internal|community|council of ministers|ceasefire negotiations? bill|peace|market access)\s*$",
    re.IGNORECASE,
)
# A journey to one of these is no visit to the country where it is held.
GATHERING: Final = re.compile(
    r"\b(?:summit|conference|forum|assembly|gathering|games|match|tournament|final|funeral|mass"
    r"|inauguration|ceremony|festival"
    r"|olympics|world cup|session|council meeting|holiday|vacation|exile|hospital|court|trial|tribunal"
    r"|university|studied|parade"
    r"|sidelines|margins|fringes|home|for the occasion|G20|G7|COP\d+|APEC|UN General)\b",
    re.IGNORECASE,
)
PHONE: Final = re.compile(
    r"\b(?:(?:tele)?phone[ds]?|by (?:tele)?phone|phone call|telephone|phone(?:-| )?line|on the line"
    r"|hotline|call(?:s)? with|on the phone"
    r"|a call|the call|calls between)\b",
    re.IGNORECASE,
)
VIDEO: Final = re.compile(
    r"\b(?:video(?:[- ]?(?:call|conference|link|conferencing))?|virtual(?:ly)?|online|by screen|on"
    r" screen|via zoom|teleconference)\b",
    re.IGNORECASE,
)
IN_PERSON: Final = re.compile(
    r"\b(?:in person|face[- ]to[- ]face|behind closed doors|handshake|shook hands|at the table|sidelines"
    r"|margins|fringes|one-on-one"
    r"|oval office|in the presence)\b",
    re.IGNORECASE,
)
SIDELINES: Final = re.compile(
    r"\b(?:on|at|in) the (?:sidelines?|margins?|fringes?|edges?|periphery) of\b|\bon the sidelines\b",
    re.IGNORECASE,
)
VISIT_WORDS: Final = re.compile(
    r"\b(?:visit(?:s|ed|ing)?|trip|official|state visit|working visit|tour|talks|stop|red carpet|guest)\b",
    re.IGNORECASE,
)
# An article without any of these has no encounter: it is not even parsed.
CUE: Final = re.compile(
    r"\b(?:m[ae]e?t(?:s|ings?)?|talk(?:s|ed|ing)?|sp(?:oke|eak|oken|eaking)|visit\w*|trips?|journey\w*"
    r"|summits?|trilateral|bilateral"
    r"|phon(?:e[ds]?|ing)|call(?:s|ed)?|telephon\w+|video\w*|host\w*|receiv\w+|welcom\w+|arriv\w+"
    r"|travel\w*|fl(?:y|ew|ies|ying|own)|land(?:s|ed)"
    r"|conversation|negotiat\w+|confer\w*|sit|sat|sidelines|margins|fringes|summon\w*|invit\w+"
    r"|consult\w*|discuss\w*|delegation"
    r"|dinner|lunch|handshake|audience|due in|expected in|came|went|greet\w*|saw|see|sees|seen|rang"
    r"|headed|heads)\b",
    re.IGNORECASE,
)
