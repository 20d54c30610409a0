"""Read CSV bytes to rows of strings, each with its line, so that whatever does not fit can be named."""

import csv
import io
from collections.abc import Collection
from pathlib import Path

from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR
from pipelines.sources.raw import Parsed, RawFile, read_card


class HeaderError(ValueError):
    """A file whose header lacks a column: nothing in it can be trusted."""


def packaged_rows(folder: Path, name: str, columns: Collection[str]) -> Parsed:
    """Rows of the project's own file `name` beside the source whose source.yml lies in `folder`."""
    card = read_card(folder)
    data = (folder / name).read_bytes()
    return parse_csv(RawFile(card.name, name, data, card.licence, card.retrieved_at), columns)


def parse_csv(file: RawFile, columns: Collection[str]) -> Parsed:
    """Read `file` (UTF-8, with a header) to rows of `columns`; empty cells become None.

    Each row also has `_locator` and `_line`. A row with too few or too many cells is a reject; a header
    without one of `columns` raises HeaderError naming the file and the columns.
    """
    reader = csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline=""))
    header = next(reader, [])
    missing = [column for column in columns if column not in header]
    if missing:
        raise HeaderError(f"{file.source}/{file.locator}:1: the header lacks {', '.join(missing)}")
    parsed = Parsed()
    for cells in reader:
        if not cells:
            continue
        if len(cells) != len(header):
            parsed.rejects.append(
                Reject(
                    source=file.source,
                    locator=file.locator,
                    line=reader.line_num,
                    stage="raw",
                    reason="invalid_csv",
                    detail=f"{len(cells)} cells where the header has {len(header)}",
                    sample=",".join(cells),
                )
            )
            continue
        row = {name: cell.strip() or None for name, cell in zip(header, cells, strict=True)}
        parsed.rows.append(
            {column: row[column] for column in columns} | {LOCATOR: file.locator, LINE: reader.line_num}
        )
    return parsed
