"""Exports: every mart of the published warehouse as zstd parquet, with manifest and codebook.

The bytes depend on the rows alone: rows are sorted by the table's declared order, and nothing tells the
time of the run. The work grows with the rows of the marts; one mart is in memory at a time.
"""

import hashlib
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

from pipelines.codebook import codebook_markdown, table_markdown
from pipelines.schemas import Table, codebook_type
from pipelines.schemas.marts import MART_TABLES
from pipelines.settings import PROJECT_ROOT
from pipelines.storage import MissingTableError, Storage, written_aside

MANIFEST: Final = "manifest.json"
CODEBOOK: Final = "codebook.md"
EXPORTED: Final = (
    *(f"{table.name}.parquet" for table in MART_TABLES),
    *(f"{table.name}.codebook.md" for table in MART_TABLES),
    CODEBOOK,
    MANIFEST,
)


class ExportError(ValueError):
    """A mart in the warehouse is not what the schemas declare."""


@dataclass(frozen=True)
class TableFile:
    """A written file of one table: its name, and what it holds."""

    name: str
    table: Table
    rows: int
    byte_count: int
    sha256: str


def export_marts(storage: Storage) -> pl.DataFrame:
    """Write every mart to `exports/`; returns one row per file: file, rows, bytes, sha256.

    Raises MissingTableError where no warehouse is published, ExportError where a mart's columns differ
    from the declared ones. The manifest is written last: what it names is complete.
    """
    files: list[dict[str, Any]] = []
    with opened_warehouse(storage) as connection:
        for table in MART_TABLES:
            frame = read_mart(connection, table)
            path = storage.exports / f"{table.name}.parquet"
            with written_aside(path) as aside:
                frame.write_parquet(aside, compression="zstd")
            _write_text(storage.exports / f"{table.name}.codebook.md", table_markdown(table))
            files.append(_entry(described(path, table, frame.height)))
    _write_text(storage.exports / CODEBOOK, codebook_markdown(MART_TABLES))
    manifest = {"code": code_version(), "files": files}
    _write_text(storage.exports / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    return pl.DataFrame(files).select("file", "rows", "bytes", "sha256")


@contextmanager
def opened_warehouse(storage: Storage) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published warehouse, to read. Raises MissingTableError where there is none."""
    if not storage.warehouse.exists():
        raise MissingTableError(f"{storage.warehouse}: not there yet; materialize warehouse first")
    with duckdb.connect(str(storage.warehouse), read_only=True) as connection:
        # Instants come in the zone of the session, by default the machine's; ours are declared in UTC.
        connection.execute("set timezone = 'UTC'")
        yield connection


def read_mart(connection: duckdb.DuckDBPyConnection, table: Table) -> pl.DataFrame:
    """The rows of a mart in the declared order.

    Raises ExportError where it is not there, or its columns or their types are not the declared ones.
    """
    try:
        frame: pl.DataFrame = connection.sql(f"select * from marts.{table.name}").pl()
    except duckdb.CatalogException as error:
        raise ExportError(f"marts.{table.name} is not in the warehouse: {error}") from error
    if frame.columns != table.column_names:
        raise ExportError(
            f"marts.{table.name} has columns {frame.columns}, declared are {table.column_names}"
        )
    # A cast would hide a type that no reader of the codebook expects.
    differences = [
        f"{name} is {found}, declared {declared}"
        for (name, declared), found in zip(table.polars_schema().items(), frame.dtypes, strict=True)
        if found != declared
    ]
    if differences:
        raise ExportError(f"marts.{table.name}: {'; '.join(differences)}")
    return frame.sort(table.order, nulls_last=True)


def _write_text(path: Path, text: str) -> None:
    with written_aside(path) as aside:
        aside.write_bytes(text.encode())


def described(path: Path, table: Table, rows: int) -> TableFile:
    """What the file at `path`, which holds `rows` rows of `table`, is; reads it once, a piece at a time."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return TableFile(path.name, table, rows, path.stat().st_size, sha256)


def _entry(file: TableFile) -> dict[str, Any]:
    table = file.table
    return {
        "file": file.name,
        "table": table.name,
        "grain": table.grain,
        "rows": file.rows,
        "bytes": file.byte_count,
        "sha256": file.sha256,
        "columns": [{"name": column.name, "type": codebook_type(column.dtype)} for column in table.columns],
    }


def code_version() -> dict[str, str | None]:
    """Version and commit of the code; the commit is None where it does not run from a checkout."""
    return {"version": version("dragoman"), "commit": _commit()}


def _commit() -> str | None:
    """The commit of the code, where it runs from a checkout."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
