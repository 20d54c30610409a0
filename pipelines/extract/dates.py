"""Find dates in plain text and say what day, month or year they mean, seen from the publication date.

Two readings are kept where English leaves two open ("on Thursday", "November 6", "in August"): the
latest one not after publication and the earliest one not before it. The tense of the event decides
between them, so the choice is made by whoever knows the event (`DateMention.value_for`).
Works on characters only; what date belongs to what event is read by the network (`learned/`).
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from pipelines.extract.date_patterns import DAYS, MONTHS, NUMBERS, PATTERNS

Tense = Literal["past", "future"]
# absolute: with a year; yearless: day and month, or month; weekday; relative: to publication;
# anaphoric: relative to a date named before in the text.
DateKind = Literal["absolute", "yearless", "weekday", "relative", "anaphoric"]


@dataclass(frozen=True)
class DateMention:
    """Words `text[start:end]` that date something; values are ISO `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.

    `past` and `future` are equal where only one reading exists, and None where the value cannot be
    told (no publication date, no date before it to lean on). `leans` is the reading that the words
    around it suggest.
    """

    start: int
    end: int
    past: str | None
    future: str | None
    kind: DateKind
    leans: Tense | None = None
    published: date | None = None

    @property
    def value(self) -> str | None:
        """The reading to take where nothing is known about the event."""
        return self.value_for(self.leans)

    def value_for(self, tense: Tense | None) -> str | None:
        """The reading that fits an event of this tense; without one the nearer to publication."""
        if tense == "past" or self.past == self.future:
            return self.past
        if self.kind != "yearless" or not (self.past and self.future and self.published):
            return self.future if tense == "future" else self.past
        behind = (self.published - _first_day(self.past)).days
        ahead = (_first_day(self.future) - self.published).days
        if tense == "future":
            # What was planned for last week is not planned for next year.
            return self.past if ahead > 270 and behind < 45 else self.future
        return self.future if ahead < behind and ahead <= 60 else self.past


# Dates that are looked back over for what "the next day" leans on.
_LOOK_BACK: Final = 50
_SEASONS: Final = frozenset(["summer", "winter", "spring", "autumn", "fall"])
_FUTURE = re.compile(
    r"\b(?:will|shall|won't|'ll|is to|are to|to (?:be|meet|visit|host|hold|travel|attend|receive|arrive"
    r"|fly|join|sign)|expected|due"
    r"|scheduled|planned|plans?|set (?:for|to)|slated|going to|would|upcoming|forthcoming|ahead of"
    r"|intends?|hopes?|invited)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|met|held|said|told|announced|arrived|signed|visited|joined|received"
    r"|hosted|spoke|talked|took"
    r"|came|made|posted|wrote|\w{3,}ed)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[.;!?](?=\s|$)|\n|, (?:and|but|while|when|where|after|who|which)\b|\b(?:but|while|whereas)\b"
)


def find_dates(text: str, published: date | None = None) -> list[DateMention]:
    """All dates in `text` in order, not overlapping; `start`, `end` count characters of `text`.

    Impossible ones (31 June) are left out; relative ones without a publication date have no value.
    Never raises on any text.
    """
    found: list[tuple[DateMention, re.Match[str], str]] = []
    taken = bytearray(len(text))
    for name, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            mention = _mention(name, match, text, published)
            if mention is not None:
                found.append((mention, match, name))
            if mention is not None or name in ("iso", "day"):
                # The month of an impossible day is no date either.
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found.sort(key=lambda item: item[0].start)
    return list(_lean_on_previous(found, text))


def _mention(name: str, match: re.Match[str], text: str, published: date | None) -> DateMention | None:
    try:
        past, future, kind = _READERS[name](match.groupdict(), published, match)
    except (ValueError, OverflowError, KeyError):
        return None
    start, end = match.start(), match.end()
    head = match.groupdict().get("prep") if name == "month" else None
    if head:
        lead = re.match(
            r"(?:in|since|by|until|till|from|of|during|for|to|and|or|through|between|before|after|around"
            r"|as early as"
            r"|as late as)[ ,]+",
            head,
            re.IGNORECASE,
        )
        start += lead.end() if lead else 0
    leans = _leans(text, start, end) if past != future else None
    return DateMention(start, end, past, future, kind, leans, published)


def _leans(text: str, start: int, end: int) -> Tense | None:
    """What the clause around the date says about the time of its event."""
    left = text[max(0, start - 110) : start]
    cut = max((stop.end() for stop in _CLAUSE_END.finditer(left)), default=0)
    left = left[cut:]
    right = text[end : end + 90]
    stop_right = _CLAUSE_END.search(right)
    right = right[: stop_right.start()] if stop_right else right
    if _FUTURE.search(left):
        return "future"
    if _PAST.search(left):
        return "past"
    if _FUTURE.search(right):
        return "future"
    return "past" if _PAST.search(right) else None


Reading = tuple[str | None, str | None, DateKind]


def _read_iso(parts: dict[str, str | None], published: date | None, _: re.Match[str]) -> Reading:
    day = date(int(parts["year"] or 0), int(parts["mon"] or 0), int(parts["day"] or 0)).isoformat()
    return day, day, "absolute"


def _read_day(parts: dict[str, str | None], published: date | None, _: re.Match[str]) -> Reading:
    month, day = MONTHS[(parts["month"] or "").lower().rstrip(".")], int(parts["day"] or 0)
    date(2024, month, day)  # a leap year: raises for a day that no year has
    year = _year_of(parts, published)
    if year:
        value = date(year, month, day).isoformat()
        return value, value, "absolute"
    if parts.get("which"):
        return None, None, "anaphoric"
    if published is None:
        return None, None, "yearless"
    past = _first_existing(range(published.year, published.year - 5, -1), month, day, until=published)
    future = _first_existing(range(published.year, published.year + 5), month, day, since=published)
    return past, future, "yearless"


def _first_existing(
    years: range, month: int, day: int, until: date = date.max, since: date = date.min
) -> str | None:
    for year in years:
        try:
            value = date(year, month, day)
        except ValueError:
            continue
        if since <= value <= until:
            return value.isoformat()
    return None


def _year_of(parts: dict[str, str | None], published: date | None) -> int | None:
    if parts.get("year"):
        return int(parts["year"] or 0)
    step = {"this": 0, "last": -1, "next": 1}.get((parts.get("which") or "").lower())
    return None if step is None or published is None else published.year + step


def _read_month(parts: dict[str, str | None], published: date | None, match: re.Match[str]) -> Reading:
    word = (parts["month"] or "").lower().rstrip(".")
    month = MONTHS[word]
    rel = (parts["rel"] or "").strip().lower()
    if not (parts["month"] or "")[0].isupper():
        raise ValueError("a month is written with a capital")
    year = _year_of(parts, published)
    if year:
        return f"{year:04d}-{month:02d}", f"{year:04d}-{month:02d}", "absolute"
    if not (parts["prep"] or match[0].endswith("'s")):
        raise ValueError("a bare word may be a name or a verb")
    if parts.get("which") or rel in ("that", "the same", "the following", "the previous"):
        return None, None, "anaphoric"
    if published is None:
        return None, None, "yearless"
    past_year = published.year if month <= published.month else published.year - 1
    future_year = published.year if month >= published.month else published.year + 1
    if rel == "last":
        past_year = future_year = published.year if month < published.month else published.year - 1
    elif rel in ("next", "this coming", "the coming"):
        past_year = future_year = published.year if month > published.month else published.year + 1
    elif rel == "this":
        past_year = future_year = published.year
    return f"{past_year:04d}-{month:02d}", f"{future_year:04d}-{month:02d}", "yearless"


def _read_weekday(parts: dict[str, str | None], published: date | None, _: re.Match[str]) -> Reading:
    rel = (parts["rel"] or "").strip().lower()
    if rel == "the following":
        return None, None, "anaphoric"
    if published is None:
        return None, None, "weekday"
    wanted = DAYS[(parts["weekday"] or "").lower()]
    if parts["week"]:
        monday = published - timedelta(days=published.weekday())
        day = _shift(monday, wanted + 7 * {"last": -1, "this": 0, "next": 1}[parts["week"]])
        return day, day, "weekday"
    back, ahead = (published.weekday() - wanted) % 7, (wanted - published.weekday()) % 7
    if rel in ("last", "this past"):
        back = back or 7
        return _shift(published, -back), _shift(published, -back), "weekday"
    if rel in ("next", "this coming", "the coming", "coming"):
        ahead = ahead or 7
        return _shift(published, ahead), _shift(published, ahead), "weekday"
    return _shift(published, -back), _shift(published, ahead), "weekday"


def _read_weekend(parts: dict[str, str | None], published: date | None, _: re.Match[str]) -> Reading:
    if published is None:
        return None, None, "relative"
    rel = (parts["rel"] or "").strip().lower()
    past, future = (
        _shift(published, -((published.weekday() - 5) % 7)),
        _shift(published, (5 - published.weekday()) % 7),
    )
    if rel == "last":
        return past, past, "relative"
    return (future, future, "relative") if "coming" in rel or rel == "next" else (past, future, "relative")


def _read_ago(parts: dict[str, str | None], published: date | None, _: re.Match[str]) -> Reading:
    if (parts["way"] or "").lower() != "ago":
        return None, None, "anaphoric"
    if published is None:
        return None, None, "relative"
    value = _moved(published.isoformat(), _count(parts), (parts["unit"] or "").lower(), -1)
    return value, value, "relative"


def _count(parts: dict[str, str | None]) -> int:
    word = (parts["number"] or "").lower()
    return int(word) if word.isdigit() else NUMBERS[word]


def _moved(anchor: str, count: int, unit: str, sign: int) -> str | None:
    """The date `count` units from `anchor`, as precise as the unit allows; None where it cannot be told."""
    first = _first_day(anchor)
    if unit == "year":
        return f"{first.year + sign * count:04d}"
    if unit == "month":
        months = first.year * 12 + first.month - 1 + sign * count
        return f"{months // 12:04d}-{months % 12 + 1:02d}" if len(anchor) >= 7 else None
    if len(anchor) < 10:
        return None
    if unit == "week" and count > 1:
        return _shift(first, sign * 7 * count)[:7]
    return _shift(first, sign * count * (7 if unit == "week" else 1))


def _read_now(parts: dict[str, str | None], published: date | None, _: re.Match[str]) -> Reading:
    if published is None:
        return None, None, "relative"
    word = (parts["word"] or "").lower()
    days = 0
    if "yesterday" in word or word == "last night":
        days = -2 if word.startswith("the day") else -1
    elif "tomorrow" in word:
        days = 2 if word.startswith("the day") else 1
    return _shift(published, days), _shift(published, days), "relative"


def _read_near_day(parts: dict[str, str | None], published: date | None, _: re.Match[str]) -> Reading:
    return None, None, "anaphoric"


def _read_period(parts: dict[str, str | None], published: date | None, _: re.Match[str]) -> Reading:
    rel, unit = (parts["rel"] or "").lower(), (parts["unit"] or "").lower()
    if rel in ("that", "the same", "the following", "the previous"):
        return None, None, "anaphoric"
    if published is None:
        return None, None, "relative"
    if rel == "the past":
        raise ValueError("a span of time up to now, not a date")
    step = {"last": -1, "next": 1, "the coming": 1}.get(rel, 0)
    if unit in _SEASONS:
        is_of_another_year = step > 0 or unit in ("autumn", "fall", "winter") or published.month < 6
        value = f"{published.year + (step if is_of_another_year else 0):04d}"
    elif unit == "year":
        value = f"{published.year + step:04d}"
    elif unit == "month":
        months = published.year * 12 + published.month - 1 + step
        value = f"{months // 12:04d}-{months % 12 + 1:02d}"
    else:
        value = _shift(published, 7 * step)[:7]
    return value, value, "relative"


def _read_period_end(parts: dict[str, str | None], published: date | None, _: re.Match[str]) -> Reading:
    if published is None:
        return None, None, "relative"
    value = published.isoformat()[
        : {"week": 7, "month": 7, "year": 4}[(parts["unit"] or parts["unit2"] or "").lower()]
    ]
    return value, value, "relative"


def _read_year(parts: dict[str, str | None], published: date | None, _: re.Match[str]) -> Reading:
    return parts["year"], parts["year"], "absolute"


_READERS: Final = {
    "iso": _read_iso,
    "day": _read_day,
    "month": _read_month,
    "weekday": _read_weekday,
    "weekend": _read_weekend,
    "ago": _read_ago,
    "now": _read_now,
    "near_day": _read_near_day,
    "period": _read_period,
    "period_end": _read_period_end,
    "year": _read_year,
}


def _lean_on_previous(
    found: list[tuple[DateMention, re.Match[str], str]], text: str
) -> Iterator[DateMention]:
    """Give the anaphoric ones ("the same day", "that December") the value that an earlier date implies."""
    days = [m.value for m, _, _ in found if m.value and len(m.value) == 10]
    # Far from any other date, "the same day" is the day that the article is about.
    main_day = Counter(days).most_common(1)[0][0] if days else None
    breaks = [match.start() for match in re.finditer("\n\n", text)]
    done: list[DateMention] = []
    for mention, match, name in found:
        if mention.kind == "anaphoric":
            near = _near(done, mention, breaks)
            value = _implied(name, match.groupdict(), near, main_day)
            mention = replace(mention, past=value, future=value)
        done.append(mention)
        yield mention


def _near(done: list[DateMention], mention: DateMention, breaks: list[int]) -> list[DateMention]:
    """The last dates before the mention that at most one paragraph break parts from it, in order."""
    near: list[DateMention] = []
    for earlier in reversed(done[-_LOOK_BACK:]):
        if bisect_left(breaks, mention.start) - bisect_left(breaks, earlier.end) > 1:
            break
        if earlier.value:
            near.append(earlier)
    return near[::-1]


def _implied(
    name: str, parts: dict[str, str | None], near: list[DateMention], main_day: str | None
) -> str | None:
    anchor = near[-1].value if near else None
    day = next((m.value for m in reversed(near) if m.value and len(m.value) == 10), main_day)
    rel = (parts.get("which") or parts.get("rel") or "").strip().lower()
    step = 1 if "following" in rel or rel == "next" else -1 if "previous" in rel else 0
    if name == "near_day" and day:
        side = (parts.get("side") or "").lower()
        move = -1 if side in ("before", "earlier") or parts.get("eve") else 1 if side == "after" else step
        return _shift(_first_day(day), move)
    if name == "weekday" and day:
        first = _first_day(day)
        wanted = DAYS[(parts["weekday"] or "").lower()]
        return _shift(first, (wanted - first.weekday()) % 7 or 7)
    if anchor is None:
        return None
    if name == "ago":
        unit = (parts["unit"] or "").lower()
        sign = 1 if (parts["way"] or "").lower() in ("later", "after") else -1
        return _moved(day if day and unit in ("day", "week") else anchor, _count(parts), unit, sign)
    if name in ("month", "day"):
        month = MONTHS[(parts["month"] or "").lower().rstrip(".")]
        year = int(anchor[:4]) + step
        if rel in ("the following",) and len(anchor) >= 7 and not parts.get("which"):
            year = int(anchor[:4]) + (month <= int(anchor[5:7]))
        return f"{year:04d}-{month:02d}" + (f"-{int(parts['day'] or 0):02d}" if name == "day" else "")
    if name == "period":
        unit = (parts["unit"] or "").lower()
        if unit == "year" or unit in _SEASONS:
            return f"{int(anchor[:4]) + step:04d}"
        if unit == "month" and len(anchor) >= 7:
            return _moved(anchor, abs(step), "month", 1 if step >= 0 else -1)
        if unit == "week" and len(anchor) == 10:
            return _shift(_first_day(anchor), 7 * step)[:7]
    return None


def _first_day(value: str) -> date:
    parts = [int(part) for part in value.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def _shift(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()
