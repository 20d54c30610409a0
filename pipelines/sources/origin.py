"""Where a reference dataset comes from, by its setting: the packaged sample, a folder, a file, an address."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from pipelines.schemas.reject import Reject
from pipelines.settings import EMBEDDED, PUBLIC, HttpSettings, Settings
from pipelines.sources.archive import belongs
from pipelines.sources.http import FetchError, HttpClient, is_web_address
from pipelines.sources.raw import (
    RawFile,
    Remote,
    RemoteFile,
    SourceCard,
    Unchanged,
    Validators,
    packaged_files,
    read_card,
)

_SUFFIXES: Final = frozenset({".zip", ".csv", ".xml", ".json"})

Known = Mapping[tuple[str, str], Validators]


def fetch(folder: Path, settings: Settings, known: Known) -> Iterator[RawFile | Unchanged | Reject]:
    """The files of the dataset whose `source.yml` lies in `folder`, from where the settings say.

    `known` is by (locator, URL) what servers are asked with. An address or a path that gives nothing is a
    reject with reason `unreachable`.
    """
    card = read_card(folder)
    if card.remote is None:
        yield from packaged_files(folder)
        return
    where = origin_of(card, settings)
    if where == EMBEDDED:
        yield from packaged_files(folder)
    elif where == PUBLIC:
        yield from _fetched(card, card.remote, card.remote.files, settings.http, known)
    elif is_web_address(where):
        files = [RemoteFile(url=where, locator=_name_of(where, card.remote))]
        yield from _fetched(card, card.remote, files, settings.http, known)
    else:
        yield from _local(card, card.remote, Path(where), settings.http.max_file_bytes)


def origin_of(card: SourceCard, settings: Settings) -> str:
    """The setting that holds for a dataset: its own, else its folder below `sources.folder`, else the sample.

    Where `sources.folder` itself is not there, its path: a name that is written wrong must not pass for no data.
    """
    own = settings.sources.of(card.name)
    root = settings.sources.folder
    if card.name not in settings.sources.model_fields_set and root is not None and card.remote is not None:
        if not root.is_dir():
            return str(root)
        below = root / card.remote.folder
        return str(below) if below.exists() else EMBEDDED
    return own.lower() if own.lower() in (EMBEDDED, PUBLIC) else own


def _name_of(address: str, remote: Remote) -> str:
    """The name under which a file of another address is kept: its own where that says what it is."""
    name = PurePosixPath(re.split(r"[?#]", address, maxsplit=1)[0]).name
    return name if PurePosixPath(name).suffix.lower() in _SUFFIXES else remote.files[0].locator


def _fetched(
    card: SourceCard, remote: Remote, files: list[RemoteFile], settings: HttpSettings, known: Known
) -> Iterator[RawFile | Unchanged | Reject]:
    with HttpClient(settings) as client:
        for file in files:
            try:
                answer = client.get(file.url, known=known.get((file.locator, file.url)))
            except FetchError as error:
                yield Reject(card.name, file.locator, "raw", "unreachable", str(error))
                continue
            if answer.is_unchanged:
                yield Unchanged(card.name, file.locator)
                continue
            yield RawFile(
                source=card.name,
                locator=file.locator,
                data=answer.data,
                licence=remote.licence,
                fetched_at=datetime.now(UTC),
                origin="http",
                url=file.url,
                validators=answer.validators,
            )


def _local(
    card: SourceCard, remote: Remote, path: Path, max_bytes: int
) -> Iterator[RawFile | Unchanged | Reject]:
    root = path if path.is_dir() else path.parent
    members = [*remote.members, *(file.locator for file in remote.files)]
    paths = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    chosen = [each for each in paths if each == path or belongs(each.relative_to(root).as_posix(), members)]
    if not chosen:
        why = f"holds none of {', '.join(members)}" if path.is_dir() else "is not there"
        yield Reject(card.name, str(path), "raw", "unreachable", f"{path} {why}")
    for each in chosen:
        locator = each.relative_to(root).as_posix()
        try:
            size = each.stat().st_size
            if size > max_bytes:
                yield Reject(card.name, locator, "raw", "too_large", f"{size:,} bytes, limit {max_bytes:,}")
                continue
            data = each.read_bytes()
        except OSError as error:
            yield Reject(
                card.name, locator, "raw", "unreadable_file", f"{type(error).__name__}: {error.strerror}"
            )
            continue
        yield RawFile(card.name, locator, data, remote.licence, datetime.now(UTC), origin="file")
