"""Exports: the marts as parquet, with manifest and codebook; and the Data Docs of the expectations."""

import dagster as dg

from data_quality.data_docs import build_data_docs
from pipelines.export import export_marts
from pipelines.lib.tables import OWNERS, markdown
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


@dg.asset(deps=["exports"], group_name="exports", owners=OWNERS, kinds={"html"})
def data_docs() -> dg.MaterializeResult[None]:
    """Great Expectations' Data Docs: what was expected of every table in this run, and what was found."""
    storage = Storage.from_settings(Settings())
    page = build_data_docs(storage.validations, storage.data_docs)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(page)})
