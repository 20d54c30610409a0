"""JSON Lines with the keys of the gold sets; a line that is broken costs no other line its place."""

import codecs
import json
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from pipelines.sources.articles.encoding import decode, refuse_binary, refuse_empty
from pipelines.sources.articles.faults import ArticleError, encodable
from pipelines.sources.articles.fields import Fields, article_row
from pipelines.sources.articles.limits import Limits
from pipelines.sources.raw import Parsed, RawFile

TEXT_KEYS: Final = ("url", "source", "language", "published", "title")

_WIDE_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_OBJECT: Final = re.compile(rb'^(?:\xef\xbb\xbf)?[ \t]*\{[ \t]*"', re.MULTILINE)


def read_json_lines(file: RawFile, limits: Limits) -> Parsed:
    """One row or one reject for each line that is not blank; other keys than the documented are passed over.

    Raises ArticleError where the file as a whole is empty or no text.
    """
    parsed = Parsed()
    for number, line in enumerate(_lines(file.data), start=1):
        if not line.strip():
            continue
        try:
            fields = article_fields(_json_object(line), f"{PurePosixPath(file.locator).stem}:{number}")
            parsed.rows.append(article_row(file, limits, fields, number))
        except ArticleError as fault:
            sample = fault.sample if fault.sample is not None else _sample(line)
            parsed.rejects.append(ArticleError(fault.reason, fault.detail, sample).reject(file, number))
    return parsed


def article_fields(record: dict[str, Any], otherwise_id: str) -> Fields:
    """The fields of one record by the keys of the gold sets (TEXT_KEYS, id, text).

    A record without id gets `otherwise_id`. Raises ArticleError: `missing_column` without text,
    `wrong_type` for a value that is no text.
    """
    for key in ("text", *TEXT_KEYS):
        if not isinstance(record.get(key), str | None):
            raise ArticleError("wrong_type", f"{key} is {type(record[key]).__name__}, not text")
    given = record.get("id")
    # Numbers are common as identifiers, and no other value of an article is read from them.
    if not isinstance(given, str | int | None) or isinstance(given, bool):
        raise ArticleError("wrong_type", f"id is {type(given).__name__}, not text")
    if record.get("text") is None:
        raise ArticleError("missing_column", "text is missing")
    return Fields(
        text=record["text"],
        source_article_id=otherwise_id if given is None or given == "" else str(given),
        url=record.get("url") or None,
        outlet=record.get("source") or None,
        language=record.get("language") or None,
        published=record.get("published") or None,
        title=record.get("title") or None,
    )


def _lines(data: bytes) -> Sequence[str | bytes]:
    """The lines of a file: decoded where the file is one encoding throughout, else as bytes.

    Split at line feeds only: JSON may have U+2028 and its like within a text.
    """
    refuse_empty(data)
    refuse_binary(data)
    if data.startswith(_WIDE_MARKS) or _OBJECT.search(data) is None:
        return decode(data).split("\n")
    if _is_old_encoding(data):
        try:
            return decode(data).split("\n")
        except ArticleError:
            return data.split(b"\n")
    return data.split(b"\n")


def _is_old_encoding(data: bytes) -> bool:
    """Whether the file is not UTF-8 and has no line of UTF-8 beyond ASCII: then no line of it is broken."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return not any(_is_utf8_beyond_ascii(line) for line in data.split(b"\n"))
    return False


def _is_utf8_beyond_ascii(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not line.isascii()


def _json_object(line: str | bytes) -> dict[str, Any]:
    if isinstance(line, bytes):
        if b"\x00" in line:
            raise ArticleError("binary_content", f"NUL at byte {line.index(0)} of the line")
        try:
            line = line.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            detail = f"not UTF-8 as the other lines are: {error.reason} at byte {error.start} of the line"
            raise ArticleError("undecodable_text", detail) from error
    try:
        record = json.loads(line)
    # Beside broken JSON: numbers of thousands of digits, brackets nested by the thousand.
    except (ValueError, RecursionError) as error:
        raise ArticleError("invalid_json", f"not JSON: {str(error)[:200]}") from error
    if not isinstance(record, dict):
        raise ArticleError("invalid_json", f"the line is a {type(record).__name__}, not an object")
    return record


def _sample(line: str | bytes) -> str:
    return (
        line[:200].decode("utf-8", "backslashreplace") if isinstance(line, bytes) else encodable(line[:200])
    )
