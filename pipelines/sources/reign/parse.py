"""Bytes of a REIGN leader list to rows, and the project's own notes on it."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, Row
from pipelines.sources.delimited import packaged_rows
from pipelines.sources.raw import Parsed, RawFile

COLUMNS: Final = (
    "ccode",
    "leadid",
    "leader",
    "sdate",
    "smonth",
    "syear",
    "emonth",
    "eyear",
    "birthyear",
)
OFFICE_COLUMNS: Final = ("ccode", "valid_from", "valid_to", "office")
CORRECTION_COLUMNS: Final = ("leadid", "field", "expect", "value", "reason")

_UNDECODABLE: Final = "\ufffd"
_AS_WINDOWS: Final = "dragoman-windows-1252"
_DELIMITERS: Final = (",", ";", "\t")
# A quoted note may run over line ends; one that is never closed must not swallow the leaders after it.
_LONGEST_RECORD: Final = 20


def parse(file: RawFile) -> Parsed:
    """One row per leader and spell, keys as in COLUMNS, empty cells None.

    The file is UTF-8 with single bytes of Windows-1252 among it: each byte that is no UTF-8 is read as that.
    What cannot be read is a reject: the file, where a column lacks, or a line.
    """
    if not file.data.strip():
        return _unreadable(file, "empty_file", "the file has no content")
    text = _decoded(file.data)
    if "\x00" in text:
        return _unreadable(file, "binary_content", "the file has zero bytes: it is no text")
    lines = _lines(text)
    first = next((number for number, line in enumerate(lines, start=1) if line.strip()), None)
    if first is None:  # white space of other encodings
        return _unreadable(file, "empty_file", "the file has no content")
    header, delimiter = _header(lines[first - 1])
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        return _unreadable(file, "missing_column", f"the header lacks {', '.join(missing)}")
    parsed = Parsed()
    for line, record in _records(lines, first + 1, delimiter, len(header)):
        parsed.records += 1
        read = _read(record, delimiter, header)
        if isinstance(read, dict):
            parsed.rows.append(read | {LOCATOR: file.locator, LINE: line})
        else:
            reason, detail = read
            parsed.rejects.append(
                Reject(file.source, file.locator, "raw", reason, detail, line, record.strip())
            )
    return parsed


def offices() -> Parsed:
    """Which office REIGN's leaders of a state hold, where all of them in some years hold the same.

    Rows of `offices.csv` beside this module: COW code, first and last day, either empty where there is no
    limit, office. Written by the project: REIGN itself names no office.
    """
    return _lookup("offices.csv", OFFICE_COLUMNS)


def corrections() -> Parsed:
    """What is wrong in the list for certain: field of a `leadid`, what it has there, what it should have."""
    return _lookup("corrections.csv", CORRECTION_COLUMNS)


def _lookup(name: str, columns: tuple[str, ...]) -> Parsed:
    return packaged_rows(Path(__file__).parent, name, columns)


def _unreadable(file: RawFile, reason: str, detail: str) -> Parsed:
    return Parsed(rejects=[Reject(file.source, file.locator, "raw", reason, detail)], records=1)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors=_AS_WINDOWS)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Error handler of codecs: one byte that is no UTF-8, as Windows-1252 has it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", errors="replace"), error.start + 1


codecs.register_error(_AS_WINDOWS, _as_windows)


def _lines(text: str) -> list[str]:
    # str.splitlines would split at U+0085 and U+2028 too, which are letters of a note here.
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _records(lines: list[str], first: int, delimiter: str, width: int) -> Iterator[tuple[int, str]]:
    """Line and text of each record from line `first` on; not the blank ones.

    A record is a line, or the lines over which a quoted cell of it runs.
    """
    at = first - 1
    while at < len(lines):
        taken = _taken(lines[at : at + _LONGEST_RECORD], delimiter, width)
        record = "\n".join(lines[at : at + taken])
        if record.strip():
            yield at + 1, record
        at += taken


def _taken(lines: list[str], delimiter: str, width: int) -> int:
    """How many of `lines` the record takes that begins on the first of them."""
    quotes = lines[0].count('"')
    for number, line in enumerate(lines[1:], start=2):
        if quotes % 2 == 0 or line.count(delimiter) == width - 1:
            # Closed; or never closed, since here is a record of its own.
            break
        quotes += line.count('"')
        if quotes % 2 == 0:
            return number
    return 1


def _header(line: str) -> tuple[list[str], str]:
    """The names of the columns and what delimits them: that which gives most of COLUMNS."""
    readings = [(_names(line, delimiter), delimiter) for delimiter in _DELIMITERS]
    return max(readings, key=lambda reading: len(set(COLUMNS).intersection(reading[0])))


def _names(line: str, delimiter: str) -> list[str]:
    """The cells of a header; none where it cannot be split, as where one is longer than csv reads."""
    try:
        return [cell.strip().lower() for cell in _cells(line, delimiter)]
    except csv.Error:
        return []


def _cells(record: str, delimiter: str) -> list[str]:
    return next(csv.reader([record], delimiter=delimiter), [])


def _read(record: str, delimiter: str, header: list[str]) -> Row | tuple[str, str]:
    """The row of a record, or reason and detail of why there is none."""
    try:
        cells = _cells(record, delimiter)
    except csv.Error as error:
        return "invalid_csv", f"cannot be split into cells: {error}"
    if len(cells) != len(header):
        return "invalid_csv", f"{len(cells)} cells where the header has {len(header)}"
    row = {name: cells[header.index(name)].strip() or None for name in COLUMNS}
    undecodable = [name for name, cell in row.items() if cell and _UNDECODABLE in cell]
    if undecodable:
        return "undecodable_text", f"{', '.join(undecodable)} has bytes of neither UTF-8 nor Windows-1252"
    return row
