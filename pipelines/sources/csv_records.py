"""CSV bytes of others to records: one that is broken is a reject with its line and costs no other its place."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pipelines.schemas.reject import Reject
from pipelines.sources.raw import RawFile

# A quote that is opened and never closed would take the rest of the file into one cell.
MAX_LINES_OF_A_RECORD: Final = 20
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_UNDECODED: Final = re.compile("[\udc80-\udcff]")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class CsvRecord:
    """The cells of one record, stripped, as many as the header has; `line` counts from 1."""

    line: int
    cells: list[str]


@dataclass
class CsvTable:
    """A file as header and records; `rejects` has one for each record that cannot be read.

    Without a header there is nothing but one reject, of the file.
    """

    header: list[str] = field(default_factory=list)
    records: list[CsvRecord] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def read_table(file: RawFile) -> CsvTable:
    """Read `file` (UTF-8, or UTF-16 with its mark; commas). Raises nothing: what is wrong is a reject.

    Empty lines are no records, nor are lines of nothing but commas. Cells beyond the header that are empty
    are let go.
    """
    if not file.data.strip():
        return CsvTable(rejects=[_reject(file, None, "empty_file", "the file is empty")])
    try:
        text = _text(file.data)
    except UnicodeDecodeError as error:
        return CsvTable(
            rejects=[_reject(file, None, "undecodable_text", f"neither UTF-8 nor UTF-16: {error}")]
        )
    lines = _records(_LINE_END.split(text))
    line, joined, cells = next(((n, t, c) for n, t, c in lines if t.strip()), (1, "", None))
    if cells is None or _UNDECODED.search(joined):
        return CsvTable(rejects=[_reject(file, line, "invalid_csv", "the header cannot be read", joined)])
    table = CsvTable([" ".join(name.split()) for name in cells])
    while table.header and not table.header[-1]:
        table.header.pop()
    if not table.header:
        return CsvTable(rejects=[_reject(file, line, "invalid_csv", "the header names no column", joined)])
    width = len(table.header)
    for line, joined, cells in lines:
        if cells is None:
            table.rejects.append(_reject(file, line, "invalid_csv", "a quote is not closed", joined))
        elif not any(cells):
            continue
        elif _UNDECODED.search(joined):
            table.rejects.append(_reject(file, line, "undecodable_text", "bytes that are not UTF-8", joined))
        elif len(cells) < width or any(cells[width:]):
            detail = f"{len(cells)} cells where the header has {width}"
            table.rejects.append(_reject(file, line, "invalid_csv", detail, joined))
        else:
            table.records.append(CsvRecord(line, cells[:width]))
    return table


def _text(data: bytes) -> str:
    """Bytes that are not UTF-8 stay marked, so that only their own lines are lost."""
    if data.startswith(_UTF16):
        return data.decode("utf-16")
    return data.decode("utf-8-sig", errors="surrogateescape")


def _records(lines: list[str]) -> Iterator[tuple[int, str, list[str] | None]]:
    """Each record's first line, text and stripped cells; None where a quote is not closed.

    A record goes on over lines while a quote is open. Where that leads nowhere the first line alone is
    broken, and reading goes on with the next.
    """
    width = 0
    position = 0
    while position < len(lines):
        text, taken = lines[position], 1
        while text.count('"') % 2 and taken < MAX_LINES_OF_A_RECORD and position + taken < len(lines):
            text += "\n" + lines[position + taken]
            taken += 1
        cells = _cells(text)
        if taken > 1 and (cells is None or (width and len(cells) != width)):
            text, taken, cells = lines[position], 1, None
        yield position + 1, text, cells
        if text.strip():
            width = width or len(cells or ())
        position += taken


def _cells(text: str) -> list[str] | None:
    if '"' not in text:
        return [cell.strip() for cell in text.split(",")]
    if text.count('"') % 2:
        return None
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return None
    return [cell.strip() for cell in rows[0]] if len(rows) == 1 else None


def _reject(file: RawFile, line: int | None, reason: str, detail: str, sample: str | None = None) -> Reject:
    return Reject(
        source=file.source,
        locator=file.locator,
        line=line,
        stage="raw",
        reason=reason,
        detail=detail,
        sample=None if sample is None else _UNDECODED.sub("�", sample),
    )
