"""Take files in: keep their bytes under their hash, and write down in the source's manifest what came.

A manifest only grows: a file that was taken out of the inbox stays in it, and one that changed in place is
there in each of its versions. Those of which tables are made are marked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl

from pipelines.schemas import codes, empty_frame
from pipelines.schemas.articles import raw_files
from pipelines.schemas.reject import Reject
from pipelines.sources.raw import RawFile, Unchanged, Validators
from pipelines.storage import MissingTableError, Storage

# Files here come and go as users like. Each version of each adds articles, and the time of taking in is
# the run's. Of every other source what it offered last takes the place of what it offered before.
ACCUMULATING: Final = frozenset({"raw_inbox__articles"})


@dataclass(frozen=True)
class TakenIn:
    """The manifest (table raw_files) after a source was taken in, and what became of what it offered.

    Counts are of this time: `new` and `known` files, `new_bytes` in bytes.
    """

    manifest: pl.DataFrame
    rejects: list[Reject]
    new: int
    known: int
    new_bytes: int

    @property
    def found(self) -> int:
        """Files offered: each is new, known or a reject."""
        return self.new + self.known + len(self.rejects)


def take_in(
    name: str, files: Iterable[RawFile | Unchanged | Reject], storage: Storage, now: datetime
) -> TakenIn:
    """Keep what `files` gives and add to manifest `name` what is new; what it knows keeps its first time.

    One file is in memory at a time. The manifest is written last: a run that is killed leaves bytes that
    nobody refers to, never the reverse. Where a file is not given, by an address that does not answer or
    for being too large, the source's files of the same origin stay in use as they were; where none is given
    at all, all do.
    """
    before = _manifest(name, storage)
    rows = {_key(row): row for row in before.iter_rows(named=True)}
    current = {(row["source"], row["locator"]): key for key, row in rows.items() if row["is_current"]}
    offered: dict[tuple[str, ...], None] = {}
    rejects: list[Reject] = []
    new = known = new_bytes = 0
    for file in files:
        if isinstance(file, Reject):
            rejects.append(file)
            continue
        if isinstance(file, Unchanged):
            offered[current[file.source, file.locator]] = None
            known += 1
            continue
        row = _row(file, now if name in ACCUMULATING else file.fetched_at)
        # Also where the manifest knows the file: bytes that were lost from the data home come back.
        storage.keep_raw(row["raw_id"], file.data)
        key = _key(row)
        offered[key] = None
        if key in rows:
            known += 1
            # The bytes are the same; where they came from, and the server's tag of them, may be new.
            rows[key] |= {field: row[field] for field in ("origin", "url", "etag", "last_modified")}
        else:
            rows[key] = row
            new += 1
            new_bytes += row["byte_count"]
    if rejects:
        places = {key[:2] for key in offered}
        origins = {rows[key]["origin"] for key in offered} or set(codes.RAW_ORIGINS)
        carried = {
            key: None
            for place, key in current.items()
            if place not in places and rows[key]["origin"] in origins
        }
        offered = carried | offered
    for key, row in rows.items():
        row["is_current"] = name in ACCUMULATING or key in offered
    ordered = [key for key in rows if key not in offered] + list(offered)
    manifest = pl.DataFrame([rows[key] for key in ordered], schema=raw_files.polars_schema())
    storage.write_table(raw_files, manifest, name)
    return TakenIn(manifest, rejects, new, known, new_bytes)


def kept_files(storage: Storage, name: str) -> Iterator[RawFile]:
    """The files of manifest `name` as they came, one in memory at a time.

    Of the inbox every version, of other sources what they offered last. Raises MissingTableError before
    the source was taken in, FileNotFoundError naming the hash where the bytes are gone.
    """
    for row in _complete(storage.read_table(raw_files, name)).filter("is_current").iter_rows(named=True):
        yield RawFile(
            source=row["source"],
            locator=row["locator"],
            data=storage.read_raw(row["raw_id"]),
            licence=row["licence"],
            fetched_at=row["fetched_at"],
            origin=row["origin"],
            url=row["url"],
            validators=Validators(row["etag"], row["last_modified"]),
        )


def known_validators(storage: Storage, name: str) -> dict[tuple[str, str], Validators]:
    """What to ask the servers of manifest `name` with, by (locator, URL): files in use whose bytes are there."""
    rows = _manifest(name, storage).filter(pl.col("is_current") & pl.col("url").is_not_null())
    return {
        (row["locator"], row["url"]): Validators(row["etag"], row["last_modified"])
        for row in rows.iter_rows(named=True)
        if storage.raw_path(row["raw_id"]).exists()
    }


def _manifest(name: str, storage: Storage) -> pl.DataFrame:
    try:
        return _complete(storage.read_table(raw_files, name))
    except MissingTableError:
        return empty_frame(raw_files)


def _complete(manifest: pl.DataFrame) -> pl.DataFrame:
    """A manifest of before 2026-11-25 has no addresses and no marks; what it held was all in use."""
    added = {"origin": "packaged", "url": None, "etag": None, "last_modified": None, "is_current": True}
    lacking = [
        pl.lit(value).alias(column) for column, value in added.items() if column not in manifest.columns
    ]
    return manifest.with_columns(lacking).select(raw_files.column_names).cast(raw_files.polars_schema())


def _row(file: RawFile, fetched_at: datetime) -> dict[str, Any]:
    return {
        "source": file.source,
        "locator": file.locator,
        "raw_id": file.raw_id,
        "byte_count": len(file.data),
        "licence": file.licence,
        "fetched_at": fetched_at,
        "origin": file.origin,
        "url": file.url,
        "etag": file.validators.etag,
        "last_modified": file.validators.last_modified,
        "is_current": True,
    }


def _key(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row[name] for name in raw_files.key)
