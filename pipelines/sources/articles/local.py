"""Files of the user's own, by path or from standard input, of which no more is read than the limit allows."""

import os
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from pipelines.schemas.reject import Reject
from pipelines.settings import Settings
from pipelines.sources.articles.faults import ArticleError
from pipelines.sources.articles.limits import Limits
from pipelines.sources.articles.read import likely_ending, read_articles, too_large
from pipelines.sources.raw import Parsed, RawFile

# Nobody has told us under which terms a user's own files may be passed on.
LICENCE: Final = "unknown"
COMMAND_LINE: Final = "command line"
STANDARD_INPUT: Final = "-"


def read_local(
    path: Path, *, source: str, locator: str, max_bytes: int, fetched_at: datetime
) -> RawFile | Reject:
    """The file at `path`, or why it cannot be had: `unreadable_file`, or `too_large` by its size unread."""
    empty = RawFile(source, locator, b"", LICENCE, fetched_at)
    try:
        with path.open("rb") as stream:
            status = os.fstat(stream.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > max_bytes:
                return ArticleError("too_large", too_large(status.st_size, max_bytes)).reject(empty)
            return read_stream(
                stream, source=source, locator=locator, max_bytes=max_bytes, fetched_at=fetched_at
            )
    except OSError as error:
        detail = f"cannot be read: {error.strerror or type(error).__name__}"
        return ArticleError("unreadable_file", detail).reject(empty)


def read_stream(
    stream: BinaryIO, *, source: str, locator: str, max_bytes: int, fetched_at: datetime
) -> RawFile | Reject:
    """What `stream` (a pipe, standard input, a file) gives, up to `max_bytes`; more is a reject."""
    data = stream.read(max_bytes + 1)
    file = RawFile(source, locator, data, LICENCE, fetched_at, origin="file")
    if len(data) > max_bytes:
        return ArticleError("too_large", f"over the limit of {max_bytes} bytes").reject(file)
    return file


def read_path(path: str, settings: Settings, *, as_jsonl: bool = False) -> Parsed:
    """The articles of the file at `path`; `-` is standard input, read as what it begins like.

    A file without an ending, such as a pipe, is read so too. With `as_jsonl` every file is JSON Lines.
    Nothing is raised: whatever cannot be used is a reject whose locator is `path`.
    """
    now = datetime.now(UTC)
    limit = settings.max_file_bytes
    if path == STANDARD_INPUT:
        file = read_stream(
            sys.stdin.buffer, source=COMMAND_LINE, locator=path, max_bytes=limit, fetched_at=now
        )
    else:
        file = read_local(Path(path), source=COMMAND_LINE, locator=path, max_bytes=limit, fetched_at=now)
    if isinstance(file, Reject):
        return Parsed(rejects=[file])
    as_ending = ".jsonl" if as_jsonl else None
    if as_ending is None and not Path(path).suffix:
        as_ending = likely_ending(file.data)
    return read_articles(file, Limits.from_settings(settings), as_ending)
