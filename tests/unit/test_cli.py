"""`dragoman release` as people type it: what it says, and its exit codes."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_warehouse import alter, small_home

from pipelines.cli import main
from pipelines.storage import Storage


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return small_home(tmp_path / "home")


def release(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["release", *arguments], env={"DRAGOMAN_HOME": str(home)})


def test_a_release_and_what_has_changed_since(storage: Storage) -> None:
    first = release(storage.home, "1.0")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.startswith("Released 1.0, ")
    assert str(storage.exports / "1.0") in first.stdout
    unchanged = release(storage.home)
    assert unchanged.exit_code == 0
    assert unchanged.stdout == f"Nothing has changed since release 1.0: {storage.exports / '1.0'}\n"
    alter(storage, "delete from marts.dim_country where country_code = 'ARE'")
    second = release(storage.home, "1.1")
    assert second.exit_code == 0
    assert "Against 1.0: 0 added, 0 changed, 1 retracted (CHANGES.md)" in second.stdout


def test_a_refusal_is_one_message_and_exit_code_1(storage: Storage) -> None:
    alter(storage, "insert into marts.dim_country (country_code) values ('KAZ')")
    refused = release(storage.home)
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("dragoman: refused, and nothing was written")
    assert "dim_country: key_unique" in refused.stderr


def test_no_warehouse_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    missing = release(tmp_path)
    assert missing.exit_code == 1
    assert missing.stderr == (
        f"dragoman: {tmp_path}/warehouse.duckdb: not there yet; materialize warehouse first (`dragoman run` does)\n"
    )


def test_a_version_that_is_none_is_a_wrong_command(storage: Storage) -> None:
    wrong = release(storage.home, "latest")
    assert wrong.exit_code == 2
    assert "'latest' is not a version: two to four numbers joined by dots" in wrong.stderr
