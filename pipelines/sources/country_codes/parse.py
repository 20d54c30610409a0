"""Bytes of country-codes.csv to rows of text, one for each country.

The file: https://github.com/datasets/country-codes. Cells without a value are empty, a blank or a
no-break space; `NA` is Namibia.
"""

import csv
import re
from collections.abc import Iterator
from typing import Final

from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, RECORD, Row
from pipelines.sources.raw import Parsed, RawFile

ISO3: Final = "ISO3166-1-Alpha-3"
ISO2: Final = "ISO3166-1-Alpha-2"
ISO_NUMERIC: Final = "ISO3166-1-numeric"
M49: Final = "M49"
FIPS: Final = "FIPS"
WIKIDATA: Final = "wikidata_id"
CLDR: Final = "CLDR display name"

CODES: Final = (ISO3, ISO2, ISO_NUMERIC, M49, FIPS)
# What versions of the file may lack: names and Wikidata came in later.
OPTIONAL: Final = (
    WIKIDATA,
    CLDR,
    *(f"official_name_{language}" for language in ("ar", "cn", "en", "es", "fr", "ru")),
    *(
        f"UNTERM {language} {form}"
        for language in ("Arabic", "Chinese", "English", "French", "Russian", "Spanish")
        for form in ("Short", "Formal")
    ),
)

# A quoted cell that is closed where a cell ends; line breaks inside it are part of its text. A quote that is
# never closed does not match, so that it costs its own line only.
_QUOTED: Final = re.compile(r'(?:(?<=,)|(?<=\n)|^)"(?:[^"]|"")*"(?=,|\r?\n|\r?$)')
_BREAK: Final = "\ue000"
# What stands for bytes that are no text: of UTF-8 each byte keeps its value, of UTF-16 none does.
_UNDECODED: Final = re.compile("[\udc80-\udcff\ufffd]")


def parse(file: RawFile) -> Parsed:
    """Rows of `file`, keys as in its header, empty cells None, with `_locator`, `_line` and `_record`.

    A file that has no text, or whose header lacks a code, is one reject; a line that has bytes of no text, or
    does not fit the header, is another, and costs no other line. Never raises.
    """
    records = list(_records(_decoded(file.data)))
    if not records:
        return _unusable(file, "empty_file", "the file has no text")
    header_line, header_text = records[0]
    header = _cells(header_text)
    missing = [name for name in CODES if name not in (header or [])]
    if header is None or missing:
        return _unusable(
            file, "invalid_csv", f"the header lacks {', '.join(missing)}", header_line, header_text
        )
    parsed = Parsed(records=len(records) - 1)
    for line, record in records[1:]:
        cells = _cells(record)
        fault = _fault(record, cells, header)
        if fault is not None:
            reason, detail = fault
            parsed.rejects.append(
                Reject(
                    source=file.source,
                    locator=file.locator,
                    line=line,
                    stage="raw",
                    reason=reason,
                    detail=detail,
                    sample=_shown(record),
                )
            )
            continue
        parsed.rows.append(_row(dict(zip(header, cells or [], strict=True)), file.locator, line))
    return parsed


def _fault(record: str, cells: list[str] | None, header: list[str]) -> tuple[str, str] | None:
    """Reason and particulars of what is wrong with a record, or None."""
    if _UNDECODED.search(record):
        return "undecodable_text", "the line has bytes that are neither UTF-8 nor UTF-16 with a mark"
    if cells is None:
        return "invalid_csv", "a quotation mark is not closed, or stands inside a cell"
    if len(cells) != len(header):
        return "invalid_csv", f"{len(cells)} cells where the header has {len(header)}"
    if not cells[header.index(ISO3)].strip():
        return "missing_column", f"{ISO3} is empty"
    return None


def _row(cells: dict[str, str], locator: str, line: int) -> Row:
    values = {name: cells.get(name, "").strip() or None for name in (*CODES, *OPTIONAL)}
    return {**values, LOCATOR: locator, LINE: line, RECORD: line}


def _decoded(data: bytes) -> str:
    """Bytes that are no text stay marked, so that only their own lines are lost."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="surrogateescape")


def _shown(text: str) -> str:
    return _UNDECODED.sub("\ufffd", text)


def _records(text: str) -> Iterator[tuple[int, str]]:
    """The lines that have text, each with its number; a line break inside a quoted cell ends none."""
    joined = _QUOTED.sub(lambda cell: cell[0].replace("\r\n", _BREAK).replace("\n", _BREAK), text)
    number = 1
    for line in re.split(r"\r\n|\n|\r", joined):
        if line.strip():
            yield number, line
        number += 1 + line.count(_BREAK)


def _cells(record: str) -> list[str] | None:
    """The cells of one line, or None where its quotation marks do not fit."""
    try:
        cells = next(csv.reader([record], strict=True), [])
    except csv.Error:
        return None
    return [cell.replace(_BREAK, "\n") for cell in cells]


def _unusable(
    file: RawFile, reason: str, detail: str, line: int | None = None, sample: str | None = None
) -> Parsed:
    reject = Reject(
        source=file.source,
        locator=file.locator,
        line=line,
        stage="raw",
        reason=reason,
        detail=detail,
        sample=None if sample is None else _shown(sample),
    )
    return Parsed(rejects=[reject], records=1)
