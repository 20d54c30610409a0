"""The files of a dataset inside what was taken in: a zip is opened here, everything else is itself."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from pipelines.schemas.reject import Reject
from pipelines.sources.raw import RawFile

# Ten times what the largest of the datasets unpacks to: a zip that claims more is none of them.
MAX_UNPACKED_BYTES: Final = 1_000_000_000
MAX_MEMBERS: Final = 20_000
# An address need not say in its name that it gives a zip.
_ZIP: Final = b"PK\x03\x04"
# What macOS puts beside the files that it packs.
_ASIDE: Final = "__MACOSX/"


def belongs(path: str, patterns: Sequence[str]) -> bool:
    """Whether a path within a dataset is of one of its files."""
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def opened(file: RawFile, patterns: Sequence[str]) -> Iterator[RawFile | Reject]:
    """The files that `patterns` name in a zip, sorted by path; a file that is no zip as it is.

    The folder that all of a zip lies in (as GitHub makes them) is no part of the path. A file that cannot
    be read is a reject and costs the others nothing. Nothing is written: a path in a zip leads nowhere.
    """
    if not (file.locator.lower().endswith(".zip") or file.data.startswith(_ZIP)):
        yield file
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.data))
        entries = [
            entry for entry in archive.infolist() if not (entry.is_dir() or entry.filename.startswith(_ASIDE))
        ]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        yield _reject(file, file.locator, f"not a readable zip: {error}")
        return
    with archive:
        top = _common_folder([entry.filename for entry in entries])
        chosen = _chosen(entries, top, patterns) or _chosen(entries, "", patterns)
        if not chosen:
            yield _reject(file, file.locator, f"the zip holds none of {', '.join(patterns)}")
        if len(chosen) > MAX_MEMBERS or sum(entry.file_size for _, entry in chosen) > MAX_UNPACKED_BYTES:
            yield _reject(file, file.locator, "the zip unpacks to more than any dataset holds")
            return
        for path, entry in chosen:
            try:
                data = archive.read(entry)
            except (
                zipfile.BadZipFile,
                zlib.error,
                lzma.LZMAError,
                NotImplementedError,
                RuntimeError,
                EOFError,
                OSError,
            ) as error:
                yield _reject(file, path, f"cannot be unpacked: {error}")
                continue
            yield replace(file, locator=path, data=data)


def _chosen(
    entries: Sequence[zipfile.ZipInfo], top: str, patterns: Sequence[str]
) -> list[tuple[str, zipfile.ZipInfo]]:
    """The entries that belong, each with its path without `top`, sorted."""
    named = [(entry.filename.removeprefix(top), entry) for entry in entries]
    return sorted(
        ((path, entry) for path, entry in named if belongs(path, patterns)), key=lambda pair: pair[0]
    )


def _common_folder(paths: Sequence[str]) -> str:
    tops = {path.split("/", 1)[0] for path in paths}
    if len(tops) == 1 and all("/" in path for path in paths):
        return f"{tops.pop()}/"
    return ""


def _reject(file: RawFile, path: str, detail: str) -> Reject:
    locator = file.locator if path == file.locator else f"{file.locator}/{path}"
    return Reject(file.source, locator, "raw", "invalid_archive", detail)
