"""The layout of the data home, and how files get there: written aside, then renamed into place.

A reader so never sees half a file, and a run that is killed leaves at most a file that nobody reads.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from pipelines.schemas import Table, empty_frame
from pipelines.schemas.articles import rejects
from pipelines.schemas.reject import Reject, reject_frame
from pipelines.settings import Settings


class MissingTableError(FileNotFoundError):
    """A table was read that no run has written yet."""


@contextmanager
def written_aside(target: Path) -> Iterator[Path]:
    """Give a path beside `target` to write to; rename it to `target` when the block ends without error."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    aside = Path(name)
    try:
        yield aside
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        # mkstemp makes files that only their owner can read; published data is for everybody.
        aside.chmod(0o644)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


@dataclass(frozen=True)
class Storage:
    """Where everything lies below the data home. Makes folders when it writes, never when it reads."""

    home: Path

    @classmethod
    def from_settings(cls, settings: Settings) -> "Storage":
        return cls(settings.home.resolve())

    @property
    def raw(self) -> Path:
        return self.home / "raw"

    @property
    def extracted_parts(self) -> Path:
        return self.home / "extracted" / "parts"

    @property
    def llm_answers(self) -> Path:
        """What a language model has answered, a file per question: an answer is paid for once."""
        return self.home / "extracted" / "llm_answers"

    @property
    def build_database(self) -> Path:
        """The database that dbt writes; nobody else opens it."""
        return self.home / "build" / "warehouse.duckdb"

    @property
    def warehouse(self) -> Path:
        """The published copy, for any DuckDB client."""
        return self.home / "warehouse.duckdb"

    @property
    def exports(self) -> Path:
        return self.home / "exports"

    @property
    def quality(self) -> Path:
        """The extractor's figures on the labelled articles, beside the exports that they speak of."""
        return self.exports / "quality.json"

    @property
    def validations(self) -> Path:
        """The latest result of every expectation suite, one file each."""
        return self.home / "validations"

    @property
    def data_docs(self) -> Path:
        return self.home / "data_docs"

    @property
    def dagster_home(self) -> Path:
        return self.home / "dagster"

    def table_path(self, layer: str, name: str) -> Path:
        return self.home / layer / f"{name}.parquet"

    def raw_path(self, raw_id: str) -> Path:
        return self.raw / "objects" / raw_id[:2] / raw_id

    def keep_raw(self, raw_id: str, data: bytes) -> bool:
        """Keep `data` under its hash. Returns whether it was new; what is there is never rewritten."""
        path = self.raw_path(raw_id)
        if path.exists():
            return False
        with written_aside(path) as aside:
            aside.write_bytes(data)
        return True

    def read_raw(self, raw_id: str) -> bytes:
        return self.raw_path(raw_id).read_bytes()

    def write_table(self, table: Table, frame: pl.DataFrame, name: str | None = None) -> Path:
        """Write `frame`, which must have exactly the schema of `table`, as zstd parquet.

        `name` is given where several files have one shape. Raises ValueError on another schema.
        """
        if frame.schema != table.polars_schema():
            raise ValueError(
                f"{name or table.name}: schema is {frame.schema}, declared {table.polars_schema()}"
            )
        path = self.table_path(table.layer, name or table.name)
        with written_aside(path) as aside:
            frame.write_parquet(aside, compression="zstd")
        return path

    def read_table(self, table: Table, name: str | None = None) -> pl.DataFrame:
        """The rows of a table. Raises MissingTableError where no run has written it."""
        path = self.table_path(table.layer, name or table.name)
        if not path.exists():
            raise MissingTableError(f"{path}: not there yet; materialize {name or table.name} first")
        return pl.read_parquet(path)

    def publish(self, built: Path) -> Path:
        """Put a copy of the database `built` where users read it, in one rename.

        Its views read files of the data home, which the copy has to do without: they are left out.
        """
        with written_aside(self.warehouse) as aside:
            shutil.copyfile(built, aside)
            with duckdb.connect(str(aside)) as connection:
                views = connection.sql(
                    "select format('{}.{}', schema_name, view_name) from duckdb_views() where not internal"
                ).fetchall()
                for (view,) in views:
                    connection.execute(f"drop view {view}")
        return self.warehouse

    def restore_build(self) -> bool:
        """Where the build database is lost, take it from the published copy; returns whether that was so.

        Everything in it can be made anew but its logs: what was known when.
        """
        self.build_database.parent.mkdir(parents=True, exist_ok=True)
        if self.build_database.exists() or not self.warehouse.exists():
            return False
        with written_aside(self.build_database) as aside:
            shutil.copyfile(self.warehouse, aside)
        return True

    def write_rejects(self, asset: str, items: Iterable[Reject]) -> pl.DataFrame:
        """Write down what `asset` could not use in its latest run; the rows as written."""
        frame = reject_frame(items)
        with written_aside(self.table_path("rejects", asset)) as aside:
            frame.write_parquet(aside, compression="zstd")
        return frame

    def read_rejects(self) -> pl.DataFrame:
        """What all assets could not use, as table `rejects`."""
        parts = sorted((self.home / "rejects").glob("*.parquet"))
        frames = [empty_frame(rejects), *(pl.read_parquet(part) for part in parts)]
        return pl.concat(frames).unique("reject_id").sort(rejects.order, nulls_last=True)
