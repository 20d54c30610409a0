"""The fields of one article, checked in the same way whatever file they came in."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from pipelines.schemas.rows import LINE, LOCATOR, Row
from pipelines.sources.articles.faults import ArticleError
from pipelines.sources.articles.language import READ_LANGUAGE, detect_language, language_code, language_name
from pipelines.sources.articles.limits import Limits
from pipelines.sources.raw import RawFile

EARLIEST: Final = date(1800, 1, 1)

_MONTHS: Final = {
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
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])")
_DAY_MONTH_YEAR: Final = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_MONTH_DAY_YEAR: Final = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})\b")


@dataclass(frozen=True)
class Fields:
    """What a file says of one article; `text` is checked for, the rest may be missing."""

    text: str
    source_article_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: str | date | None = None
    title: str | None = None


def article_row(file: RawFile, limits: Limits, fields: Fields, line: int | None = None) -> Row:
    """One article as a row, its text exactly as in `fields`.

    Keys: source_article_id, url, outlet, language, published_date, title, text; source, raw_id and
    fetched_at of the file; where it stood. Raises ArticleError naming what does not fit.
    """
    text = fields.text
    if not text.strip():
        raise ArticleError("missing_column", "text is empty")
    if len(text) > limits.max_article_characters:
        detail = f"the article has {len(text)} characters, the limit is {limits.max_article_characters}"
        raise ArticleError("too_large", detail, text)
    for name, value in vars(fields).items():
        if isinstance(value, str):
            _refuse_surrogates(name, value)
    published = None
    if fields.published is not None:
        published = publication_day(fields.published, file.fetched_at, sample=text)
    language = language_code(fields.language) if fields.language else detect_language(text)
    if language != READ_LANGUAGE:
        detail = f"the text is in {language_name(language)} ({language}); only English is read"
        raise ArticleError("unsupported_language", detail, text)
    return {
        "source_article_id": fields.source_article_id,
        "url": fields.url,
        "outlet": fields.outlet,
        "language": language,
        "published_date": published,
        "title": fields.title,
        "text": text,
        "source": file.source,
        "raw_id": file.raw_id,
        "fetched_at": file.fetched_at,
        LOCATOR: file.locator,
        LINE: line,
    }


def publication_day(given: str | date, fetched_at: datetime, sample: str | None = None) -> date:
    """The day that `given` names; of a text what stands at its beginning counts.

    Raises ArticleError (`invalid_date`) where there is no such day, or where it lies before 1800 or after
    the day on which the file was taken in; measured against that and not against today, so that the same
    bytes always give the same answer. One day is allowed for time zones.
    """
    day = given if isinstance(given, date) else _day_at_start(given.strip())
    if day is None:
        raise ArticleError("invalid_date", f"{str(given)[:60]!r} is no calendar date", sample)
    if isinstance(day, datetime):
        day = day.date()
    latest = fetched_at.date() + timedelta(days=1)
    if not EARLIEST <= day <= latest:
        detail = f"{day.isoformat()} lies outside {EARLIEST.isoformat()} to {latest.isoformat()}"
        raise ArticleError("invalid_date", detail, sample)
    return day


def _day_at_start(text: str) -> date | None:
    match = _ISO_DATE.match(text)
    if match is not None:
        return _day(*match.groups())
    match = _DAY_MONTH_YEAR.match(text)
    if match is not None:
        return _day(match.group(3), _MONTHS.get(match.group(2).lower()), match.group(1))
    match = _MONTH_DAY_YEAR.match(text)
    if match is not None:
        return _day(match.group(3), _MONTHS.get(match.group(1).lower()), match.group(2))
    return None


def _day(year: str, month: str | int | None, day: str) -> date | None:
    try:
        return None if month is None else date(int(year), int(month), int(day))
    except ValueError:
        return None


def _refuse_surrogates(name: str, value: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        detail = f"{name} has half of a surrogate pair at character {error.start}"
        raise ArticleError("undecodable_text", detail, value) from error
