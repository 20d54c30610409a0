"""How dbt's models, sources and tests appear among Dagster's assets."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

from pipelines.ids import stable_id
from pipelines.lib.tables import OWNERS, PREVIEW_ROWS, markdown


class LayerTranslator(DagsterDbtTranslator):
    """Keys by the model's name, groups by layer (its schema), owners and kinds as elsewhere."""

    def __init__(self) -> None:
        # Tests on sources as checks would let marts build past a failed blocking check: left off.
        super().__init__(
            settings=DagsterDbtTranslatorSettings(
                enable_asset_checks=True, enable_source_tests_as_checks=False
            )
        )

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return dg.AssetKey(dbt_resource_props["name"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        return layer_of(dbt_resource_props)

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return OWNERS


def layer_of(dbt_resource_props: Mapping[str, Any]) -> str:
    """The layer of a dbt resource: the folder below models/, or `seeds`."""
    if dbt_resource_props["resource_type"] == "seed":
        return "staging"
    return str(dbt_resource_props["fqn"][1])


def code_version(project: Path) -> str:
    """A hash of the models, macros and seeds of a dbt project: builds by another one are not gone on with."""
    files = sorted(
        path
        for folder in ("models", "macros", "seeds")
        for path in (project / folder).rglob("*")
        if path.suffix in {".sql", ".csv", ".yml"}
    )
    return stable_id(*(f"{path.relative_to(project)}\n{path.read_text(encoding='utf-8')}" for path in files))


def built_by(database: Path) -> str | None:
    """The code version of the last build that came to its end in `database`; None where there is none."""
    if not database.exists():
        return None
    with duckdb.connect(str(database), read_only=True) as connection:
        try:
            row = connection.execute(
                "select arg_max(code_version, completed_at) from marts.fct_builds"
            ).fetchone()
        except duckdb.CatalogException:
            return None
    return None if row is None else row[0]


def with_previews(events: Iterable[Any], context: dg.AssetExecutionContext, database: Path) -> Iterator[Any]:
    """The events of a dbt build; those that tell of a table get its row count and a preview.

    Opens `database` read-only: dbt must be done with it, and this process hold no other connection.
    """
    if not database.exists():
        yield from events
        return
    with duckdb.connect(str(database), read_only=True) as connection:
        for event in events:
            if isinstance(event, dg.Output):
                name = context.asset_key_for_output(event.output_name).path[-1]
                yield event.with_metadata({**event.metadata, **_table_metadata(connection, name)})
            else:
                yield event


def _table_metadata(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any]:
    found = connection.execute(
        "select table_schema from information_schema.tables where table_name = ?", [name]
    ).fetchall()
    if not found:
        return {}
    relation = f'"{found[0][0]}"."{name}"'
    ((row_count,),) = connection.execute(f"select count(*) from {relation}").fetchall()
    head = connection.sql(f"select * from {relation} limit {PREVIEW_ROWS}").pl()
    return {
        "dagster/row_count": row_count,
        "preview": dg.MetadataValue.md(markdown(head)),
    }
