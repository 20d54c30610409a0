"""Normalized tables: typed, checked, sorted; whatever did not fit is a reject."""

from collections.abc import Iterator

import dagster as dg

from pipelines.datasets import DATASET_TABLES, DATASETS, Dataset, count_files, read_files
from pipelines.lib.checks import suite_checks
from pipelines.lib.tables import column_lineage, run_metadata, table_spec
from pipelines.normalize.articles import normalize_articles
from pipelines.normalize.reference import normalize_all
from pipelines.reference import REFERENCE_SOURCES
from pipelines.schemas import Table
from pipelines.schemas.articles import norm_articles
from pipelines.schemas.reference import REFERENCE_TABLES
from pipelines.schemas.row_counts import file_counts
from pipelines.settings import Settings
from pipelines.sources.articles import read_kept
from pipelines.sources.intake import kept_files
from pipelines.storage import Storage

ARTICLE_SOURCES = ("raw_corpus__articles", "raw_inbox__articles")
REFERENCE_FILES = tuple(f"raw_{source}__files" for source in REFERENCE_SOURCES)


@dg.multi_asset(
    specs=[table_spec(each, deps=REFERENCE_FILES, kinds={"polars", "parquet"}) for each in REFERENCE_TABLES]
)
def reference_tables() -> Iterator[dg.MaterializeResult[None]]:
    storage = Storage.from_settings(Settings())
    rows = {}
    unread = []
    for source, (_, parse) in REFERENCE_SOURCES.items():
        for file in kept_files(storage, f"raw_{source}__files"):
            parsed = parse(file)
            rows[f"{source}/{file.locator}"] = parsed.rows
            unread += parsed.rejects
    storage.write_rejects("reference_files", unread)
    for fitted in normalize_all(rows).values():
        storage.write_table(fitted.table, fitted.frame)
        storage.write_rejects(fitted.table.name, fitted.rejects)
        yield dg.MaterializeResult(
            asset_key=fitted.table.name,
            metadata=run_metadata(fitted.frame, fitted.rejects)
            | {"dagster/column_lineage": column_lineage(fitted.table, {})},
        )


def _dataset_assets(dataset: Dataset) -> dg.AssetsDefinition:
    """The tables of one dataset, made of the raw files of its sources."""
    manifests = [f"raw_{source}__files" for source in dataset.sources]
    needs = [table.name for table in dataset.needs]

    @dg.multi_asset(
        name=f"{dataset.name}_tables",
        specs=[
            table_spec(each, deps=[*manifests, *needs], kinds={"polars", "parquet"})
            for each in dataset.tables
        ],
    )
    def tables() -> Iterator[dg.MaterializeResult[None]]:
        storage = Storage.from_settings(Settings())
        read = read_files(file for name in manifests for file in kept_files(storage, name))
        fitted = dataset.normalize(read, {each.name: storage.read_table(each) for each in dataset.needs})
        counts = count_files(dataset, read, fitted)
        storage.write_rejects(f"{dataset.name}_files", read.rejects)
        storage.write_table(file_counts, counts, file_counts_name(dataset))
        for each in fitted:
            storage.write_table(each.table, each.frame)
            storage.write_rejects(each.table.name, each.rejects)
            yield dg.MaterializeResult(
                asset_key=each.table.name,
                metadata=run_metadata(
                    each.frame,
                    [*read.rejects, *each.rejects],
                    files=counts.height,
                    rows_in=int(counts["rows_in"].sum()),
                )
                | {"dagster/column_lineage": column_lineage(each.table, {})},
            )

    return tables


def file_counts_name(dataset: Dataset) -> str:
    """Under which the file counts of a dataset are kept: each run of a dataset writes its own."""
    return f"file_counts/{dataset.name}"


dataset_assets = [_dataset_assets(dataset) for dataset in DATASETS]


@dg.multi_asset(specs=[table_spec(norm_articles, deps=ARTICLE_SOURCES, kinds={"polars", "parquet"})])
def articles() -> dg.MaterializeResult[None]:
    settings = Settings()
    storage = Storage.from_settings(settings)
    parsed = {name: read_kept(kept_files(storage, name), settings) for name in ARTICLE_SOURCES}
    fitted = normalize_articles(parsed)
    storage.write_table(norm_articles, fitted.frame)
    storage.write_rejects(norm_articles.name, fitted.rejects)
    made_from = [(name, "raw_id") for name in ARTICLE_SOURCES]
    return dg.MaterializeResult(
        metadata=run_metadata(fitted.frame.drop("text"), fitted.rejects)
        | {"dagster/column_lineage": column_lineage(norm_articles, {"raw_id": made_from})}
    )


def _checks(each: Table) -> dg.AssetChecksDefinition:
    return suite_checks(each.name, each.name, lambda: Storage.from_settings(Settings()).read_table(each))


def _row_checks(dataset: Dataset) -> dg.AssetChecksDefinition:
    """Rows in are rows out and rejects, in each file of a dataset."""
    return suite_checks(
        file_counts.name,
        dataset.tables[0].name,
        lambda: Storage.from_settings(Settings()).read_table(file_counts, file_counts_name(dataset)),
        name=f"{dataset.name}_files",
    )


normalized_checks = [_checks(each) for each in (*REFERENCE_TABLES, *DATASET_TABLES, norm_articles)]
file_checks = [_row_checks(dataset) for dataset in DATASETS]
