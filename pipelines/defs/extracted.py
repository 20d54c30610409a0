"""Mentions: what the extractor of the settings finds in each article. It is made inside the asset."""

from collections.abc import Iterator

import dagster as dg

from pipelines.datasets import DATASET_TABLES
from pipelines.defs.raw import MANIFESTS
from pipelines.extract.batch import extract_articles
from pipelines.extract.choice import costs, open_extractor
from pipelines.extract.lexicon import Lexicon
from pipelines.lib.checks import suite_checks
from pipelines.lib.tables import column_lineage, run_metadata, table_spec
from pipelines.schemas import Table
from pipelines.schemas.articles import norm_articles, rejects
from pipelines.schemas.mentions import MENTION_TABLES
from pipelines.schemas.reference import REFERENCE_TABLES
from pipelines.settings import Settings
from pipelines.storage import Storage

# Every word of a mention is read off the article; parties and agreements are named by the reference tables.
_MADE_FROM = {
    "evidence": [("norm_articles", "text"), ("norm_articles", "title")],
    "date": [("norm_articles", "text"), ("norm_articles", "published_date")],
}


@dg.multi_asset(
    specs=[
        table_spec(
            each, deps=["norm_articles", *(t.name for t in REFERENCE_TABLES)], kinds={"onnx", "parquet"}
        )
        for each in MENTION_TABLES
    ]
)
def mentions(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
    settings = Settings()
    storage = Storage.from_settings(settings)
    lexicon = Lexicon.from_tables({t.name: storage.read_table(t) for t in REFERENCE_TABLES})
    articles = storage.read_table(norm_articles)
    with open_extractor(settings, lexicon) as extractor:
        found = extract_articles(articles, extractor, storage, settings.extraction_batch)
    context.log.info(
        f"{found.read} articles read, {found.kept} kept from earlier runs, {found.postponed} postponed"
    )
    storage.write_rejects("mentions", found.rejects)
    for each, frame in zip(MENTION_TABLES, (found.accessions, found.meetings), strict=True):
        storage.write_table(each, frame)
        yield dg.MaterializeResult(
            asset_key=each.name,
            metadata=run_metadata(
                frame.drop("mention_id", "article_id", "content_hash", "extractor", "extractor_version"),
                found.rejects,
                articles_read=found.read,
                articles_kept=found.kept,
                articles_postponed=found.postponed,
                extractor=extractor.name,
                extractor_version=extractor.version,
                **costs(extractor),
            )
            | {"dagster/column_lineage": column_lineage(each, _MADE_FROM)},
        )


@dg.multi_asset(
    specs=[
        table_spec(
            rejects,
            # Everything that can leave something out, so that it is gathered last.
            deps=[
                *MANIFESTS,
                *(t.name for t in (*REFERENCE_TABLES, *DATASET_TABLES, norm_articles, *MENTION_TABLES)),
            ],
            kinds={"polars", "parquet"},
        )
    ]
)
def all_rejects() -> dg.MaterializeResult[None]:
    storage = Storage.from_settings(Settings())
    frame = storage.read_rejects()
    storage.write_table(rejects, frame)
    return dg.MaterializeResult(metadata=run_metadata(frame))


def _checks(each: Table) -> dg.AssetChecksDefinition:
    return suite_checks(each.name, each.name, lambda: Storage.from_settings(Settings()).read_table(each))


mention_checks = [_checks(each) for each in (*MENTION_TABLES, rejects)]
