"""The words by which English dates things, as regular expressions with named groups.

Each pattern's name says which reader of `dates.py` turns its groups into a value.
"""

import re
from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
DAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
} | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2}

_M = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_M2 = _M.replace("?P<month>", "?:")
_D = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_D2 = r"[0-3]?\d(?:st|nd|rd|th)?"
_W = (
    r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY)"
)
_W2 = _W.replace("?P<weekday>", "?:")
_Y = r"(?P<year>1[89]\d\d|20\d\d)"
_TO = r"\s?(?:-|–|—|−|/|to|and|through|until|till)\s?"
_OF_YEAR = (
    rf"(?:(?:,? (?:of )?(?:the year )?{_Y}\b(?!\s?%))|,? (?:of )?(?P<which>this|last|next|the same|that"
    rf"|the previous"
    r"|the following) year)?"
)
_N = r"(?P<number>\d{1,3}|a couple of|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_PART = r"(?:(?:the )?(?:start|beginning|end|middle|close) of |(?:early|late|mid)[- ]|later |earlier |back )"

# Tried in this order at every place; the longest kinds come first.
PATTERNS: Final = tuple(
    (name, re.compile(pattern, flags))
    for name, pattern, flags in (
        ("iso", r"\b(?P<year>(?:1[89]|20)\d\d)-(?P<mon>[01]\d)-(?P<day>[0-3]\d)\b", 0),
        ("iso", r"\b(?P<day>[0-3]?\d)\.(?P<mon>[01]?\d)\.(?P<year>(?:19|20)\d\d)\b", 0),
        (
            "day",
            rf"\b(?:{_W2},? (?:the )?)?{_M} {_D}(?:{_TO}(?:{_M2} )?{_D2})?(?![\d:]|\.\d| ?%|"
            rf" percent)\b{_OF_YEAR}",
            0,
        ),
        (
            "day",
            (
                rf"(?<![\d:.])\b(?:{_W2},? (?:the )?)?{_D}(?:(?:{_TO}|, ){_D2}(?: {_M2})?)?"
                rf"(?: of)? {_M}{_OF_YEAR}"
            ),
            0,
        ),
        (
            "month",
            (
                rf"\b(?P<prep>(?:(?:in|since|by|until|till|from|of|during|for|to|and|or|through|between"
                rf"|before|after|around|as early"
                rf" as|as late as)[ ,]+)?(?:the )?(?:{_PART})?(?P<rel>last |next |this |that |the same "
                rf"|the following |the previous "
                rf"|this coming |the coming )?){_M}(?:'s\b)?(?:{_TO}{_M2})?{_OF_YEAR}"
            ),
            re.IGNORECASE,
        ),
        (
            "weekday",
            (
                rf"\b(?P<rel>last |next |this coming |this past |the coming |coming |the following |the"
                rf" same |that |this )?{_W}\b"
                r"(?: (?:of )?(?P<week>last|next|this) week)?"
            ),
            0,
        ),
        (
            "weekend",
            r"\b(?P<rel>last |next |this |the coming |this coming |the |at the |over the )weekend\b",
            re.IGNORECASE,
        ),
        (
            "ago",
            rf"\b{_N} (?P<unit>day|week|month|year)s? (?P<way>ago|earlier|later|before|after(?= (?:that"
            rf"|which)))\b",
            re.IGNORECASE,
        ),
        (
            "now",
            (
                r"\b(?P<word>the day before yesterday|the day after tomorrow|(?:earlier |later )?today"
                r"|yesterday|tomorrow|tonight"
                r"|last night|this (?:morning|afternoon|evening)|earlier in the day)\b"
            ),
            re.IGNORECASE,
        ),
        (
            "near_day",
            (
                r"\b(?P<word>(?:on |later |earlier )?(?:the|that) (?P<which>same|following|next"
                r"|previous) (?:day|night|evening|morning)"
                r"|(?:on|later|earlier) that (?P<that>day|night|evening|morning)|the day (?P<side>before"
                r"|after|earlier)"
                r"|the (?P<eve>evening|night) before)\b"
            ),
            re.IGNORECASE,
        ),
        (
            "period",
            (
                rf"\b(?<!time )(?<!times )(?P<part>{_PART}|by the end of |before the end of |in the"
                rf" course of )?(?P<rel>this|last|next|the coming|the previous"
                r"|the following|the same|that|the past)"
                r" (?P<unit>week|month|year|summer|winter|spring|autumn|fall)\b"
            ),
            re.IGNORECASE,
        ),
        (
            "period_end",
            (
                r"\b(?:by|before|at|until|towards?) (?:the end of (?:the )?(?P<unit>week|month|year)"
                r"|(?:the )?(?P<unit2>week|month|year)(?:'s end|'s close|-end| is (?:out|over)| ends))\b"
            ),
            re.IGNORECASE,
        ),
        (
            "year",
            (
                rf"\b(?:in|since|of|by|until|till|from|during|before|after|as early as|back in|early"
                rf"|late|mid-?|to|between|and|for|throughout"
                rf"|summer|winter|spring|autumn|fall|year|\() ?(?P<mid>early |late "
                rf"|mid-)?{_Y}(?:{_TO}(?:19|20)?\d\d)?(?![\d,%-]*\d|%)\b"
                r"(?! (?:people|troops|soldiers|men|women|kilomet|km|miles|metres|meters|tons?|tonnes"
                r"|jobs|euros|dollars|prisoners|deaths))"
            ),
            re.IGNORECASE,
        ),
        (
            "year",
            rf"\b(?<=\s){_Y} (?=(?:\w+ )?(?:summit|meeting|visit|talks|conference|session|gathering|trip"
            rf"|declaration))",
            0,
        ),
        ("year", rf"(?<=, ){_Y}(?=[,.;)\n]|$)", 0),
    )
)
