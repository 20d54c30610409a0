"""dbt's yml files, written from the declared tables, so that a column is described in one place only.

`python -m pipelines.schemas.dbt_yaml` writes them; `--check` writes nothing and exits 1 where a file is
not as declared, is missing, or lies there without a table. Unit tests and everything about models that no
table declares stand in yml files written by hand, which this module leaves alone.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from pipelines.schemas.core import Column, Table, codebook_type
from pipelines.schemas.marts import MART_TABLES
from pipelines.schemas.registry import TABLES

DBT_PROJECT: Final = Path(__file__).resolve().parents[2] / "dbt_project"
HEADER: Final = "# Written by `python -m pipelines.schemas.dbt_yaml` from pipelines/schemas; do not edit.\n"

SOURCES: Final[Mapping[str, str]] = {
    "news": "Articles as normalized, what the extractor found in them, and what could not be used.",
    "reference": "States and their codes, agreements, treaty actions, memberships, office holders, official trips.",
}

# The staging model of each table that dbt reads; the folder is the source.
STAGED: Final[Mapping[str, str]] = {
    "norm_articles": "stg_news__articles",
    "mention_accessions": "stg_news__accession_mentions",
    "mention_meetings": "stg_news__meeting_mentions",
    "rejects": "stg_news__rejects",
    "norm_states": "stg_reference__states",
    "norm_country_codes": "stg_reference__country_codes",
    "norm_agreements": "stg_reference__agreements",
    "norm_memberships": "stg_reference__memberships",
    "norm_offices": "stg_reference__offices",
    "norm_treaties": "stg_reference__treaties",
    "norm_treaty_actions": "stg_reference__treaty_actions",
    "norm_leaders": "stg_reference__leaders",
    "norm_person_keys": "stg_reference__person_keys",
    "norm_official_trips": "stg_reference__official_trips",
    "norm_trip_meetings": "stg_reference__trip_meetings",
}

# What staging calls a column otherwise than its table: keywords of SQL, and booleans without `is_`.
RENAMED: Final[Mapping[str, str]] = {"date": "stated_date", "visit": "is_visit"}


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as yml files written by hand do, and never writes aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)


def _source_of(model: str) -> str:
    return model.removeprefix("stg_").split("__")[0]


def _location(table: Table) -> str:
    """What DuckDB reads; a quotation mark in the home's path is doubled, as SQL wants it."""
    home = """{{ env_var("DRAGOMAN_HOME") | replace("'", "''") }}"""
    return f"read_parquet('{home}/{table.layer}/{table.name}.parquet')"


def _described(column: Column, name: str | None = None) -> dict[str, Any]:
    return {
        "name": name or column.name,
        "description": column.description if column.unit is None else f"{column.description} [{column.unit}]",
        "data_type": codebook_type(column.dtype),
    }


def _description(table: Table) -> str:
    return f"{table.grain[0].upper()}{table.grain[1:]}.\n\n{table.description}"


def _column_tests(table: Table, column: Column) -> list[Any]:
    """The generic tests of one column.

    Not null is a constraint of the contract, which DuckDB enforces while it writes: a test would repeat it.
    """
    tests: list[Any] = []
    if table.key == (column.name,):
        tests += ["unique", "not_null"]
    if column.codes is not None:
        tests.append({"accepted_values": {"arguments": {"values": list(column.codes)}}})
    if column.references is not None:
        target, _, field = column.references.partition(".")
        tests.append({"relationships": {"arguments": {"to": f"ref('{target}')", "field": field}}})
    return tests


def mart_yaml(table: Table) -> dict[str, Any]:
    """The yml of one mart: description with the grain first, enforced contract, columns, tests."""
    columns = []
    for column in table.columns:
        described = _described(column)
        if not column.nullable:
            described["constraints"] = [{"type": "not_null"}]
        tests = _column_tests(table, column)
        if tests:
            described["data_tests"] = tests
        columns.append(described)
    model = {
        "name": table.name,
        "description": _description(table),
        "config": {"contract": {"enforced": True}},
        "columns": columns,
    }
    return {"version": 2, "models": [model]}


def staging_yaml(table: Table, model: str) -> dict[str, Any]:
    """The yml of one staging model: the columns of its table, under the names that staging gives them."""
    columns = [_described(column, RENAMED.get(column.name)) for column in table.columns]
    if len(table.key) == 1:
        columns[table.column_names.index(table.key[0])]["data_tests"] = ["unique", "not_null"]
    staged = {
        "name": model,
        "description": _description(table),
        "config": {"contract": {"enforced": True}},
        "columns": columns,
    }
    return {"version": 2, "models": [staged]}


def sources_yaml(source: str, tables: Sequence[Table]) -> dict[str, Any]:
    """The yml of one source: where each parquet file lies, and the Dagster asset that writes it."""
    described = [
        {
            "name": table.name,
            "description": _description(table),
            "config": {
                "meta": {
                    "external_location": _location(table),
                    "dagster": {"asset_key": [table.name]},
                }
            },
            "columns": [_described(column) for column in table.columns],
        }
        for table in tables
    ]
    return {
        "version": 2,
        "sources": [{"name": source, "description": SOURCES[source], "tables": described}],
    }


def _dumped(content: Mapping[str, Any]) -> str:
    return HEADER + yaml.dump(
        content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False
    )


def generated_files(project: Path = DBT_PROJECT) -> dict[Path, str]:
    """Every generated file with its content, by path below `project`."""
    files: dict[Path, str] = {}
    for source in SOURCES:
        staged = {name: model for name, model in STAGED.items() if _source_of(model) == source}
        folder = project / "models" / "staging" / source
        files[folder / "_sources.yml"] = _dumped(sources_yaml(source, [TABLES[name] for name in staged]))
        for name, model in staged.items():
            files[folder / f"{model}.yml"] = _dumped(staging_yaml(TABLES[name], model))
    for table in MART_TABLES:
        files[project / "models" / "marts" / f"{table.name}.yml"] = _dumped(mart_yaml(table))
    return files


def drift(project: Path = DBT_PROJECT) -> list[str]:
    """One line per file that is not as declared; empty where all agree."""
    expected = generated_files(project)
    found = []
    for path, content in expected.items():
        name = path.relative_to(project)
        if not path.exists():
            found.append(f"{name}: missing")
        elif path.read_text(encoding="utf-8") != content:
            found.append(f"{name}: not as declared")
    for path in sorted((project / "models").rglob("*.yml")):
        if path not in expected and path.read_text(encoding="utf-8").startswith(HEADER):
            found.append(f"{path.relative_to(project)}: no table declares it any more")
    return found


def write(project: Path = DBT_PROJECT) -> list[Path]:
    """Write every file that differs, remove those without a table; returns the paths that changed."""
    changed = []
    expected = generated_files(project)
    for path, content in expected.items():
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            changed.append(path)
    for path in sorted((project / "models").rglob("*.yml")):
        if path not in expected and path.read_text(encoding="utf-8").startswith(HEADER):
            path.unlink()
            changed.append(path)
    return changed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m pipelines.schemas.dbt_yaml", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file differs")
    parser.add_argument("--project", type=Path, default=DBT_PROJECT, help="folder of the dbt project")
    options = parser.parse_args(arguments)
    if not options.check:
        for path in write(options.project):
            sys.stdout.write(f"{path}\n")
        return 0
    differences = drift(options.project)
    for line in differences:
        sys.stderr.write(f"{line}\n")
    if differences:
        sys.stderr.write("run `python -m pipelines.schemas.dbt_yaml` and commit what it writes\n")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
