"""Of what kind a visit was by its remarks, and whether the government was met on one that names nobody."""

import re
from typing import Final

from pipelines.trips.vocabulary import words

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
_TO_GOVERNMENT: Final = words("state official official_working working informal")


def kind_of_visit(text: str) -> str:
    """The kind of the visit that the remarks are about: the first named, not one "afterwards"."""
    for found in _KIND.finditer(text):
        after = text[found.end() :].split(".")[0].split(";")[0]
        is_of_all = found.start() == 0 or re.match(r"(?:on|during|for)\b", found["lead"], re.IGNORECASE)
        if _AFTERWARDS.search(after.split(",")[0]) or (not is_of_all and _ELSEWHERE.match(after)):
            continue
        return _KINDS[" ".join(found["kind"].lower().split())]
    return "official" if _GUEST.search(text) else "none"


def is_to_government(text: str, kind: str) -> bool:
    """Whether a visit of this kind with these remarks is to the government, whoever is named."""
    return kind in _TO_GOVERNMENT or bool(_GUEST.search(text) or _BARE_MEETING.search(text))
