"""Cuts remarks into clauses, and finds the parts of a clause that list who was met."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

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
_MEET: Final = re.compile(
    r"\b(?:met|meet(?:ings?)?|talks|discuss(?:ed|ions?|ing)?|confer(?:red)?|conferences?|consult(?:ed|ations?)?"
    r"|brief(?:ed|ing)|audiences?|negotiat(?:ed|ions?)|received|welcomed|greeted|hosted|dined|dinner"
    r"|lunch(?:eon)?|brunch|breakfast|tea|reception|spoke|summits?|visit|reviewed|joined|dialogue|session"
    r"|signed|exchanged?|travell?ed|conversed|played golf|attended|participated|took part|co-?(?:chaired|hosted|convened)|photographed|saw|exchanged views)\b",
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


def clauses(text: str) -> Iterator[tuple[str, bool]]:
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


def openings(clause: str, *, is_open: bool) -> list[int]:
    """Where lists of parties may begin; with `is_open` the clause goes on with the list of the one before."""
    meet = _MEET.search(clause)
    starts = [0] if is_open else []
    if meet is not None:
        starts += [m.end() for m in _OPENING.finditer(clause) if m.end() > meet.start()]
    return starts


def lists(clause: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each list of parties; `starts` are the clause's openings."""
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(clause)
        stop = next(
            (m for m in _STOP.finditer(clause, start, end) if m.start() > start or m[0].lower() != "to"),
            None,
        )
        if not (_is_guest_of_no_verb(clause, start) or _REPORTED.search(clause[:start])):
            yield start, stop.start() if stop else end


def _is_guest_of_no_verb(clause: str, start: int) -> bool:
    """Whether a part of a clause opened by "by" has no verb that makes its agent one who was met."""
    opening = clause[:start].rstrip().lower()
    return opening.endswith("by") and _NEEDS_GUEST.search(opening) is None
