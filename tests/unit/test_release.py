"""Releases of a small warehouse: whole or not at all, never twice, refused where rows are wrong; and who reads them."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_warehouse import AGREEMENTS, alter, small_home

from pipelines.export import ExportError
from pipelines.release import (
    RELEASED,
    ReleaseError,
    VersionError,
    last_release,
    make_release,
    next_version,
)
from pipelines.schemas.marts import MART_TABLES, dim_agreement
from pipelines.schemas.releases import changes
from pipelines.storage import MissingTableError, Storage

DAY = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 26, 0, 10, tzinfo=UTC)
RENAME = "update marts.dim_country set name = 'Türkiye' where country_code = 'TUR'"
RETRACT = "delete from marts.dim_country where country_code = 'ARE'"
ADD = "insert into marts.dim_country (country_code, name) values ('XKX', 'Kosovo')"


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return small_home(tmp_path / "home [1]")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a first release, to be looked at and not to be changed."""
    return make_release(small_home(tmp_path_factory.mktemp("released") / "home"), now=DAY).folder


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_release_holds_what_it_promises_and_nothing_else(released: Path) -> None:
    assert released.name == "2026.11.25"
    assert sorted(path.name for path in released.iterdir()) == sorted(RELEASED)
    assert [path.name for path in released.parent.iterdir() if path.name.startswith(".")] == []


def test_everybody_may_read_it(released: Path) -> None:
    assert released.stat().st_mode & 0o777 == 0o755
    assert {path.stat().st_mode & 0o777 for path in released.iterdir()} == {0o644}


def test_the_checksums_are_those_of_sha256sum(released: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=released,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {line.split(": ")[0] for line in done.stdout.splitlines()} == set(RELEASED) - {"SHA256SUMS"}


def test_a_first_release_has_nothing_to_compare_with(released: Path) -> None:
    assert "nothing to compare it with" in (released / "CHANGES.md").read_text()
    written = pl.read_parquet(released / "changes.parquet")
    assert written.schema == changes.polars_schema()
    assert written.height == 0


def test_the_figures_of_the_extractor_come_along(released: Path) -> None:
    assert json.loads((released / "quality.json").read_text())["extractor_version"] == "test"


@pytest.mark.parametrize("table", MART_TABLES, ids=lambda table: table.name)
def test_polars_duckdb_and_pandas_read_every_table(released: Path, table) -> None:
    path = released / f"{table.name}.parquet"
    by_polars = pl.read_parquet(path)
    assert by_polars.schema == table.polars_schema()
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        by_duckdb = connection.sql("select * from read_parquet($path)", params={"path": str(path)}).pl()
    assert by_duckdb.equals(by_polars)
    by_pandas = pd.read_parquet(path)
    assert list(by_pandas.columns) == table.column_names
    assert len(by_pandas) == by_polars.height
    assert by_pandas[table.key[0]].tolist() == by_polars[table.key[0]].to_list()


def test_lists_and_dates_arrive_in_each_reader(released: Path) -> None:
    path = released / "dim_agreement.parquet"
    first = pl.read_parquet(path).row(0, named=True)
    assert (first["founding_members"], str(first["opened_date"])) == (["FRA", "GBR"], "1949-04-04")
    with duckdb.connect() as connection:
        query = "select founding_members, opened_date::varchar from read_parquet($path) limit 1"
        assert connection.sql(query, params={"path": str(path)}).fetchall() == [
            (["FRA", "GBR"], "1949-04-04")
        ]
    row = pd.read_parquet(path).iloc[0]
    assert (list(row["founding_members"]), str(row["opened_date"])) == (["FRA", "GBR"], "1949-04-04")


def test_the_parquet_keeps_to_what_older_readers_have(released: Path) -> None:
    """R's arrow before 18 knows no views of strings; its builds for Windows and macOS have zstd, not every codec."""
    for path in released.glob("*.parquet"):
        file = pq.ParquetFile(path)
        for of in file.schema_arrow:
            kind = (
                of.type.value_type
                if pa.types.is_large_list(of.type) or pa.types.is_list(of.type)
                else of.type
            )
            for is_young in (pa.types.is_string_view, pa.types.is_list_view, pa.types.is_dictionary):
                assert not is_young(kind), (path.name, of)
        for group in range(file.num_row_groups):
            columns = file.metadata.row_group(group)
            codecs = {columns.column(index).compression for index in range(columns.num_columns)}
            assert codecs <= {"ZSTD", "UNCOMPRESSED"}, path.name


def test_nothing_is_written_where_nothing_has_changed(storage: Storage) -> None:
    first = make_release(storage, now=DAY)
    before = tree(storage.exports)
    again = make_release(storage, "9.0", now=LATER)
    assert (again.is_new, again.version, again.folder) == (False, "2026.11.25", first.folder)
    assert again.rows == first.rows == 3 + AGREEMENTS
    assert tree(storage.exports) == before


def test_added_changed_and_retracted_rows_are_told_by_key(storage: Storage) -> None:
    make_release(storage, now=DAY)
    before = tree(storage.exports)
    alter(storage, RENAME, RETRACT, ADD)
    second = make_release(storage, now=LATER)
    assert (second.version, second.previous, second.is_new) == ("2026.11.26", "2026.11.25", True)
    told = pl.read_parquet(second.folder / "changes.parquet", glob=False)
    assert told.schema == changes.polars_schema()
    assert told.rows() == [
        ("2026.11.26", "2026.11.25", "dim_country", "XKX", "added", []),
        ("2026.11.26", "2026.11.25", "dim_country", "TUR", "changed", ["name"]),
        ("2026.11.26", "2026.11.25", "dim_country", "ARE", "retracted", []),
    ]
    text = (second.folder / "CHANGES.md").read_text()
    assert "| `dim_country` | 1 | 1 | 1 | 3 |" in text
    assert "- `TUR` (`TR`, `Türkiye`): `name` `Turkey` → `Türkiye`" in text
    assert "- `ARE` (`AE`, `Emirates`)" in text
    assert f"| `dim_agreement` | 0 | 0 | 0 | {AGREEMENTS} |" in text
    assert "## dim_agreement" not in text
    assert {name: data for name, data in tree(storage.exports).items() if name in before} == before


def test_a_day_with_other_content_gets_a_number_more(storage: Storage) -> None:
    versions = [make_release(storage, now=DAY).version]
    for statement in (RENAME, RETRACT):
        alter(storage, statement)
        versions.append(make_release(storage, now=DAY).version)
    assert versions == ["2026.11.25", "2026.11.25.1", "2026.11.25.2"]
    last = last_release(storage.exports)
    assert last is not None
    assert last.version == "2026.11.25.2"


def test_the_tenth_of_a_day_comes_after_the_ninth(tmp_path: Path) -> None:
    for name in ("2026.11.25", "2026.11.25.9", "2026.11.25.10", "2026.11.25.x", "2026.11.250"):
        (tmp_path / name).mkdir()
    assert next_version(tmp_path, DAY) == "2026.11.25.11"
    assert next_version(tmp_path, LATER) == "2026.11.26"


@pytest.mark.parametrize(
    "version", ["v1.0", "1", "1.0.0.0.0", "2026-11-25", "../1.0", "1.0\n", "1..0", "١.٠", ""]
)
def test_what_is_no_version_is_refused(storage: Storage, version: str) -> None:
    before = tree(storage.home)
    with pytest.raises(VersionError, match="two to four numbers joined by dots"):
        make_release(storage, version, now=DAY)
    assert tree(storage.home) == before


def test_a_version_that_is_there_is_never_written_again(storage: Storage) -> None:
    make_release(storage, "1.0", now=DAY)
    before = tree(storage.exports)
    alter(storage, RENAME)
    with pytest.raises(ReleaseError, match=r"1\.0 is there already"):
        make_release(storage, "1.0", now=LATER)
    assert tree(storage.exports) == before


def test_folders_that_are_no_releases_of_ours_do_not_count(storage: Storage) -> None:
    first = make_release(storage, "1.0", now=DAY)
    shutil.copytree(first.folder, storage.exports / "copy")
    shutil.copytree(first.folder, storage.exports / ".release-copy")
    for name, text in {
        "7.0": "{",
        "7.1": json.dumps({"name": "another", "version": "7.1", "created": "2030-01-01T00:00:00Z"}),
        "7.2": json.dumps({"name": "dragoman", "version": "7.2", "created": "yesterday", "resources": []}),
    }.items():
        (storage.exports / name).mkdir()
        (storage.exports / name / "datapackage.json").write_text(text)
    (storage.exports / "7.3").mkdir()
    last = last_release(storage.exports)
    assert last is not None
    assert last.version == "1.0"
    alter(storage, RENAME)
    assert make_release(storage, now=LATER).previous == "1.0"
    assert (storage.exports / "7.0" / "datapackage.json").read_text() == "{"


def test_the_last_is_the_one_made_last_whatever_its_number(storage: Storage) -> None:
    make_release(storage, "9.0", now=DAY)
    alter(storage, RENAME)
    make_release(storage, "2.0", now=LATER)
    last = last_release(storage.exports)
    assert last is not None
    assert last.version == "2.0"


def test_a_release_that_is_killed_leaves_nothing_for_a_release(storage: Storage) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DRAGOMAN")}
    dragoman = Path(sys.executable).with_name("dragoman")
    with subprocess.Popen(
        [dragoman, "release"],
        env=environment | {"DRAGOMAN_HOME": str(storage.home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        first = f"{MART_TABLES[0].name}.parquet"
        until = time.monotonic() + 120
        while not any(path.name == first for path in storage.exports.rglob("*.parquet")):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    (left,) = (path for path in storage.exports.iterdir() if path.is_dir())
    assert left.name.startswith(".release-")
    assert last_release(storage.exports) is None
    made = make_release(storage, now=DAY)
    assert sorted(path for path in storage.exports.iterdir() if path.is_dir()) == [made.folder]


def test_one_release_at_a_time(storage: Storage) -> None:
    with (storage.home / "release.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ReleaseError, match="another release is under way"):
            make_release(storage, now=DAY)
    assert make_release(storage, now=DAY).is_new


def test_a_blocking_expectation_that_fails_refuses_the_release(storage: Storage) -> None:
    alter(
        storage,
        "insert into marts.dim_country (country_code) values ('KAZ')",
        "delete from marts.dim_agreement where agreement > 'treaty-0002'",
    )
    before = tree(storage.exports)
    with pytest.raises(ReleaseError) as refusal:
        make_release(storage, now=DAY)
    first, *failures = str(refusal.value).splitlines()
    assert first == "refused, and nothing was written: of the expectations that block, 2 failed"
    assert failures[0].startswith("  dim_country: key_unique: ")
    assert failures[0].endswith(" Unexpected: 2. Samples: KAZ")
    assert failures[1].startswith("  dim_agreement: row_count_in_range: ")
    assert failures[1].endswith("Observed: 3.")
    assert tree(storage.exports) == before
    assert [path for path in storage.exports.iterdir() if path.is_dir()] == []


def test_an_expectation_that_only_warns_refuses_nothing(storage: Storage) -> None:
    alter(storage, "update marts.dim_agreement set source_url = 'a book' where agreement = 'treaty-0001'")
    assert make_release(storage, now=DAY).is_new


def test_a_mart_that_is_not_as_declared_refuses_the_release(storage: Storage) -> None:
    alter(storage, "alter table marts.dim_country add column extra varchar")
    with pytest.raises(ExportError, match="dim_country has columns"):
        make_release(storage, now=DAY)
    assert [path for path in storage.exports.iterdir() if path.is_dir()] == []


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingTableError, match=r"warehouse\.duckdb: not there yet"):
        make_release(Storage(tmp_path / "empty"), now=DAY)
    assert not (tmp_path / "empty").exists()
    storage = small_home(tmp_path / "home")
    storage.quality.unlink()
    with pytest.raises(
        MissingTableError, match=r"quality\.json: not there yet; materialize extraction_quality"
    ):
        make_release(storage, now=DAY)
    assert list(storage.exports.iterdir()) == []


def test_a_last_release_that_was_tampered_with_is_not_compared_with(storage: Storage) -> None:
    first = make_release(storage, now=DAY)
    shutil.copyfile(first.folder / "dim_person.parquet", first.folder / "dim_country.parquet")
    alter(storage, RENAME)
    with pytest.raises(ReleaseError, match=r"dim_country\.parquet is not the file that was released"):
        make_release(storage, now=LATER)
    assert [path.name for path in storage.exports.iterdir() if path.is_dir()] == [first.version]


def test_a_table_of_the_last_release_that_is_no_more_is_retracted(storage: Storage) -> None:
    """As after a mart was dropped: the last release has one that nobody declares."""
    first = make_release(storage, now=DAY)
    descriptor = first.folder / "datapackage.json"
    package = json.loads(descriptor.read_text())
    (agreements,) = (each for each in package["resources"] if each["name"] == dim_agreement.name)
    package["resources"].append(agreements | {"name": "dim_treaty"})
    descriptor.write_text(json.dumps(package))
    second = make_release(storage, now=LATER)
    (dropped,) = (each for each in second.changes if each.table_name == "dim_treaty")
    assert dropped.counts == {"retracted": AGREEMENTS}
    text = (second.folder / "CHANGES.md").read_text()
    assert "The table is not in this release." in text
    assert f"- … and {AGREEMENTS - 10:,} more" in text
