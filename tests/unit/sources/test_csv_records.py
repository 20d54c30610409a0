"""CSV of others: every record in its place, whatever is wrong with the one before it."""

from datetime import UTC, datetime

import pytest

from pipelines.sources.csv_records import CsvTable, read_table
from pipelines.sources.raw import RawFile


def table(data: bytes) -> CsvTable:
    return read_table(RawFile("s", "f.csv", data, "CC0-1.0", datetime(2026, 1, 1, tzinfo=UTC)))


def test_lines_are_told_and_cells_stripped() -> None:
    read = table(b"\xef\xbb\xbfA,B  C\r\n\r\n x ,y\r\n,\r\nz,\xc2\xa0\r\n")
    assert read.header == ["A", "B C"]
    assert [(record.line, record.cells) for record in read.records] == [(3, ["x", "y"]), (5, ["z", ""])]
    assert not read.rejects


def test_a_quote_that_is_never_closed_costs_one_record() -> None:
    read = table(b'A,B\n"x,1\ny,2\n"z, or so",3\n')
    assert [record.cells for record in read.records] == [["y", "2"], ["z, or so", "3"]]
    assert [(reject.line, reject.reason) for reject in read.rejects] == [(2, "invalid_csv")]


def test_a_cell_may_go_on_over_lines() -> None:
    read = table(b'A,B\n"x\nor y",1\nz,2\n')
    assert [(record.line, record.cells) for record in read.records] == [
        (2, ["x\nor y", "1"]),
        (4, ["z", "2"]),
    ]


def test_too_few_and_too_many_cells() -> None:
    read = table(b"A,B\nx\nx,1,2\nx,1,,\n")
    assert [record.line for record in read.records] == [4]
    assert [reject.detail for reject in read.rejects] == [
        "1 cells where the header has 2",
        "3 cells where the header has 2",
    ]


def test_bytes_that_are_not_utf8_cost_their_line() -> None:
    read = table("A,B\nCôte,1\nx,2\n".encode("latin-1"))
    assert [record.cells for record in read.records] == [["x", "2"]]
    assert [(reject.line, reject.reason) for reject in read.rejects] == [(2, "undecodable_text")]
    assert read.rejects[0].sample == "C�te,1"


def test_utf16_with_its_mark_is_read() -> None:
    assert table("A,B\nCôte,1\n".encode("utf-16")).records[0].cells == ["Côte", "1"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b" \n\n", "empty_file"),
        (b'"A,B\n', "invalid_csv"),
        (b"\xff\xfeA", "undecodable_text"),
        ("Ä,B\nx,1\n".encode("latin-1"), "invalid_csv"),
    ],
)
def test_a_file_without_a_header_is_one_reject(data: bytes, reason: str) -> None:
    read = table(data)
    assert (read.header, read.records) == ([], [])
    assert [reject.reason for reject in read.rejects] == [reason]
