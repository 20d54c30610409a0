"""The inbox: every article file that somebody dropped below the inbox folder.

Hidden files, hidden folders and `*.part` (a download under way) are passed over. Links are followed only
within the inbox: what it does not hold was not put there to be read.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipelines.ids import stable_id
from pipelines.schemas.reject import Reject
from pipelines.settings import Settings
from pipelines.sources.articles.faults import ArticleError
from pipelines.sources.articles.local import LICENCE, read_local
from pipelines.sources.articles.read import unsupported
from pipelines.sources.raw import RawFile

SOURCE = "inbox"


def fetch(settings: Settings) -> Iterator[RawFile | Reject]:
    """The files of the inbox in the order of their paths, and what cannot be taken in.

    An inbox that is not there is empty. Sizes are checked before anything is read.
    """
    fetched_at = datetime.now(UTC)
    folder = settings.inbox_folder.resolve()
    for path in inbox_paths(folder):
        relative = path.relative_to(folder).as_posix()
        # A name that is not UTF-8 cannot be written to a table; the file is found by its bytes all the same.
        locator = relative.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        fault = _link_fault(path, folder) or (None if path.is_dir() else unsupported(locator))
        if fault is not None:
            yield fault.reject(RawFile(SOURCE, locator, b"", LICENCE, fetched_at))
        elif path.is_file():
            yield read_local(
                path,
                source=SOURCE,
                locator=locator,
                max_bytes=settings.max_file_bytes,
                fetched_at=fetched_at,
            )


def fingerprint(settings: Settings) -> str | None:
    """A hash of the names, sizes and times of what lies in the inbox; None where nothing does.

    It tells that something changed without reading any file.
    """
    folder = settings.inbox_folder.resolve()
    states = []
    for path in inbox_paths(folder):
        try:
            status = path.lstat()
        except OSError:
            continue  # gone since the folder was listed
        states.append(f"{os.fsencode(path.relative_to(folder))!r} {status.st_size} {status.st_mtime_ns}")
    return stable_id(*states) if states else None


def inbox_paths(folder: Path) -> Iterator[Path]:
    """Files below `folder`, links and folders that cannot be listed, sorted by path."""
    found: list[Path] = []

    def keep_unlisted(error: OSError) -> None:
        if error.filename is not None and Path(error.filename) != folder:
            found.append(Path(error.filename))

    for parent, subfolders, names in os.walk(folder, onerror=keep_unlisted):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        links = [name for name in subfolders if (Path(parent) / name).is_symlink()]
        found += [
            Path(parent) / name
            for name in (*names, *links)
            if not name.startswith(".") and not name.endswith(".part")
        ]
    yield from sorted(found, key=lambda path: path.relative_to(folder).parts)


def _link_fault(path: Path, folder: Path) -> ArticleError | None:
    """What is wrong with a link, or with a folder that could not be listed."""
    if not path.is_symlink():
        if path.is_dir():
            return ArticleError("unreadable_file", "the folder cannot be listed")
        return None
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return ArticleError("unreadable_file", "the link leads nowhere")
    if not target.is_relative_to(folder):
        return ArticleError("unreadable_file", "the link leads out of the inbox")
    return None
