"""dbt's yml files are what the declared tables make them, and every declared table has one."""

from pathlib import Path

import pytest
import yaml

from pipelines.schemas import TABLES
from pipelines.schemas.dbt_yaml import DBT_PROJECT, STAGED, drift, generated_files, main, write
from pipelines.schemas.marts import MART_TABLES


def test_the_files_of_the_project_are_as_declared() -> None:
    assert drift() == []


def test_every_mart_is_a_model_and_every_model_a_mart() -> None:
    models = {path.stem for path in (DBT_PROJECT / "models" / "marts").glob("*.sql")}
    assert models == {table.name for table in MART_TABLES}


def test_every_staged_table_has_its_model() -> None:
    models = {path.stem for path in (DBT_PROJECT / "models" / "staging").rglob("*.sql")}
    assert models == set(STAGED.values())


def test_the_grain_is_the_first_line_of_description_and_of_sql() -> None:
    for table in MART_TABLES:
        folder = DBT_PROJECT / "models" / "marts"
        (model,) = yaml.safe_load((folder / f"{table.name}.yml").read_text(encoding="utf-8"))["models"]
        first = model["description"].splitlines()[0]
        assert first.lower().rstrip(".") == table.grain.lower()
        sql = (folder / f"{table.name}.sql").read_text(encoding="utf-8")
        assert sql.splitlines()[0] == f"-- grain: {table.grain}"


def test_a_source_lies_where_storage_writes_it_and_is_keyed_by_its_table() -> None:
    found = {}
    for path in (DBT_PROJECT / "models" / "staging").rglob("_sources.yml"):
        (source,) = yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]
        found |= {table["name"]: table["config"]["meta"] for table in source["tables"]}
    assert set(found) == set(STAGED)
    for name, meta in found.items():
        assert f"/{TABLES[name].layer}/{name}.parquet" in meta["external_location"]
        assert meta["dagster"]["asset_key"] == [name]


def test_drift_is_told_by_file_and_mended_by_writing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    marts = tmp_path / "models" / "marts"
    by_hand = marts / "_unit_tests.yml"
    by_hand.write_text("version: 2\n")
    assert main(["--check", "--project", str(tmp_path)]) == 0

    changed, missing, left_over = marts / "dim_country.yml", marts / "dim_person.yml", marts / "dim_gone.yml"
    left_over.write_text(missing.read_text())
    missing.unlink()
    changed.write_text(changed.read_text().replace("not_null", "nullable"))
    assert main(["--check", "--project", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "dim_country.yml: not as declared" in told
    assert "dim_person.yml: missing" in told
    assert "dim_gone.yml: no table declares it" in told

    assert main(["--project", str(tmp_path)]) == 0
    assert drift(tmp_path) == []
    assert not left_over.exists()
    assert by_hand.exists()


def test_writing_twice_writes_nothing_the_second_time(tmp_path: Path) -> None:
    assert set(write(tmp_path)) == set(generated_files(tmp_path))
    assert write(tmp_path) == []
