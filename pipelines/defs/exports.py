"""Exports: the marts as parquet, with manifest and codebook; releases of them; Data Docs of the expectations."""

from datetime import UTC, datetime

import dagster as dg
import polars as pl

from data_quality.data_docs import build_data_docs
from pipelines.export import export_marts
from pipelines.lib.tables import OWNERS, markdown
from pipelines.release import make_release
from pipelines.schemas.releases import ROW_CHANGES
from pipelines.settings import Settings
from pipelines.storage import Storage


@dg.asset(deps=["warehouse"], group_name="exports", owners=OWNERS, kinds={"parquet", "duckdb"})
def exports() -> dg.MaterializeResult[None]:
    """Every mart as zstd parquet, a manifest with row counts and SHA-256, and the codebook."""
    storage = Storage.from_settings(Settings())
    written = export_marts(storage)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(storage.exports),
            "preview": dg.MetadataValue.md(markdown(written)),
            "dagster/row_count": int(written["rows"].sum()),
        }
    )


class ReleaseConfig(dg.Config):
    """The version to release; by default the day."""

    version: str | None = None


@dg.asset(
    deps=["warehouse", "extraction_quality"],
    group_name="exports",
    owners=OWNERS,
    kinds={"parquet", "json", "html"},
)
def release(config: ReleaseConfig) -> dg.MaterializeResult[None]:
    """The marts under a version that is never written again: data package, codebook, checksums, changes.

    Refused where a blocking expectation fails; nothing is written where nothing has changed since the last.
    """
    storage = Storage.from_settings(Settings())
    made = make_release(storage, config.version, now=datetime.now(UTC))
    counts = pl.DataFrame(
        [
            {"table": each.table_name, **{kind: each.count(kind) for kind in ROW_CHANGES}}
            for each in made.changes
        ],
        schema={"table": pl.String, **dict.fromkeys(ROW_CHANGES, pl.Int64)},
    )
    return dg.MaterializeResult(
        metadata={
            "version": made.version,
            "is_new": made.is_new,
            "previous": made.previous or "",
            "path": dg.MetadataValue.path(made.folder),
            "dagster/row_count": made.rows,
            "changes": dg.MetadataValue.md(markdown(counts)),
        }
    )


@dg.asset(deps=["exports"], group_name="exports", owners=OWNERS, kinds={"html"})
def data_docs() -> dg.MaterializeResult[None]:
    """Great Expectations' Data Docs: what was expected of every table in this run, and what was found."""
    storage = Storage.from_settings(Settings())
    page = build_data_docs(storage.validations, storage.data_docs)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(page)})
