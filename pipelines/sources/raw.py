"""What every source's client gives: files with their bytes; and what its parser makes of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from pipelines.ids import content_hash
from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import Row

# The day on which uv.lock pinned the packages whose data files are read: a rebuild from the same lock
# file gives the same bytes, so this, not the time of the run, is when the data was taken.
PACKAGES_LOCKED_AT = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(frozen=True)
class RawFile:
    """One file as it came. `locator` is its path within the source, `fetched_at` an instant in UTC."""

    source: str
    locator: str
    data: bytes
    licence: str
    fetched_at: datetime

    @property
    def raw_id(self) -> str:
        return content_hash(self.data)


@dataclass
class Parsed:
    """What a parser made of one file: rows as the file has them, and what it could not use."""

    rows: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


class TableVolume(BaseModel):
    """A file of a source and how many rows it should have at least."""

    model_config = ConfigDict(extra="forbid")

    file: str
    expected_rows: int


class SourceCard(BaseModel):
    """The `source.yml` beside a source: who publishes it, under which licence, and how much to expect."""

    model_config = ConfigDict(extra="forbid")

    name: str
    title: str
    publisher: str
    url: str | None
    licence: str
    retrieved_at: datetime
    description: str
    tables: list[TableVolume]


def read_card(folder: Path) -> SourceCard:
    """Read `folder`/source.yml. Raises pydantic.ValidationError naming the field that does not fit."""
    return SourceCard.model_validate(yaml.safe_load((folder / "source.yml").read_text(encoding="utf-8")))


def packaged_files(folder: Path) -> Iterator[RawFile]:
    """The files that `folder`/source.yml lists, which ship with the project."""
    card = read_card(folder)
    for table in card.tables:
        yield RawFile(
            source=card.name,
            locator=table.file,
            data=(folder / table.file).read_bytes(),
            licence=card.licence,
            fetched_at=card.retrieved_at.astimezone(UTC),
        )
