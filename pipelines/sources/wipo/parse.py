"""Bytes of the membership of WIPO's treaties to rows: one per signature, instrument and entry into force."""

from collections.abc import Iterator, Mapping
from typing import Final

from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, RECORD, Row
from pipelines.sources.csv_records import read_table
from pipelines.sources.raw import Parsed, RawFile
from pipelines.sources.written_dates import NoSuchDateError, iso_date, within_reach

PARTY: Final = "Contracting Party"
TREATY: Final = "Treaty"
SIGNATURE: Final = "Signature Date"
INSTRUMENT_TYPE: Final = "Instrument Type"
INSTRUMENT: Final = "Instrument Date"
IN_FORCE: Final = "Entry Into Force Date"
COLUMNS: Final = (PARTY, TREATY, SIGNATURE, INSTRUMENT_TYPE, INSTRUMENT, IN_FORCE)
_DATES: Final = (SIGNATURE, INSTRUMENT, IN_FORCE)
# A treaty enters into force for a party three months after its instrument, or when enough have joined.
_AHEAD_DAYS: Final = 3660


def parse(file: RawFile) -> Parsed:
    """Rows with `treaty` (WIPO's short name), `participant`, `column`, `terms` (the act in the file's
    words), `act_date` (partial ISO date), `is_withdrawn`, `particulars`, `cell` (as written).

    A record is a date, or the instrument with or without one, or a line that has none of them. Raises
    nothing: a file without its columns is one reject.
    """
    table = read_table(file)
    if not table.header:
        return Parsed(rejects=table.rejects, records=1)
    missing = [name for name in COLUMNS if name not in table.header]
    if missing:
        lacks = f"the header lacks {', '.join(missing)}"
        return Parsed(rejects=[_reject(file, None, "invalid_csv", lacks, None)], records=1)
    parsed = Parsed(rejects=list(table.rejects), records=len(table.rejects))
    for record in table.records:
        cells = dict(zip(table.header, record.cells, strict=True))
        parsed.records += max(1, sum(1 for column in _DATES if _cell(cells, column)))
        for item in _line(file, record.line, cells):
            if isinstance(item, Reject):
                parsed.rejects.append(item)
            else:
                parsed.rows.append(item)
    return parsed


def _line(file: RawFile, line: int, cells: Mapping[str, str]) -> Iterator[Row | Reject]:
    base: Row = {
        "treaty": cells[TREATY],
        "participant": cells[PARTY],
        "particulars": None,
        "is_withdrawn": False,
        LOCATOR: file.locator,
        LINE: line,
    }
    given = [column for column in _DATES if _cell(cells, column)]
    if not given:
        detail = f"no act stands beside {cells[PARTY]!r}"
        yield _reject(file, line, "missing_column", detail, ", ".join(cells.values()))
    for column in given:
        cell = _cell(cells, column)
        absent = [name for name in (PARTY, TREATY) if not cells[name]]
        if absent:
            yield _reject(file, line, "missing_column", f"{column}: no {' and no '.join(absent)}", cell)
            continue
        try:
            day = iso_date(cells[column]) if cells[column] else None
        except NoSuchDateError as error:
            yield _reject(file, line, "invalid_date", f"{column}: {error}", cell)
            continue
        if cells[column] and day is None:
            yield _reject(file, line, "unreadable_value", f"{column}: {cells[column]!r} is no date", cell)
            continue
        ahead = _AHEAD_DAYS if column == IN_FORCE else 1
        if day is not None and not within_reach(day, file.fetched_at.date(), ahead_days=ahead):
            detail = f"{column}: {day} lies before 1800 or in the future"
            yield _reject(file, line, "invalid_date", detail, cell)
            continue
        terms = cells[INSTRUMENT_TYPE] if column == INSTRUMENT else column
        act = {"column": column, "terms": terms, "act_date": day, "cell": cell}
        yield base | act | {RECORD: COLUMNS.index(column) + 1}


def _cell(cells: Mapping[str, str], column: str) -> str:
    """A date as written; of the instrument its type too."""
    if column == INSTRUMENT:
        return ": ".join(part for part in (cells[INSTRUMENT_TYPE], cells[INSTRUMENT]) if part)
    return cells[column]


def _reject(file: RawFile, line: int | None, reason: str, detail: str, sample: str | None) -> Reject:
    return Reject(file.source, file.locator, "raw", reason, detail, line, sample)
