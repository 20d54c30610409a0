"""Exports: every mart of the published warehouse as zstd parquet, with manifest and codebook.

The bytes depend on the rows alone: rows are sorted by the table's declared order, and nothing tells the
time of the run. The work grows with the rows of the marts; one mart is in memory at a time.
"""

import hashlib
import json
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

from pipelines.schemas import Column, Table, codebook_type
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


def export_marts(storage: Storage) -> pl.DataFrame:
    """Write every mart to `exports/`; returns one row per file: file, rows, bytes, sha256.

    Raises MissingTableError where no warehouse is published, ExportError where a mart's columns differ
    from the declared ones. The manifest is written last: what it names is complete.
    """
    if not storage.warehouse.exists():
        raise MissingTableError(f"{storage.warehouse}: not there yet; materialize warehouse first")
    files: list[dict[str, Any]] = []
    with duckdb.connect(str(storage.warehouse), read_only=True) as connection:
        for table in MART_TABLES:
            frame = _read(connection, table)
            path = storage.exports / f"{table.name}.parquet"
            with written_aside(path) as aside:
                frame.write_parquet(aside, compression="zstd")
            _write_text(storage.exports / f"{table.name}.codebook.md", _codebook(table))
            files.append(_entry(path, table, frame.height))
    _write_text(storage.exports / CODEBOOK, "# Codebook\n\n" + "\n".join(map(_codebook, MART_TABLES)))
    manifest = {"code": {"version": version("dragoman"), "commit": _commit()}, "files": files}
    _write_text(storage.exports / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    return pl.DataFrame(files).select("file", "rows", "bytes", "sha256")


def _read(connection: duckdb.DuckDBPyConnection, table: Table) -> pl.DataFrame:
    """The rows of a mart in the declared order; its columns and their types must be the declared ones."""
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


def _entry(path: Path, table: Table, rows: int) -> dict[str, Any]:
    data = path.read_bytes()
    return {
        "file": path.name,
        "table": table.name,
        "grain": table.grain,
        "rows": rows,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "columns": [{"name": column.name, "type": codebook_type(column.dtype)} for column in table.columns],
    }


def _commit() -> str | None:
    """The commit of the code, where it runs from a checkout."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _codebook(table: Table) -> str:
    """One table's codebook entry as Markdown."""
    lines = [
        f"## {table.name}",
        "",
        table.description,
        "",
        f"One row: {table.grain}. Key: {', '.join(f'`{name}`' for name in table.key)}.",
        "",
        "| column | type | null | description |",
        "|---|---|---|---|",
        *(_codebook_row(column) for column in table.columns),
        "",
    ]
    for column in table.columns:
        if column.codes:
            lines += [f"Codes of `{column.name}`:", ""]
            lines += [f"- `{code}`: {meaning}" for code, meaning in column.codes.items()]
            lines.append("")
    return "\n".join(lines)


def _codebook_row(column: Column) -> str:
    unit = f" [{column.unit}]" if column.unit else ""
    reference = f" → `{column.references}`" if column.references else ""
    null = "yes" if column.nullable else "no"
    return f"| `{column.name}` | {codebook_type(column.dtype)} | {null} | {column.description}{unit}{reference} |"
