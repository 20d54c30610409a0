"""Read one article file of any format, for the pipeline and for the command line.

Whatever the bytes are, nothing is raised: each article is a row or a reject.
"""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Final

from pipelines.settings import Settings
from pipelines.sources.articles.faults import ArticleError
from pipelines.sources.articles.json_lines import read_json_lines
from pipelines.sources.articles.limits import Limits
from pipelines.sources.articles.page import read_page
from pipelines.sources.articles.parquet_rows import read_parquet
from pipelines.sources.articles.plain_text import read_text
from pipelines.sources.raw import Parsed, RawFile

READERS: Final[dict[str, Callable[[RawFile, Limits], Parsed]]] = {
    ".txt": read_text,
    ".html": read_page,
    ".htm": read_page,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json_lines,
    ".parquet": read_parquet,
}


def ending(locator: str) -> str:
    """The ending of a file name in lower case, with its dot."""
    return PurePosixPath(locator).suffix.lower()


def likely_ending(data: bytes) -> str:
    """The ending that would fit `data`, for standard input, which has no name."""
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"par1"):
        return ".parquet"
    if start.startswith(b"{"):
        return ".jsonl"
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return ".html"
    return ".txt"


def unsupported(locator: str) -> ArticleError | None:
    """The fault of a file whose name has none of the supported endings."""
    if ending(locator) in READERS:
        return None
    return ArticleError("unsupported_type", f"the name ends in none of {', '.join(READERS)}")


def read_articles(file: RawFile, limits: Limits, as_ending: str | None = None) -> Parsed:
    """The articles of `file`, read by the ending of its name, or as if it ended in `as_ending`.

    Rows have the keys of fields.article_row. `text` is unchanged from the file (of HTML: the main text).
    """
    try:
        fault = unsupported(as_ending or file.locator) if as_ending not in READERS else None
        if fault is not None:
            raise fault
        if len(file.data) > limits.max_file_bytes:
            raise ArticleError("too_large", too_large(len(file.data), limits.max_file_bytes))
        return READERS[as_ending or ending(file.locator)](file, limits)
    except ArticleError as fault:
        return Parsed(rejects=[fault.reject(file)])


def read_kept(files: Iterable[RawFile], settings: Settings) -> Parsed:
    """The articles of all `files`, in one."""
    limits = Limits.from_settings(settings)
    parsed = Parsed()
    for file in files:
        of_file = read_articles(file, limits)
        parsed.rows += of_file.rows
        parsed.rejects += of_file.rejects
    return parsed


def too_large(byte_count: int, limit: int) -> str:
    """What is wrong with a file of `byte_count` bytes, in one sentence."""
    return f"the file has {byte_count} bytes, the limit is {limit}"
