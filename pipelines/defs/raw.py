"""Raw files: the bytes of every source as they came, content-addressed, with a manifest per source."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import dagster as dg

from pipelines.datasets import SOURCES
from pipelines.lib.checks import suite_checks
from pipelines.lib.tables import run_metadata, table_spec
from pipelines.reference import REFERENCE_SOURCES
from pipelines.schemas.articles import raw_files
from pipelines.schemas.reject import Reject
from pipelines.settings import Settings
from pipelines.sources.corpus.client import fetch as fetch_corpus
from pipelines.sources.inbox.client import fetch as fetch_inbox
from pipelines.sources.intake import known_validators, take_in
from pipelines.sources.origin import Known
from pipelines.sources.raw import RawFile, Unchanged
from pipelines.storage import Storage

Fetch = Callable[[Settings, Known], Iterable[RawFile | Unchanged | Reject]]


def _raw_asset(name: str, source: str, fetch: Fetch) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name=name,
        specs=[table_spec(raw_files, key=name, deps=[f"source_{source}"], kinds={"parquet"})],
        retry_policy=dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL),
    )
    def asset() -> dg.MaterializeResult[None]:
        settings = Settings()
        storage = Storage.from_settings(settings)
        files = fetch(settings, known_validators(storage, name))
        intake = take_in(name, files, storage, now=datetime.now(UTC))
        storage.write_rejects(name, intake.rejects)
        return dg.MaterializeResult(
            metadata=run_metadata(
                intake.manifest.filter("is_current"),
                intake.rejects,
                new_files=intake.new,
                known_files=intake.known,
                new_bytes=intake.new_bytes,
            )
        )

    return asset


def _reference_fetch(source: str) -> Fetch:
    return lambda _settings, _known: REFERENCE_SOURCES[source][0]()


def _manifest_checks(name: str) -> dg.AssetChecksDefinition:
    return suite_checks(
        raw_files.name, name, lambda: Storage.from_settings(Settings()).read_table(raw_files, name)
    )


_FETCH: dict[str, tuple[str, Fetch]] = {
    "raw_corpus__articles": ("corpus", lambda _settings, _known: fetch_corpus()),
    "raw_inbox__articles": ("inbox", lambda settings, _known: fetch_inbox(settings)),
    **{f"raw_{source}__files": (source, _reference_fetch(source)) for source in REFERENCE_SOURCES},
    **{f"raw_{name}__files": (name, source.fetch) for name, source in SOURCES.items()},
}

MANIFESTS = tuple(_FETCH)

raw_assets = [_raw_asset(name, source, fetch) for name, (source, fetch) in _FETCH.items()]
raw_checks = [_manifest_checks(name) for name in _FETCH]


@dg.definitions
def defs() -> dg.Definitions:
    return dg.Definitions(assets=raw_assets, asset_checks=raw_checks)
