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
class Validators:
    """What a server gave with a file, to be asked later whether the file has changed (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class RawFile:
    """One file as it came. `locator` is its path within the source, `fetched_at` an instant in UTC.

    `origin` is one of codes.RAW_ORIGINS; `url` and `validators` are of a file that came over HTTP.
    """

    source: str
    locator: str
    data: bytes
    licence: str
    fetched_at: datetime
    origin: str = "packaged"
    url: str | None = None
    validators: Validators = Validators()

    @property
    def raw_id(self) -> str:
        return content_hash(self.data)


@dataclass(frozen=True)
class Unchanged:
    """A file that the server says is as it was when it was taken in last."""

    source: str
    locator: str


@dataclass
class Parsed:
    """What a parser made of one file: rows as the file has them, and what it could not use.

    `records` is how many records the file holds, counted apart from reading them: each is in a row at least,
    or a reject. Rows of one record have their `_line` and their `_record` in common.
    """

    rows: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    records: int = 0


class TableVolume(BaseModel):
    """A file of a source and how many rows it should have at least."""

    model_config = ConfigDict(extra="forbid")

    file: str
    expected_rows: int


class RemoteFile(BaseModel):
    """A public address, and the name under which what it gives is kept."""

    model_config = ConfigDict(extra="forbid")

    url: str
    locator: str


class Remote(BaseModel):
    """The published dataset of which the packaged files are a sample.

    `members` are patterns (fnmatch) of the paths that belong to it, inside a zip or below a local folder;
    `folder` is what that folder is called below the setting `sources.folder`.
    """

    model_config = ConfigDict(extra="forbid")

    licence: str
    publisher: str
    folder: str
    files: list[RemoteFile]
    members: list[str]


class SourceCard(BaseModel):
    """The `source.yml` beside a source: who publishes it, under which licence, and how much to expect.

    `licence`, `publisher`, `url`, `retrieved_at` and `tables` are of the packaged files.
    """

    model_config = ConfigDict(extra="forbid")

    name: str
    title: str
    publisher: str
    url: str | None
    licence: str
    retrieved_at: datetime
    description: str
    tables: list[TableVolume]
    remote: Remote | None = None


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
