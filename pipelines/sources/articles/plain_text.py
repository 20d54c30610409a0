"""Plain text: the file is the article, word for word, so that offsets of evidence count in the user's own."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from pipelines.sources.articles.encoding import decode
from pipelines.sources.articles.faults import ArticleError
from pipelines.sources.articles.fields import Fields, article_row, publication_day
from pipelines.sources.articles.limits import Limits
from pipelines.sources.raw import Parsed, RawFile

_HEADER: Final = re.compile(
    r"[ \t]*(title|date|published|url|source|language)[ \t]*:[ \t]*(.*?)[ \t]*", re.IGNORECASE
)
_LEADING_DATE: Final = re.compile(r"\s*date\s+(\d{4}-\d{1,2}-\d{1,2})(?![\d-])", re.IGNORECASE)
_PARAGRAPH_END: Final = re.compile(r"\r?\n[ \t]*\r?\n")

_TITLE_CHARACTERS: Final = 160
_TITLE_WORDS: Final = range(2, 26)
_NO_TITLE_END: Final = tuple(".!?…:;,\"'”’)-–—")
_BYLINE: Final = re.compile(r"by\s+[A-Z]")


def read_text(file: RawFile, limits: Limits) -> Parsed:
    """One row whose `text` is the decoded file. Raises ArticleError where it cannot be used."""
    text = decode(file.data)
    headers, rest = _headers(text)
    leading = _LEADING_DATE.match(text)
    fields = Fields(
        text=text,
        source_article_id=PurePosixPath(file.locator).stem,
        url=headers.get("url"),
        outlet=headers.get("source"),
        language=headers.get("language"),
        published=headers.get("date") or headers.get("published") or (leading.group(1) if leading else None),
        title=headers.get("title") or _title(rest, file),
    )
    return Parsed(rows=[article_row(file, limits, fields)])


def _headers(text: str) -> tuple[dict[str, str], str]:
    """The `name: value` lines at the top, and the text after them."""
    headers: dict[str, str] = {}
    end = 0
    for line, line_end in _lines(text):
        match = _HEADER.fullmatch(line)
        if match is None and (line.strip() or headers):
            break
        if match is not None and match.group(2):
            headers.setdefault(match.group(1).lower(), match.group(2))
        end = line_end
    return headers, text[end:]


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Lines without their ends, each with the offset behind its end."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end].rstrip("\r"), end + 1
        start = end + 1


def _title(text: str, file: RawFile) -> str | None:
    """The first paragraph where it looks like a headline: short, with no stop, and followed by another."""
    body = text.strip()
    end = _PARAGRAPH_END.search(body)
    if end is None:
        return None
    first = body[: end.start()]
    if (
        "\n" in first
        or len(first) > _TITLE_CHARACTERS
        or len(first.split()) not in _TITLE_WORDS
        or first.endswith(_NO_TITLE_END)
        or _BYLINE.match(first.lower()[:3] + first[3:])
        or _is_date(first, file)
    ):
        return None
    return first


def _is_date(text: str, file: RawFile) -> date | None:
    try:
        return publication_day(text, file.fetched_at)
    except ArticleError:
        return None
