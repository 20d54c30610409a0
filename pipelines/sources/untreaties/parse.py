"""Bytes of the UN Treaty Collection to rows: one per act in a cell of a status table.

A file is the status table of one treaty and has its number (26-9.csv is XXVI-9); index.csv has the titles.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, RECORD, Row
from pipelines.sources.csv_records import CsvRecord, read_table
from pipelines.sources.raw import Parsed, RawFile
from pipelines.sources.untreaties.cells import DatedLetter, UnreadableCellError, read_cell
from pipelines.sources.untreaties.columns import ActColumn, act_column, is_particular
from pipelines.sources.written_dates import NoSuchDateError, within_reach

INDEX: Final = "index.csv"
_INDEX_COLUMNS: Final = ("chapter_no", "treaty_no", "treaty_name", "url")
_PARTICIPANT: Final = frozenset({"participant", "participants", "contracting party", "party", "state"})
_NUMBER: Final = re.compile(
    r"(?P<chapter>\d{1,2}|[ivxl]+)-(?P<rest>\d{1,3}[a-z]?(?:[-.](?:\d{1,3}[a-z]?|[a-z]))*)"
)
# A withdrawal is deposited a year before it takes effect, an entry into force follows within months.
_AHEAD: Final = re.compile(r"force|withdraw|denunci|terminat|effect", re.IGNORECASE)
_AHEAD_DAYS: Final = 3660
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50}


def parse(file: RawFile) -> Parsed:
    """Rows of one file. Of a status table: `treaty`, `participant`, `column` (header as in the file),
    `terms` (what the header says of the cell's letter, joined by |), `act_date` (partial ISO date),
    `is_withdrawn`, `particulars`, `cell` (as written). Of index.csv: its columns.

    A record is a non-empty cell in a column of acts, or a line that has none; of index.csv a line. A cell
    of which a part cannot be read is a reject as a whole. Raises nothing.
    """
    if PurePosixPath(file.locator).name.lower() == INDEX:
        return _index(file)
    number = treaty_number(file.locator)
    if number is None:
        return _rejected(file, "unsupported_type", "the file's name is not the number of a treaty")
    table = read_table(file)
    if not table.header:
        return Parsed(rejects=table.rejects, records=1)
    if table.header[0].casefold() not in _PARTICIPANT:
        return _rejected(file, "invalid_csv", f"the first column is {table.header[0]!r}, not Participant")
    columns = [None if is_particular(name) else act_column(name) for name in table.header[1:]]
    parsed = Parsed(rejects=list(table.rejects), records=len(table.rejects))
    for record in table.records:
        parsed.records += _count(record, columns)
        for item in _line(file, number, record, table.header, columns):
            if isinstance(item, Reject):
                parsed.rejects.append(item)
            else:
                parsed.rows.append(item)
    return parsed


def treaty_number(locator: str) -> str | None:
    """The number of the treaty in a file's name as chapter-number[-part], chapters in Arabic figures.

    "treaties/26-9.csv", "XXVI-9.csv" and "26-2.a.csv" have one; None where there is none.
    """
    found = _NUMBER.fullmatch(PurePosixPath(locator).stem.lower())
    if found is None:
        return None
    chapter = found["chapter"]
    number = int(chapter) if chapter.isdigit() else _from_roman(chapter)
    return f"{number}-{found['rest'].replace('.', '-')}"


def _count(record: CsvRecord, columns: Sequence[ActColumn | None]) -> int:
    cells = zip(record.cells[1:], columns, strict=True)
    return max(1, sum(1 for cell, column in cells if cell and column is not None))


def _line(
    file: RawFile,
    treaty: str,
    record: CsvRecord,
    header: Sequence[str],
    columns: Sequence[ActColumn | None],
) -> Iterator[Row | Reject]:
    participant = record.cells[0]
    cells = list(enumerate(zip(record.cells[1:], columns, strict=True), 2))
    particulars = [f"{header[n - 1]} {cell}" for n, (cell, column) in cells if cell and column is None]
    acts = [(n, cell, column) for n, (cell, column) in cells if cell and column is not None]
    base: Row = {
        "treaty": treaty,
        "participant": participant,
        "particulars": "; ".join(particulars) or None,
        LOCATOR: file.locator,
        LINE: record.line,
    }
    if not acts and participant and all(column is None for column in columns):
        # The list of who takes part, and nothing else: I-4, declarations on the Court's jurisdiction.
        name = header[0]
        act = {"column": name, "terms": name, "act_date": None, "is_withdrawn": False, "cell": participant}
        yield base | act | {RECORD: 1}
    elif not acts:
        why = f"no act stands beside {participant!r}" if participant else "neither participant nor act"
        yield _reject(file, record.line, "missing_column", why, ", ".join(record.cells))
    for number, cell, column in acts:
        where = f"column {number} ({column.name})"
        if not participant:
            yield _reject(file, record.line, "missing_column", f"{where}: no participant", cell)
            continue
        try:
            dated = read_cell(cell)
        except UnreadableCellError as error:
            yield _reject(file, record.line, "unreadable_value", f"{where}: {error}", cell)
            continue
        except NoSuchDateError as error:
            yield _reject(file, record.line, "invalid_date", f"{where}: {error}", cell)
            continue
        fault = _fault(dated, column, file.fetched_at.date())
        if fault is not None:
            yield _reject(file, record.line, fault[0], f"{where}: {fault[1]}", cell)
            continue
        for one in dated:
            yield base | {
                "column": column.name,
                "terms": "|".join(column.terms(one.letter)),
                "act_date": one.date,
                "is_withdrawn": one.is_bracketed or _is_bracketed(participant),
                "cell": cell,
                RECORD: number,
            }


def _fault(dated: Sequence[DatedLetter], column: ActColumn, fetched: date) -> tuple[str, str] | None:
    """Reason and detail of the first act of a cell that its header does not explain or that cannot be."""
    for one in dated:
        terms = column.terms(one.letter)
        if not terms and one.letter is None:
            return "unknown_code", "the header has several acts and a letter for each, the cell has none"
        if not terms:
            return "unknown_code", f"the header does not say what {one.letter!r} means"
        ahead = _AHEAD_DAYS if any(_AHEAD.search(term) for term in terms) else 1
        if not within_reach(one.date, fetched, ahead_days=ahead):
            return "invalid_date", f"{one.date} lies before 1800 or in the future"
    return None


def _is_bracketed(participant: str) -> bool:
    return participant.startswith("[")


def _index(file: RawFile) -> Parsed:
    """Rows of index.csv, one per treaty."""
    table = read_table(file)
    if not table.header:
        return Parsed(rejects=table.rejects, records=1)
    missing = [name for name in _INDEX_COLUMNS if name not in table.header]
    if missing:
        return _rejected(file, "invalid_csv", f"the header lacks {', '.join(missing)}")
    parsed = Parsed(rejects=list(table.rejects), records=len(table.rejects) + len(table.records))
    for record in table.records:
        row = dict(zip(table.header, record.cells, strict=True))
        number = treaty_number(f"{row['chapter_no']}-{row['treaty_no']}.csv")
        if number is None or not row["treaty_name"]:
            detail = "no number of a treaty" if number is None else "no title"
            parsed.rejects.append(
                _reject(file, record.line, "missing_column", detail, ", ".join(record.cells))
            )
            continue
        place = {LOCATOR: file.locator, LINE: record.line, RECORD: 1}
        parsed.rows.append({"treaty": number, "title": row["treaty_name"], "url": row["url"] or None} | place)
    return parsed


def _from_roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _rejected(file: RawFile, reason: str, detail: str) -> Parsed:
    return Parsed(rejects=[_reject(file, None, reason, detail, None)], records=1)


def _reject(file: RawFile, line: int | None, reason: str, detail: str, sample: str | None) -> Reject:
    return Reject(file.source, file.locator, "raw", reason, detail, line, sample)
