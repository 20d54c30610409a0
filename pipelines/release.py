"""Releases: the published marts under a version, with what a reader needs to use, check and cite them.

A release is written aside, in a hidden folder beside its place, and renamed there when it is whole: it is all
there or not at all, and is never written again. One mart is in memory at a time, of one that has changed also
its last version.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from data_quality.validation import CheckResult, validate
from pipelines.changelog import ChangesFile, TableChanges, Version, changes_markdown, table_changes
from pipelines.codebook import codebook_html, codebook_markdown
from pipelines.data_package import (
    DATA_PACKAGE,
    LICENCE,
    ReleasedPackage,
    data_package,
    package_sources,
    read_package,
)
from pipelines.export import TableFile, described, opened_warehouse, read_mart
from pipelines.schemas import Table
from pipelines.schemas.marts import MART_TABLES
from pipelines.schemas.releases import changes
from pipelines.settings import PROJECT_ROOT
from pipelines.storage import MissingTableError, Storage

CHECKSUMS: Final = "SHA256SUMS"
RELEASED: Final = (
    *(f"{table.name}.parquet" for table in MART_TABLES),
    f"{changes.name}.parquet",
    "CHANGES.md",
    "codebook.html",
    "codebook.md",
    DATA_PACKAGE,
    LICENCE,
    "quality.json",
    CHECKSUMS,
)

_VERSION: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){1,3}")
_ASIDE: Final = ".release-"
_SAMPLES_TOLD: Final = 5


class ReleaseError(RuntimeError):
    """A release that is not made; the message says why. Nothing was written."""


class VersionError(ReleaseError):
    """What was given as a version is none."""


@dataclass(frozen=True)
class Release:
    """A release as `make_release` made it or, where nothing has changed, found it.

    `changes` are those against the release `previous`, by table; empty where there is none.
    """

    version: str
    folder: Path
    is_new: bool
    rows: int
    previous: str | None
    changes: tuple[TableChanges, ...]


def make_release(storage: Storage, version: str | None = None, *, now: datetime) -> Release:
    """Write the published marts to `exports/<version>/`; without a version, one by the day of `now`, in UTC.

    Where every table is as in the last release, nothing is written and that one is returned. Raises VersionError;
    MissingTableError where there is no warehouse, or nothing was measured of the extractor; ExportError where a
    mart is not as declared; and ReleaseError where a blocking expectation fails, the version is taken, the last
    release is damaged, or another process makes a release.
    """
    if version is not None and _VERSION.fullmatch(version) is None:
        raise VersionError(f"{version!r} is not a version: two to four numbers joined by dots, as 2026.11.25")
    for path, asset in ((storage.warehouse, "warehouse"), (storage.quality, "extraction_quality")):
        if not path.exists():
            raise MissingTableError(f"{path}: not there yet; materialize {asset} first (`dragoman run` does)")
    with _only_release(storage):
        last = last_release(storage.exports)
        named = version or next_version(storage.exports, now)
        target = storage.exports / named
        if target.exists():
            raise ReleaseError(f"{target} is there already; a release is never written again")
        with _aside(storage.exports) as aside:
            files = _write_marts(storage, aside)
            rows = sum(file.rows for file in files)
            if last is not None and _sums(last) == {file.table.name: file.sha256 for file in files}:
                return Release(
                    last.version, storage.exports / last.version, False, rows, previous=None, changes=()
                )
            changed = _write_about(storage, aside, files, named, last, now)
            _put_in_place(aside, target)
    return Release(named, target, True, rows, last.version if last else None, changed)


def last_release(exports: Path) -> ReleasedPackage | None:
    """The release made last, by what the folders' descriptors say; folders without one of ours do not count."""
    packages = [read_package(path.parent) for path in exports.glob(f"[!.]*/{DATA_PACKAGE}")]
    releases = [each for each in packages if each is not None and _VERSION.fullmatch(each.version)]
    return max(releases, key=lambda each: (each.created, _numbers(each.version)), default=None)


def next_version(exports: Path, now: datetime) -> str:
    """The day in UTC as 2026.11.25; with .1, .2 … behind it once the day has a folder of that name."""
    day = f"{now:%Y.%m.%d}"
    pattern = re.compile(re.escape(day) + r"(?:\.([0-9]{1,6}))?")
    taken = [
        int(match[1] or 0) for path in exports.glob(f"{day}*") if (match := pattern.fullmatch(path.name))
    ]
    return f"{day}.{max(taken) + 1}" if taken else day


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _sums(package: ReleasedPackage) -> dict[str, str]:
    """The checksums of the marts of an earlier release, by table."""
    return {each.name: each.sha256 for each in package.resources if each.name != changes.name}


def _write_marts(storage: Storage, folder: Path) -> list[TableFile]:
    """Validate and write every mart. Raises ReleaseError naming every blocking expectation that fails."""
    files = []
    failures = []
    with opened_warehouse(storage) as connection:
        for table in MART_TABLES:
            frame = read_mart(connection, table)
            results = validate(frame, table.name)
            failures += [
                _told(table.name, each) for each in results if each.severity == "error" and not each.passed
            ]
            path = folder / f"{table.name}.parquet"
            frame.write_parquet(path, compression="zstd")
            files.append(described(path, table, frame.height))
    if failures:
        raise ReleaseError(
            f"refused, and nothing was written: of the expectations that block, {len(failures)} failed\n"
            + "\n".join(failures)
        )
    return files


def _told(table_name: str, result: CheckResult) -> str:
    """A failed expectation on one line: table, name, how many values are wrong, what was expected, samples."""
    line = f"  {table_name}: {result.name}: {result.description}"
    if result.unexpected_count:
        line += f" Unexpected: {result.unexpected_count:,}."
    if result.observed is not None:
        line += f" Observed: {result.observed}."
    samples = list(dict.fromkeys(result.unexpected_samples))[:_SAMPLES_TOLD]
    if samples:
        line += f" Samples: {'; '.join(samples)}"
    return " ".join(line.splitlines())


def _write_about(
    storage: Storage,
    folder: Path,
    marts: Sequence[TableFile],
    version: str,
    last: ReleasedPackage | None,
    now: datetime,
) -> tuple[TableChanges, ...]:
    """Write all that is beside the marts: changes, codebook, descriptor, quality, licence, checksums."""
    previous = last.version if last else None
    changes_path = folder / f"{changes.name}.parquet"
    with ChangesFile(changes_path, version, previous) as changes_file:
        changed = () if last is None else _compare(storage, folder, marts, last, changes_file)
    files = [*marts, described(changes_path, changes, changes_file.rows)]
    tables = [file.table for file in files]
    rows = {file.table.name: file.rows for file in files}
    title = f"Codebook of Dragoman {version}"
    package = data_package(
        files,
        version=version,
        created=now.replace(microsecond=0),
        previous=previous,
        sources=package_sources(storage),
    )
    texts = {
        "CHANGES.md": changes_markdown(version, previous, changed, rows),
        "codebook.md": codebook_markdown(tables, title),
        "codebook.html": codebook_html(tables, title, rows),
        DATA_PACKAGE: json.dumps(package, indent=2, ensure_ascii=False) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    shutil.copyfile(PROJECT_ROOT / "LICENSE", folder / LICENCE)
    shutil.copyfile(storage.quality, folder / storage.quality.name)
    sums = [f"{_sha256(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / CHECKSUMS).write_text("".join(sums), encoding="utf-8")
    return changed


def _compare(
    storage: Storage, folder: Path, marts: Sequence[TableFile], last: ReleasedPackage, file: ChangesFile
) -> tuple[TableChanges, ...]:
    """The changes of every table that is in this release or was in the last; what has one checksum has none."""
    before = {each.name: each for each in last.resources if each.name != changes.name}
    now = {mart.table.name: mart for mart in marts}
    compared = []
    for name in [*now, *(name for name in before if name not in now)]:
        old, new = before.get(name), now.get(name)
        if old is not None and new is not None and old.sha256 == new.sha256:
            compared.append(TableChanges(name))
            continue
        compared.append(
            table_changes(
                name,
                None if old is None else Version(_intact(storage, last, name), tuple(old.key.columns)),
                None if new is None else Version(folder / new.name, new.table.key),
                file,
                shown=() if new is None else _telling(new.table),
            )
        )
    return tuple(compared)


def _telling(table: Table) -> list[str]:
    """Columns that tell people which row it is: those that rows are sorted by, else the first that are not keys."""
    sorted_by = [name for name in table.order if name not in table.key]
    own = [
        column.name for column in table.columns if column.name not in table.key and column.references is None
    ]
    return sorted_by or own[:3]


def _intact(storage: Storage, last: ReleasedPackage, name: str) -> Path:
    """The file of a table in the last release. Raises ReleaseError where it is not what was released."""
    (resource,) = [each for each in last.resources if each.name == name]
    path = storage.exports / last.version / resource.path
    if not path.exists() or _sha256(path) != resource.sha256:
        raise ReleaseError(
            f"{path} is not the file that was released, by the checksum in {DATA_PACKAGE} beside it: bring it back, "
            f"or take the folder {last.version} out of {storage.exports}"
        )
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _only_release(storage: Storage) -> Iterator[None]:
    """Hold the lock on releases of this data home; the system lets go of it however the process ends."""
    with (storage.home / "release.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ReleaseError(f"another release is under way in {storage.home}") from error
        yield


@contextmanager
def _aside(exports: Path) -> Iterator[Path]:
    """A hidden folder in `exports` to write to, gone at the end unless it was renamed; and those of the killed.

    To be called with the lock held: whatever other folder of that name is there, nobody writes to it any more.
    """
    exports.mkdir(parents=True, exist_ok=True)
    for left in exports.glob(f"{_ASIDE}*"):
        shutil.rmtree(left)
    folder = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=exports))
    try:
        yield folder
    finally:
        if folder.exists():
            shutil.rmtree(folder)


def _put_in_place(folder: Path, target: Path) -> None:
    """Rename `folder` to `target` once its files are on the disk."""
    for path in folder.iterdir():
        # Published data is for everybody, whatever the process's mask is.
        path.chmod(0o644)
        _sync(path)
    folder.chmod(0o755)
    _sync(folder)
    folder.rename(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
