"""Take files in: keep their bytes under their hash, and write down in the source's manifest what came.

A manifest only grows: a file that was taken out of the inbox stays in it, and one that changed in place is
there in each of its versions. The versions that the source offered last stand last in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl

from pipelines.schemas import empty_frame
from pipelines.schemas.articles import raw_files
from pipelines.schemas.reject import Reject
from pipelines.sources.raw import RawFile
from pipelines.storage import MissingTableError, Storage

# Files here come and go as users like. Each version of each adds articles, and the time of taking in is
# the run's. Files of every other manifest ship with a release, which says when they were made, and the
# next version takes the place of the one before.
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


def take_in(name: str, files: Iterable[RawFile | Reject], storage: Storage, now: datetime) -> TakenIn:
    """Keep what `files` gives and add to manifest `name` what is new; what it knows keeps its first time.

    One file is in memory at a time. The manifest is written last: a run that is killed leaves bytes that
    nobody refers to, never the reverse.
    """
    before = _manifest(name, storage)
    rows = {_key(row): row for row in before.iter_rows(named=True)}
    offered: dict[tuple[str, ...], None] = {}
    rejects: list[Reject] = []
    new = known = new_bytes = 0
    for file in files:
        if isinstance(file, Reject):
            rejects.append(file)
            continue
        row = _row(file, now if name in ACCUMULATING else file.fetched_at)
        # Also where the manifest knows the file: bytes that were lost from the data home come back.
        storage.keep_raw(row["raw_id"], file.data)
        key = _key(row)
        offered[key] = None
        if key in rows:
            known += 1
        else:
            rows[key] = row
            new += 1
            new_bytes += row["byte_count"]
    ordered = [key for key in rows if key not in offered] + list(offered)
    manifest = pl.DataFrame([rows[key] for key in ordered], schema=raw_files.polars_schema())
    storage.write_table(raw_files, manifest, name)
    return TakenIn(manifest, rejects, new, known, new_bytes)


def kept_files(storage: Storage, name: str) -> Iterator[RawFile]:
    """The files of manifest `name` as they came, one in memory at a time.

    Of the inbox every version, of other sources the version offered last. Raises MissingTableError before
    the source was taken in, FileNotFoundError naming the hash where the bytes are gone.
    """
    manifest = storage.read_table(raw_files, name)
    if name not in ACCUMULATING:
        manifest = manifest.unique("locator", keep="last", maintain_order=True)
    for row in manifest.iter_rows(named=True):
        yield RawFile(
            source=row["source"],
            locator=row["locator"],
            data=storage.read_raw(row["raw_id"]),
            licence=row["licence"],
            fetched_at=row["fetched_at"],
        )


def _manifest(name: str, storage: Storage) -> pl.DataFrame:
    try:
        return storage.read_table(raw_files, name)
    except MissingTableError:
        return empty_frame(raw_files)


def _row(file: RawFile, fetched_at: datetime) -> dict[str, Any]:
    return {
        "source": file.source,
        "locator": file.locator,
        "raw_id": file.raw_id,
        "byte_count": len(file.data),
        "licence": file.licence,
        "fetched_at": fetched_at,
    }


def _key(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row[name] for name in raw_files.key)
