"""Taking in: bytes are kept once, the manifest only grows, and the first time stands."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.schemas.articles import raw_files
from pipelines.schemas.reject import Reject
from pipelines.settings import Settings
from pipelines.sources.articles import Limits
from pipelines.sources.corpus import client, parse
from pipelines.sources.intake import TakenIn, kept_files, take_in
from pipelines.sources.raw import RawFile
from pipelines.storage import MissingTableError, Storage

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 6, tzinfo=UTC)
RELEASED = datetime(2025, 1, 1, tzinfo=UTC)
INBOX = "raw_inbox__articles"
REGISTER = "raw_registry__files"
TOO_LARGE = Reject("inbox", "b.txt", "raw", "too_large", "over the limit")


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path)


def file(locator: str, text: str, source: str = "inbox") -> RawFile:
    return RawFile(source, locator, text.encode(), "unknown", RELEASED)


def offer(storage: Storage, name: str, *files: RawFile | Reject, now: datetime = MONDAY) -> TakenIn:
    return take_in(name, files, storage, now)


def kept(storage: Storage, name: str) -> list[tuple[str, str]]:
    return [(each.locator, each.data.decode()) for each in kept_files(storage, name)]


def test_counts(storage: Storage) -> None:
    taken = offer(storage, INBOX, file("a.txt", "one"), file("b.txt", "four"), TOO_LARGE)
    assert (taken.new, taken.known, taken.new_bytes, taken.found) == (2, 0, 7, 3)
    assert taken.rejects == [TOO_LARGE]
    assert taken.manifest.schema == raw_files.polars_schema()
    again = offer(storage, INBOX, file("a.txt", "one"))
    assert (again.new, again.known, again.new_bytes) == (0, 1, 0)


def test_the_first_time_stands(storage: Storage) -> None:
    offer(storage, INBOX, file("a.txt", "one"), now=MONDAY)
    manifest = offer(storage, INBOX, file("a.txt", "one"), file("b.txt", "two"), now=TUESDAY).manifest
    times = dict(manifest.select("locator", "fetched_at").iter_rows())
    assert times == {"a.txt": MONDAY, "b.txt": TUESDAY}


def test_packaged_files_have_the_time_of_their_release(storage: Storage) -> None:
    manifest = offer(storage, REGISTER, file("a.csv", "one", "registry")).manifest
    assert manifest["fetched_at"].to_list() == [RELEASED]


def test_nothing_taken_in_is_lost(storage: Storage) -> None:
    offer(storage, INBOX, file("a.txt", "one"), file("b.txt", "two"))
    offer(storage, INBOX, file("b.txt", "changed"), now=TUESDAY)
    offer(storage, INBOX)
    assert sorted(kept(storage, INBOX)) == [("a.txt", "one"), ("b.txt", "changed"), ("b.txt", "two")]


def test_of_packaged_files_the_version_offered_last_is_read(storage: Storage) -> None:
    for text in ("one", "two", "one"):
        offer(storage, REGISTER, file("a.csv", text, "registry"))
        assert kept(storage, REGISTER) == [("a.csv", text)]
    assert storage.read_table(raw_files, REGISTER).height == 2


def test_the_same_bytes_in_two_places_are_kept_once(storage: Storage) -> None:
    offer(storage, INBOX, file("a.txt", "one"), file("b.txt", "one"))
    assert len([path for path in (storage.raw / "objects").rglob("*") if path.is_file()]) == 1
    assert kept(storage, INBOX) == [("a.txt", "one"), ("b.txt", "one")]


def test_lost_bytes_come_back(storage: Storage) -> None:
    offered = file("a.txt", "one")
    offer(storage, INBOX, offered)
    storage.raw_path(offered.raw_id).unlink()
    with pytest.raises(FileNotFoundError, match=offered.raw_id):
        kept(storage, INBOX)
    offer(storage, INBOX, offered)
    assert kept(storage, INBOX) == [("a.txt", "one")]


def test_an_empty_source_has_an_empty_manifest(storage: Storage) -> None:
    with pytest.raises(MissingTableError):
        kept(storage, INBOX)
    assert offer(storage, INBOX).manifest.height == 0
    assert kept(storage, INBOX) == []


def test_the_corpus_reads_without_rejects() -> None:
    parsed = [parse.parse(each, Limits.from_settings(Settings())) for each in client.fetch()]
    assert [reject for each in parsed for reject in each.rejects] == []
    rows = [row for each in parsed for row in each.rows]
    assert len(rows) >= 30
    assert all(row["url"] and row["title"] and row["published_date"] for row in rows)
