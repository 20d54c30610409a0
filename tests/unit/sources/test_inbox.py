"""The inbox: what is a file of it, what is a reject, and what is passed over."""

import os
from pathlib import Path

import pytest

from pipelines.schemas.reject import Reject
from pipelines.settings import Settings
from pipelines.sources.inbox.client import fetch, fingerprint
from pipelines.sources.raw import RawFile


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def offered(inbox: Path, **settings: int) -> dict[str, str]:
    """Per locator what became of it: its text, or the reason of its reject; in the order of `fetch`."""
    found = fetch(Settings(home=inbox.parent, **settings))
    return {item.locator: item.reason if isinstance(item, Reject) else item.data.decode() for item in found}


def test_files_below_the_folder_in_order(inbox: Path) -> None:
    (inbox / "b" / "c").mkdir(parents=True)
    for name in ("z.txt", "b/c/a.html", "a.jsonl", "UPPER.TXT"):
        (inbox / name).write_text(name)
    assert list(offered(inbox)) == ["UPPER.TXT", "a.jsonl", "b/c/a.html", "z.txt"]


def test_hidden_and_partial_files_are_passed_over(inbox: Path) -> None:
    (inbox / ".git").mkdir()
    for name in (".hidden.txt", "download.txt.part", ".git/a.txt"):
        (inbox / name).write_text("text")
    assert offered(inbox) == {}


def test_another_ending_is_a_reject_unread(inbox: Path) -> None:
    (inbox / "a.pdf").write_text("text")
    (inbox / "README").write_text("text")
    assert offered(inbox) == {"README": "unsupported_type", "a.pdf": "unsupported_type"}


def test_size_is_checked_first(inbox: Path) -> None:
    with (inbox / "large.jsonl").open("wb") as stream:
        stream.truncate(50_000_000)
    (inbox / "small.txt").write_text("text")
    assert offered(inbox) == {"large.jsonl": "too_large", "small.txt": "text"}


def test_links(inbox: Path) -> None:
    outside = inbox.parent / "secret.txt"
    outside.write_text("secret")
    (inbox / "a.txt").write_text("text")
    (inbox / "inside.txt").symlink_to(inbox / "a.txt")
    (inbox / "outside.txt").symlink_to(outside)
    (inbox / "parent").symlink_to(inbox.parent)
    (inbox / "nowhere.txt").symlink_to(inbox / "gone.txt")
    (inbox / "loop.txt").symlink_to(inbox / "loop.txt")
    assert offered(inbox) == {
        "a.txt": "text",
        "inside.txt": "text",
        "loop.txt": "unreadable_file",
        "nowhere.txt": "unreadable_file",
        "outside.txt": "unreadable_file",
        "parent": "unreadable_file",
    }


def test_a_file_that_cannot_be_opened(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "a.txt").write_text("text")

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert offered(inbox) == {"a.txt": "unreadable_file"}


def test_a_pipe_is_no_file(inbox: Path) -> None:
    os.mkfifo(inbox / "pipe.txt")
    assert offered(inbox) == {}


def test_a_name_that_is_not_utf_8(inbox: Path) -> None:
    (Path(os.fsdecode(os.fsencode(inbox) + b"/caf\xe9.txt"))).write_text("text")
    assert list(offered(inbox)) == ["caf�.txt"]
    assert fingerprint(Settings(home=inbox.parent)) is not None


def test_no_inbox_is_an_empty_one(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert list(fetch(settings)) == []
    assert fingerprint(settings) is None


def test_fingerprint_tells_that_something_changed(inbox: Path) -> None:
    settings = Settings(home=inbox.parent)
    path = inbox / "a.txt"
    path.write_text("text")
    os.utime(path, ns=(1, 1))
    before = fingerprint(settings)
    assert fingerprint(settings) == before
    os.utime(path, ns=(2, 2))
    touched = fingerprint(settings)
    (inbox / "b.txt").write_text("")
    assert len({before, touched, fingerprint(settings)}) == 3


def test_files_know_their_source(inbox: Path) -> None:
    (inbox / "a.txt").write_text("text")
    (file,) = fetch(Settings(home=inbox.parent))
    assert isinstance(file, RawFile)
    assert (file.source, file.licence) == ("inbox", "unknown")
    assert file.fetched_at.utcoffset() is not None
