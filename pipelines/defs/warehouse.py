"""The warehouse: dbt's models in DuckDB, and the published copy that users open.

Everything that opens the database dbt writes is in one pool of one: a read-write connection locks out
every other process, and a reader blocks the writer.
"""

import gc
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import dagster as dg
import duckdb
import polars as pl
from dagster_dbt import DbtCliResource, dbt_assets
from dbt.adapters.duckdb.connections import DuckDBConnectionManager

from pipelines.dbt_project import dbt_project
from pipelines.lib.checks import WAREHOUSE_POOL, suite_checks
from pipelines.lib.dbt import LayerTranslator, built_by, code_version, with_previews
from pipelines.lib.tables import OWNERS
from pipelines.schemas import Table
from pipelines.schemas.marts import MART_TABLES
from pipelines.settings import Settings
from pipelines.storage import Storage


@dbt_assets(
    manifest=dbt_project.manifest_path,
    project=dbt_project,
    dagster_dbt_translator=LayerTranslator(),
    pool=WAREHOUSE_POOL,
)
def dbt_models(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
    storage = Storage.from_settings(Settings())
    database = storage.build_database
    if storage.restore_build():
        context.log.warning(f"{database} was lost: its logs are taken from {storage.warehouse}")
    # Unit tests say whether the logic is right, not whether today's data are: they run in `make test`.
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    version = code_version(dbt_project.project_dir)
    if database.exists() and built_by(database) != version:
        # Other models may have other columns, and a build that was broken off tells nothing of them. Logs are kept: they are never refreshed.
        arguments.append("--full-refresh")
    os.environ["DRAGOMAN_CODE_VERSION"] = version
    build = dbt.cli(arguments, context=context)
    events: list[Any] = []
    failure: Exception | None = None
    try:
        for event in build.stream().fetch_column_metadata():
            events.append(event)
    except Exception as error:
        # What was built before the failure is told as well, below.
        failure = error
    # Columns were read in this process; DuckDB lets nobody else in this process open the file in another
    # way until each of those connections is closed.
    if build.adapter is not None:
        build.adapter.cleanup_connections()
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    gc.collect()
    yield from with_previews(events, context, database)
    if failure is not None:
        raise failure


def _read_mart(table: Table) -> pl.DataFrame:
    path = Storage.from_settings(Settings()).build_database
    with duckdb.connect(str(path), read_only=True) as connection:
        # The machine's own zone may have another name for it.
        connection.execute("set timezone = 'UTC'")
        rows: pl.DataFrame = connection.sql(f"select * from marts.{table.name}").pl()
    return rows


def _checks(table: Table) -> dg.AssetChecksDefinition:
    return suite_checks(table.name, table.name, lambda: _read_mart(table), pool=WAREHOUSE_POOL)


mart_checks = [_checks(table) for table in MART_TABLES]


@dg.asset(
    deps=[table.name for table in MART_TABLES],
    group_name="exports",
    owners=OWNERS,
    kinds={"duckdb"},
    pool=WAREHOUSE_POOL,
    freshness_policy=dg.FreshnessPolicy.time_window(
        fail_window=timedelta(hours=48), warn_window=timedelta(hours=26)
    ),
)
def warehouse() -> dg.MaterializeResult[None]:
    """The published `warehouse.duckdb`: a copy put in place by one rename, open to any DuckDB client."""
    storage = Storage.from_settings(Settings())
    path = storage.publish(storage.build_database)
    return dg.MaterializeResult(
        metadata={"path": dg.MetadataValue.path(path), "size_bytes": path.stat().st_size}
    )
