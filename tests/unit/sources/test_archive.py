"""Zips as they come: whole, cut off, with files that cannot be read, with paths that lead elsewhere."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from pipelines.schemas.reject import Reject
from pipelines.sources.archive import opened
from pipelines.sources.raw import RawFile


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def open_all(data: bytes, *patterns: str, locator: str = "set.zip") -> list[RawFile | Reject]:
    file = RawFile("visits", locator, data, "CC0-1.0", datetime(2026, 1, 1, tzinfo=UTC))
    return list(opened(file, patterns or ("data/*.xml",)))


def paths(found: list[RawFile | Reject]) -> list[str]:
    return [each.locator for each in found if isinstance(each, RawFile)]


def test_the_folder_that_all_lies_in_is_no_part_of_the_path() -> None:
    data = zipped(
        **{
            "visits-master/data/b.xml": b"<b/>",
            "visits-master/data/a.xml": b"<a/>",
            "visits-master/README.md": b"",
        }
    )
    found = open_all(data)
    assert paths(found) == ["data/a.xml", "data/b.xml"]
    assert [each.data for each in found if isinstance(each, RawFile)] == [b"<a/>", b"<b/>"]


def test_another_file_is_itself() -> None:
    assert paths(open_all(b"a,b\n", locator="a.csv")) == ["a.csv"]


def test_a_cut_off_zip_is_one_reject() -> None:
    data = zipped(**{"data/a.xml": b"<a/>" * 100})
    (found,) = open_all(data[: len(data) // 2])
    assert isinstance(found, Reject)
    assert (found.locator, found.reason) == ("set.zip", "invalid_archive")


def test_a_broken_member_costs_the_others_nothing() -> None:
    data = bytearray(zipped(**{"data/a.xml": b"one" * 100, "data/b.xml": b"two" * 100}))
    place = data.index(b"data/a.xml") + len("data/a.xml")
    data[place + 4] ^= 0xFF
    found = open_all(bytes(data))
    assert paths(found) == ["data/b.xml"]
    (reject,) = [each for each in found if isinstance(each, Reject)]
    assert reject.locator == "set.zip/data/a.xml"


def test_a_zip_without_the_dataset_says_so() -> None:
    (found,) = open_all(zipped(**{"index.html": b""}))
    assert isinstance(found, Reject)
    assert "holds none of data/*.xml" in found.detail
    assert isinstance(open_all(zipped())[0], Reject)


def test_a_bomb_is_not_unpacked() -> None:
    data = bytearray(zipped(**{"data/a.xml": b"0" * 1000}))
    # The directory of a zip states the sizes: here 4 GB less one byte.
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = b"\xfe\xff\xff\xff"
    (found,) = open_all(bytes(data))
    assert isinstance(found, Reject)
    assert "more than any dataset holds" in found.detail


def test_a_path_that_leads_out_is_a_name_only() -> None:
    found = open_all(zipped(**{"../../etc/a.xml": b"<a/>"}), "*.xml")
    assert len(found) == 1
    assert isinstance(found[0], RawFile)


def test_a_zip_is_known_by_its_bytes_and_what_macos_adds_is_passed_over() -> None:
    data = zipped(**{"set/data/a.xml": b"<a/>", "__MACOSX/set/data/._a.xml": b"x", "set/.DS_Store": b""})
    assert paths(open_all(data, locator="master")) == ["data/a.xml"]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_however_it_is_packed_a_damaged_member_is_a_reject(method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("data/a.xml", bytes(range(256)) * 40)
    data = bytearray(buffer.getvalue())
    place = data.index(b"data/a.xml") + len("data/a.xml") + 12
    for at in range(place, place + 20):
        data[at] ^= 0xFF
    (found,) = open_all(bytes(data))
    assert isinstance(found, Reject)
    assert found.reason == "invalid_archive"
