"""Where a dataset comes from: the sample, a folder, a file, an address; and what is said where it is not there."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from file_server import FileServer, serves, status

from pipelines.schemas.reject import Reject
from pipelines.settings import Settings
from pipelines.sources.intake import kept_files, known_validators, take_in
from pipelines.sources.origin import fetch
from pipelines.sources.raw import RawFile, Unchanged, Validators
from pipelines.storage import Storage

NAME = "raw_reign__files"
NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def card(tmp_path: Path, server: FileServer) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "sample.csv").write_text("leader\nLincoln\n")
    (folder / "source.yml").write_text(
        json.dumps(
            {
                "name": "reign",
                "title": "Leaders",
                "publisher": "Dragoman contributors",
                "url": None,
                "licence": "CC0-1.0",
                "retrieved_at": "2026-01-01T00:00:00Z",
                "description": "Leaders.",
                "tables": [{"file": "sample.csv", "expected_rows": 1}],
                "remote": {
                    "licence": "CC-BY-4.0",
                    "publisher": "Somebody",
                    "folder": "leaders",
                    "files": [{"url": f"{server.url}/list.csv", "locator": "list.csv"}],
                    "members": ["*.csv"],
                },
            }
        )
    )
    return folder


def settings(**sources: str | Path) -> Settings:
    return Settings.model_validate(
        {"sources": sources, "http": {"pause_seconds": 0, "max_retries": 0, "max_file_bytes": 100}}
    )


def got(card: Path, known: dict[tuple[str, str], Validators] | None = None, **sources: str | Path) -> list:
    return list(fetch(card, settings(**sources), known or {}))


def test_the_sample_is_the_default(card: Path) -> None:
    (file,) = got(card)
    assert (file.locator, file.licence, file.url) == ("sample.csv", "CC0-1.0", None)


def test_the_public_address_and_any_other(card: Path, server: FileServer) -> None:
    url = server.on("/list.csv", serves(b"leader\nTruman\n"))
    mirror = server.on("/mirror/x.csv", serves(b"leader\nTruman\n"))
    (public,) = got(card, reign="public")
    assert (public.locator, public.url, public.licence) == ("list.csv", url, "CC-BY-4.0")
    assert public.validators.etag
    (other,) = got(card, reign=mirror)
    assert (other.locator, other.url, other.raw_id) == ("x.csv", mirror, public.raw_id)
    unnamed = server.on("/archive/refs/heads/master?token=1", serves(b"PK")).removesuffix("?token=1")
    assert [file.locator for file in got(card, reign=unnamed + "?token=1")] == ["list.csv"]


def test_a_folder_a_file_and_a_folder_of_folders(card: Path, tmp_path: Path) -> None:
    below = tmp_path / "data" / "leaders" / "old"
    below.mkdir(parents=True)
    (below / "b.csv").write_text("leader\nB\n")
    (below.parent / "a.csv").write_text("leader\nA\n")
    (below.parent / "notes.txt").write_text("none of it")
    for where in ({"reign": str(below.parent)}, {"folder": tmp_path / "data"}):
        assert [file.locator for file in got(card, **where)] == ["a.csv", "old/b.csv"]
    assert [file.locator for file in got(card, reign=str(below / "b.csv"))] == ["b.csv"]
    assert [file.locator for file in got(card, folder=tmp_path)] == ["sample.csv"]
    assert [file.locator for file in got(card, folder=tmp_path / "data", reign="embedded")] == ["sample.csv"]
    assert [file.locator for file in got(card, reign="EMBEDDED")] == ["sample.csv"]
    (misspelt,) = got(card, folder=tmp_path / "dtaa")
    assert (misspelt.reason, str(tmp_path / "dtaa") in misspelt.detail) == ("unreachable", True)


def test_what_is_not_there_says_so(card: Path, tmp_path: Path) -> None:
    (missing,) = got(card, reign=str(tmp_path / "nowhere"))
    assert isinstance(missing, Reject)
    assert (missing.reason, str(tmp_path / "nowhere") in missing.detail) == ("unreachable", True)
    (empty,) = got(card, reign=str(tmp_path / "source" / "sample.csv"))
    assert isinstance(empty, RawFile)  # a file that is named is read, whatever it is called
    (tmp_path / "large").mkdir()
    (tmp_path / "large" / "a.csv").write_bytes(b"0" * 101)
    (large,) = got(card, reign=str(tmp_path / "large"))
    assert isinstance(large, Reject)
    assert large.reason == "too_large"


def test_an_unchanged_file_costs_no_transfer_and_a_dead_server_no_data(
    card: Path, server: FileServer, tmp_path: Path
) -> None:
    storage = Storage(tmp_path / "home")

    def run() -> list[str]:
        files = list(fetch(card, settings(reign="public"), known_validators(storage, NAME)))
        taken = take_in(NAME, files, storage, NOW)
        kinds.append([type(file) for file in files])
        return [f"{file.locator}:{file.data.decode().split()[1]}" for file in kept_files(storage, NAME)] + [
            reject.reason for reject in taken.rejects
        ]

    kinds: list[list[type]] = []
    server.on(
        "/list.csv",
        serves(b"leader\nTruman\n"),
        serves(b"leader\nTruman\n"),
        status(404),
        serves(b"leader\nObama\n"),
    )
    assert run() == ["list.csv:Truman"]
    assert run() == ["list.csv:Truman"]
    assert run() == ["list.csv:Truman", "unreachable"]
    assert run() == ["list.csv:Obama"]
    assert kinds == [[RawFile], [Unchanged], [Reject], [RawFile]]
    # Both versions are kept; one is in use.
    manifest = storage.read_table(
        __import__("pipelines.schemas.articles", fromlist=["raw_files"]).raw_files, NAME
    )
    assert manifest["is_current"].to_list() == [False, True]


def test_the_sample_gives_way_to_the_dataset(card: Path, server: FileServer, tmp_path: Path) -> None:
    storage = Storage(tmp_path / "home")
    server.on("/list.csv", serves(b"leader\nTruman\n"))
    for where, expected in (("embedded", "sample.csv"), ("public", "list.csv"), ("embedded", "sample.csv")):
        take_in(NAME, fetch(card, settings(reign=where), known_validators(storage, NAME)), storage, NOW)
        assert [file.locator for file in kept_files(storage, NAME)] == [expected]


def test_bytes_that_were_lost_are_fetched_again(card: Path, server: FileServer, tmp_path: Path) -> None:
    storage = Storage(tmp_path / "home")
    server.on("/list.csv", serves(b"leader\nTruman\n"))
    for _ in range(2):
        take_in(NAME, fetch(card, settings(reign="public"), known_validators(storage, NAME)), storage, NOW)
        (file,) = kept_files(storage, NAME)
        storage.raw_path(file.raw_id).unlink()
    assert "If-None-Match" not in server.asked[1][1]


def test_where_one_of_two_addresses_fails_the_samples_do_not_stand_in(
    card: Path, server: FileServer, tmp_path: Path
) -> None:
    described = json.loads((card / "source.yml").read_text())
    described["remote"]["files"].append({"url": f"{server.url}/second.csv", "locator": "second.csv"})
    (card / "source.yml").write_text(json.dumps(described))
    storage = Storage(tmp_path / "home")

    def current(where: str) -> list[str]:
        take_in(NAME, fetch(card, settings(reign=where), known_validators(storage, NAME)), storage, NOW)
        return sorted(file.locator for file in kept_files(storage, NAME))

    assert current("embedded") == ["sample.csv"]
    assert current("public") == ["sample.csv"]  # neither answers
    server.on("/list.csv", serves(b"leader\nTruman\n"))
    assert current("public") == ["list.csv"]
    server.on("/second.csv", serves(b"leader\nObama\n"), status(404))
    assert current("public") == ["list.csv", "second.csv"]
    assert current("public") == ["list.csv", "second.csv"]  # the second as it was


def test_a_file_that_became_too_large_stays_as_it_was(card: Path, tmp_path: Path) -> None:
    storage = Storage(tmp_path / "home")
    path = tmp_path / "a.csv"
    for text in ("leader\nTruman\n", "leader\n" + "x" * 200):
        path.write_text(text)
        take_in(NAME, fetch(card, settings(reign=str(path)), {}), storage, NOW)
    assert [file.data for file in kept_files(storage, NAME)] == [b"leader\nTruman\n"]
