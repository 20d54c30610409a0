"""Cut plain news text into paragraphs, each with the part it plays in the article.

Works on characters only; knows no spaCy. `document.py` turns the pieces into tagged sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Block = Literal[
    "headline",
    "lead",
    "body",
    "background",
    "subhead",
    "list_item",
    "caption",
    "read_also",
    "dateline",
    "noise",
]

# A line this long that ends in mid-sentence was wrapped by a program, not ended by an author.
WRAPPED_LINE_CHARS: Final = 55
# A paragraph without a full stop and no longer than this is a heading.
SUBHEAD_CHARS: Final = 90

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|J(?:ANUARY|UNE|ULY)|FEBRUARY|MARCH|APRIL|MAY|AUGUST"
    r"|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
_DAY = rf"(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_UPPER = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]+"
_CITY = rf"{_UPPER}(?: {_UPPER}){{0,3}}"
_PLACE = r"[A-ZÀ-Þ][\w.'’\-]+(?: [A-ZÀ-Þ][\w.'’\-]+){0,3}"
_AGENCY = r"(?:\s*[(/\[][^()/\[\]\n]{2,40}[)/\]]\.?)"
_PLACE_AND_DAY = (
    # YEREVAN, April 27. /TASS/. | BAKU, Azerbaijan, February 24. | KHARTOUM/CAIRO, Jan 7 - | BRUSSELS (AP) —
    rf"(?:{_CITY}(?:/{_CITY})*(?:,? {_PLACE}|,? \[{_PLACE}\])?(?:, {_DAY})?{_AGENCY}?\s*(?:\.|:|--|–|—|-|•|\||,)?"
    rf"{_AGENCY}?(?:\s*{_UPPER})?\s*(?:\.|:|--|–|—|-|•|\|)\s"
    # New Delhi [India], September 22: | Abu Dhabi, United Arab Emirates; 26 February 2024:
    rf"|{_PLACE}(?:,? \[?{_PLACE}\]?)?[,;] {_DAY}{_AGENCY}?\s*(?:\.|:|--|–|—|-)\s"
    # Geneva (AP) –
    rf"|{_PLACE}{_AGENCY}\s*(?:--|–|—|-|:)\s)"
)
# " date 2025-11-07 " is left by a feed, before the dateline proper where there is one.
DATELINE: Final = re.compile(rf"\s*(?:date \d{{4}}-\d\d-\d\d\s+(?:{_PLACE_AND_DAY})?|{_PLACE_AND_DAY})\s*")
BACKGROUND_HEAD: Final = re.compile(
    r"(?:recall|background|for reference|reference|context|what preceded(?: this)?|previously|earlier|addition(?:ally)?)"
    r"[:.]?$",
    re.IGNORECASE,
)
_BACKGROUND_LEAD = re.compile(
    r"(?:Recall|As (?:UNN )?reported|For reference|Background|Reminder|Previously)\s*[:,]\s", re.IGNORECASE
)
_READ_ALSO = re.compile(
    r"[\[(►▶→»*•\- ]*(?:read (?:also|more|next)|also read|also on our site|see also|related(?: \w+)?|more on (?:this|the)"
    r"|you may also like|similar posts?|don.t miss|bonus video|watch|listen|most read|in other news|editors?.? picks?"
    r"|recommended(?: for you)?|trending|further reading|also in the news|more from|news in brief|elsewhere)\b"
    r"(?:[^.!?\n:]{0,25}:|\s*$)",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\W*(?:(?:file )?photo(?:graph)?s?\b(?: by| credit|:|\s*/)|featured image|image(?: credit)?s?:|picture:|pictured"
    r"|video:|illustration:|caption:)",
    re.IGNORECASE,
)
_CAPTION_END = re.compile(
    r"(?:\.|\)|,|/|\|) ?(?:\(?(?:file )?photo(?:graph)?:? [^.\n]{2,50}\)?|AFP|Reuters|REUTERS|AP(?: Photo)?|EPA|Getty(?: Images)?"
    r"|Photo: ?\w+|TASS|Xinhua)(?:[ /][\w ]{0,30})?\]?\)?$"
)
_NOISE = re.compile(
    r"(?:©|copyright|all rights reserved|advertisement|subscribe|sign up|stay up.to.date|follow us|share(?: this)?\b[^.]*$"
    r"|source:|sources:|details:$|quote:$|tags?:|topics?:|keywords?:|editing by|reporting by|writing by|compiled by"
    r"|notes? to editors|with agency inputs|\(with |click here|by [A-Z][a-z]+ [A-Z][a-z]+$|updated?:? |published:? "
    r"|•? ?\d[\d, ]* views|\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?\b[^.!?]{0,40}$|#\w+|https?://|www\."
    r"|this (?:article|story) (?:was|has been|is)|correction\b|disclaimer)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-–—•*·▪■►]|\(?\d{1,2}[.)])\s+")
_TWO_SENTENCES = re.compile(r"[a-z]{2}[.!?][\"'”’)]* [(\"“A-Z]")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


@dataclass(frozen=True)
class Piece:
    """A run of characters `text[start:end]` of one field, without outer white space."""

    start: int
    end: int
    block: Block
    paragraph: int


def cut(text: str) -> list[Piece]:
    """Pieces of `text` in order. They do not overlap; together they hold every word of it."""
    pieces: list[Piece] = []
    background = False
    lead_seen = False
    lines = list(_lines(text))
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if BACKGROUND_HEAD.match(line):
            background = True
            pieces.append(Piece(start, end, "subhead", number))
            continue
        block = _kind(line, is_last=number == len(lines) - 1 and number > 0)
        if block == "subhead":
            background = False
        if block == "body":
            if dateline := DATELINE.match(line) if not lead_seen else None:
                pieces.append(Piece(start, start + len(dateline[0].rstrip()), "dateline", number))
                start += dateline.end()
                if start >= end:
                    continue
            if background or _BACKGROUND_LEAD.match(line):
                block = "background"
            elif not lead_seen:
                block = "lead"
            lead_seen = True
        elif block == "list_item" and (bullet := _BULLET.match(line)):
            start += bullet.end()
        if start < end:
            pieces.append(Piece(start, end, block, number))
    return pieces


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of stripped paragraphs: lines, with those that a program wrapped put together again."""
    pending: tuple[int, int] | None = None
    for match in re.finditer(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+", text):
        raw = match[0]
        start = match.start() + len(raw) - len(raw.lstrip())
        end = match.start() + len(raw.rstrip())
        if start >= end:
            continue
        if pending is not None:
            between = text[pending[1] : start]
            before = text[pending[0] : pending[1]]
            last_line = before.rsplit("\n", 1)[-1]
            if (
                between.count("\n") <= 1
                and len(last_line) >= WRAPPED_LINE_CHARS
                and not _ENDS.search(last_line)
                and not _BULLET.match(text[start:end])
                and not _BULLET.match(before)
                and not _READ_ALSO.match(text[start:end])
                and not _READ_ALSO.match(before)
            ):
                pending = (pending[0], end)
                continue
            yield pending
        pending = (start, end)
    if pending is not None:
        yield pending


def _kind(line: str, *, is_last: bool) -> Block:
    if _READ_ALSO.match(line):
        return "read_also"
    if _CAPTION.match(line) or (len(line) < 300 and _CAPTION_END.search(line)):
        return "caption"
    if _NOISE.match(line) and len(line) < 200:
        return "noise"
    if _BULLET.match(line):
        return "list_item"
    if not _ENDS.search(line) and not _TWO_SENTENCES.search(line):
        # A last line with no full stop is the headline of another article, as feeds leave them.
        if is_last and len(line) < 200:
            return "read_also"
        if len(line) <= SUBHEAD_CHARS:
            return "subhead"
    return "body"
