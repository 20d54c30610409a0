"""Exports: files, manifest and codebook from a warehouse made here without dbt; and its clear errors."""

import hashlib
import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.export import EXPORTED, ExportError, export_marts
from pipelines.schemas import codebook_type
from pipelines.schemas.marts import MART_TABLES, dim_country, fct_accessions
from pipelines.storage import MissingTableError, Storage

COUNTRIES = [
    ("KAZ", "KZ", "398", "Kazakhstan", None),
    ("ARE", "AE", "784", "Emirates", "United Arab Emirates"),
]


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    """A warehouse with every mart, empty but for two countries in the wrong order."""
    storage = Storage(tmp_path)
    with duckdb.connect(str(storage.warehouse)) as connection:
        connection.execute("create schema marts")
        for table in MART_TABLES:
            columns = ", ".join(f'"{column.name}" {codebook_type(column.dtype)}' for column in table.columns)
            connection.execute(f"create table marts.{table.name} ({columns})")
        connection.executemany(
            "insert into marts.dim_country (country_code, iso2_code, numeric_code, name, official_name) values (?, ?, ?, ?, ?)",
            COUNTRIES,
        )
    return storage


def _alter(storage: Storage, statement: str) -> None:
    with duckdb.connect(str(storage.warehouse)) as connection:
        connection.execute(statement)


def test_every_file_is_written_and_no_other(storage: Storage) -> None:
    export_marts(storage)
    assert sorted(path.name for path in storage.exports.iterdir()) == sorted(EXPORTED)


def test_rows_are_sorted_and_typed_as_declared(storage: Storage) -> None:
    export_marts(storage)
    countries = pl.read_parquet(storage.exports / "dim_country.parquet")
    assert countries.schema == dim_country.polars_schema()
    assert countries["country_code"].to_list() == ["ARE", "KAZ"]
    empty = pl.read_parquet(storage.exports / "fct_accessions.parquet")
    assert empty.schema == fct_accessions.polars_schema()
    assert empty.height == 0


def test_the_manifest_tells_what_the_files_are(storage: Storage) -> None:
    written = export_marts(storage)
    manifest = json.loads((storage.exports / "manifest.json").read_text())
    assert [file["table"] for file in manifest["files"]] == [table.name for table in MART_TABLES]
    for file in manifest["files"]:
        data = (storage.exports / file["file"]).read_bytes()
        assert file["bytes"] == len(data)
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
    assert {file["table"]: file["rows"] for file in manifest["files"]}["dim_country"] == 2
    assert manifest["code"]["version"]
    assert written["rows"].sum() == 2


def test_a_second_export_changes_no_byte(storage: Storage) -> None:
    export_marts(storage)
    before = {path.name: path.read_bytes() for path in storage.exports.iterdir()}
    export_marts(storage)
    assert {path.name: path.read_bytes() for path in storage.exports.iterdir()} == before


def test_the_codebook_names_every_column_and_code(storage: Storage) -> None:
    export_marts(storage)
    whole = (storage.exports / "codebook.md").read_text()
    for table in MART_TABLES:
        part = (storage.exports / f"{table.name}.codebook.md").read_text()
        assert part in whole
        assert table.grain in part
        for column in table.columns:
            assert f"| `{column.name}` | {codebook_type(column.dtype)} |" in part
            for code, meaning in (column.codes or {}).items():
                assert f"- `{code}`: {meaning}" in part


def test_no_warehouse_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(MissingTableError, match=r"warehouse\.duckdb: not there yet"):
        export_marts(Storage(tmp_path))
    assert not (tmp_path / "exports").exists()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("alter table marts.dim_country rename column name to title", "dim_country has columns"),
        ("alter table marts.dim_country add column extra varchar", "dim_country has columns"),
        ("alter table marts.fct_accessions alter claim_count type integer", "claim_count is Int32"),
        ("drop table marts.fct_rejects", "fct_rejects is not in the warehouse"),
    ],
)
def test_a_mart_that_is_not_as_declared_is_a_clear_error(storage: Storage, statement: str, told: str) -> None:
    _alter(storage, statement)
    with pytest.raises(ExportError, match=told):
        export_marts(storage)
    assert not (storage.exports / "manifest.json").exists()
