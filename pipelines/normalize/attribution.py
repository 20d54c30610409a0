"""Who published an article, and whom it cites, read from its text.

"This was reported by Reuters, according to UNN" is UNN's, citing Reuters. A person, a ministry or an
office is never an outlet, however it is quoted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipelines.normalize.outlets import CANONICAL, outlet_name

_WORD: Final = r"[A-Z][\w&/+’'-]*"
_NAME: Final = rf"{_WORD}(?: (?:(?:of|de|la|and|&) )?{_WORD}){{0,4}}"
_REPORTS: Final = r"(?:also )?(?:reports?|reported|writes|wrote|informs|informed|says|said|notes|noted)"
_CITING: Final = r"(?:citing|quoting|referring to|with (?:a )?reference to|with (?:a )?link to)"
_ACCORDING: Final = r"(?:according to|as reported by|reports|writes|informs|transmits)"
_NOUN: Final = (
    r"(?:(?:news )?agency|newspaper|daily|weekly|magazine|(?:public |state )?broadcaster"
    r"|(?:(?:TV|television) )?channel|news (?:site|outlet|website|portal|service)"
    r"|radio station|television|outlet)"
)
# What stands before the name of somebody who is cited.
_CUE: Final = (
    r"(?:told|telling|according to|(?:reported|published|quoted|cited|carried|released|obtained) by"
    r"|citing|quoting|referring to|with (?:a )?reference to|in an? (?:\w+ )?interview (?:with|to|for)"
    r"|an interview (?:with|to|for)|[Rr]eporting by|in comments to|in remarks to|speaking to)"
)
_KNOWN: Final = "(?:" + "|".join(sorted(map(re.escape, CANONICAL), key=len, reverse=True)) + r")(?![\w-])"

# The outlet speaks of itself: (its name, the name that it cites).
_OWN: Final = (
    re.compile(rf"\breported by (?:the )?(?P<cited>{_NAME}),? (?:{_ACCORDING}) (?:the )?(?P<own>{_NAME})"),
    re.compile(rf"\breported by (?:the )?(?P<cited>{_NAME}), (?:the )?(?P<own>{_NAME}) {_REPORTS}\b"),
    re.compile(rf"\b(?P<own>{_NAME}) {_REPORTS},? {_CITING} (?:the )?(?P<cited>{_NAME})"),
    re.compile(rf"\b(?:reports|writes|informs) (?P<own>{_NAME}),? {_CITING} (?:the )?(?P<cited>{_NAME})"),
    re.compile(rf"\b(?P<own>{_NAME}) {_REPORTS},? {_CITING} (?P<cited>)"),
)
_DATELINE: Final = re.compile(rf"^[A-Z][\w .,/'’-]{{2,60}} \((?P<own>{_NAME})\) ?[-–—:]", re.MULTILINE)
_DATELINE_WITHIN: Final = 400

_CITED: Final = (
    # "told Reuters and the Financial Times", "according to AP"
    re.compile(rf"\b{_CUE} (?:the )?(?P<name>{_KNOWN})(?:(?:,| and|, and) (?:the )?(?P<second>{_KNOWN}))?"),
    # "Reuters reported", "as TASS reports"; not "BBC said to be sold"
    re.compile(rf"(?<![\w-])(?P<name>{_KNOWN}) (?:(?:first|earlier|has|had) ){{0,2}}{_REPORTS}\b(?! to be)"),
    # "reports Axios", "(Reuters)"
    re.compile(rf"\b(?:reports|writes) (?:the )?(?P<name>{_KNOWN})"),
    re.compile(rf"\((?:[Rr]eporting by |[Ss]ource: ?|via )?(?P<name>{_KNOWN})\)"),
    re.compile(rf"\b[Ss]ources?: ?(?:the )?(?P<name>{_KNOWN})"),
    # Only an outlet can stand here: "told the Turkish newspaper Yeni Safak", "according to news agency Belga"
    re.compile(rf"\b{_CUE} (?:(?:the|a|an) )?(?:[\w’'-]+ ){{0,3}}?{_NOUN} (?P<name>{_NAME})"),
    # "told the state-run Antara news agency"
    re.compile(rf"\b{_CUE} (?:the )?(?:[a-z-]+ ){{0,2}}(?P<name>{_NAME}) {_NOUN}\b(?! [A-Z])"),
)


@dataclass(frozen=True)
class Attribution:
    """Who published an article, and the outlets that it cites, in the order in which it first names them."""

    outlet: str | None
    cited_sources: tuple[str, ...]


def attribute(text: str, outlet: str | None = None) -> Attribution:
    """Who published `text` and whom it cites; an `outlet` that the source gives stands, and is not cited."""
    own: str | None = outlet
    cited: list[tuple[int, str]] = []
    for found, cited_name in _own_reports(text):
        if own is None:
            own = found[1]
        cited += [name for name in (found, cited_name) if name is not None]
    dateline = _DATELINE.search(text[:_DATELINE_WITHIN])
    if dateline is not None and (name := outlet_name(dateline.group("own"), any_word=True)) is not None:
        own = own or name
        cited.append((dateline.start("own"), name))
    cited += _cited(text)
    names = dict.fromkeys(name for _, name in sorted(cited))
    itself = None if own is None else (outlet_name(own) or own).casefold()
    return Attribution(own, tuple(name for name in names if name.casefold() != itself))


def _own_reports(text: str) -> Iterator[tuple[tuple[int, str], tuple[int, str] | None]]:
    """Where somebody reports what somebody else has: who reports and whom it cites, each with its place."""
    for pattern in _OWN:
        for match in pattern.finditer(text):
            cited = outlet_name(match.group("cited"))
            # Whoever cites an outlet is most likely one, unless it is a person who speaks: "said".
            is_plain = (
                cited is not None and re.search(r"\b(?:said|says|noted?|wrote)\b", match.group()) is None
            )
            own = outlet_name(match.group("own"), any_word=is_plain)
            if own is not None:
                yield (match.start("own"), own), None if cited is None else (match.start("cited"), cited)


def _cited(text: str) -> Iterator[tuple[int, str]]:
    for pattern in _CITED:
        for match in pattern.finditer(text):
            for group in pattern.groupindex:
                name = match.group(group)
                canonical = None if name is None else outlet_name(name, any_word=True)
                if canonical is not None:
                    yield match.start(group), canonical
