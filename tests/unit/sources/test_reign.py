"""REIGN's leader list: its mixed encoding, its broken lines, and every record accounted for."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.schemas.rows import LINE
from pipelines.sources.raw import Parsed, RawFile, packaged_files, read_card
from pipelines.sources.reign import parse as reign
from pipelines.sources.reign.parse import corrections, offices, parse

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "reign"
HEADER = "stateabb,ccode,leadid,leader,sdate,smonth,syear,emonth,eyear,birthyear,gender,,notes"
TRUMAN = "USA,2,A1,Truman,12,4,1945,1,1953,1884,1,,"
BIDEN = "USA,2,A9,Biden,20,1,2021,,,1942,1,,"


def read(*lines: str | bytes, end: bytes = b"\n") -> Parsed:
    data = end.join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return parsed(data)


def parsed(data: bytes) -> Parsed:
    return parse(RawFile("reign", "leaderlist_3_21.csv", data, "none", datetime(2026, 1, 1, tzinfo=UTC)))


def leaders(result: Parsed) -> list[str]:
    assert len(result.rows) + len(result.rejects) == result.records
    return [row["leader"] for row in result.rows]


def test_a_row_has_what_the_line_has() -> None:
    (row, other) = read(HEADER, TRUMAN, BIDEN).rows
    assert {name: row[name] for name in ("ccode", "leadid", "leader", "sdate", "smonth", "syear")} == {
        "ccode": "2", "leadid": "A1", "leader": "Truman", "sdate": "12", "smonth": "4", "syear": "1945"
    }  # fmt: skip
    assert (row["emonth"], row["eyear"], row["birthyear"], row[LINE]) == ("1", "1953", "1884", 2)
    assert (other["emonth"], other["eyear"], other[LINE]) == (None, None, 3)


def test_single_bytes_of_windows_1252_do_not_spoil_the_utf_8_around_them() -> None:
    name = "SAL,92,A2,Saca González".encode() + b" \x85,1,6,2004,6,2009,1965,1,,".replace(b" \x85", b"")
    note = b"TON,955,A3,Tupou,3,1,2000,2,2006,1959,1,,MESSED UP A LOT OF THINGS\x85"
    old = "HUN,310,A4,Antall J\xf3zsef,23,5,1990,12,1993,1932,1,,".encode("cp1252")
    assert leaders(read(HEADER, name, note, old)) == ["Saca González", "Tupou", "Antall József"]


def test_a_byte_of_no_encoding_costs_its_line_only_where_it_is_read() -> None:
    result = read(
        HEADER, TRUMAN, b"USA,2,A2,B\x81d,1,1,2000,,,1950,1,,", b"USA,2,A3,C,1,1,2000,,,1950,1,,\x81"
    )
    assert leaders(result) == ["Truman", "C"]
    assert [(reject.line, reject.reason) for reject in result.rejects] == [(3, "undecodable_text")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    assert leaders(parsed(f"{HEADER}\n{TRUMAN}\n".encode(encoding))) == ["Truman"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends(end: bytes) -> None:
    assert leaders(read(HEADER, TRUMAN, "", BIDEN, "", end=end)) == ["Truman", "Biden"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(delimiter: str) -> None:
    assert leaders(read(*(line.replace(",", delimiter) for line in (HEADER, TRUMAN)))) == ["Truman"]


def test_quoted_cells_may_hold_commas_and_line_ends() -> None:
    quoted = 'IND,750,A2,"Gandhi, I.",24,1,1966,3,1977,1917,0,,"two\nlines, ""of"" notes"'
    result = read(HEADER, quoted, TRUMAN)
    assert leaders(result) == ["Gandhi, I.", "Truman"]
    assert [row[LINE] for row in result.rows] == [2, 4]


def test_a_quote_that_is_never_closed_does_not_swallow_the_leaders_after_it() -> None:
    stray = 'USA,2,A2,"Ford,9,8,1974,1,1977,1913,1,,'
    result = read(HEADER, stray, TRUMAN, BIDEN)
    assert leaders(result) == ["Truman", "Biden"]
    assert [(reject.line, reject.reason) for reject in result.rejects] == [(2, "invalid_csv")]


def test_two_stray_quotes_do_not_swallow_what_lies_between() -> None:
    stray = 'USA,2,A2,Ford,9,8,1974,1,1977,1913,1,,"note'
    assert leaders(read(HEADER, stray, TRUMAN, stray, BIDEN)) == ["Ford", "Truman", "Ford", "Biden"]


@pytest.mark.parametrize("line", ["USA,2,A2,Ford,9,8", TRUMAN + ",more", "not a row"])
def test_a_line_with_too_few_or_too_many_cells_is_a_reject(line: str) -> None:
    result = read(HEADER, TRUMAN, line, BIDEN)
    assert leaders(result) == ["Truman", "Biden"]
    assert [(reject.line, reject.reason, reject.sample) for reject in result.rejects] == [
        (3, "invalid_csv", line)
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b"\n \n", "empty_file"),
        (b"name,year\nTruman,1945\n", "missing_column"),
        (b"<html>" + b"x" * 140_000, "missing_column"),
        (b"\x89PNG\x00\x00", "binary_content"),
        (f"{HEADER}\n{TRUMAN}".encode("utf-16-le"), "binary_content"),
    ],
)
def test_a_file_that_is_no_leader_list_is_one_reject(data: bytes, reason: str) -> None:
    result = parsed(data)
    assert result.rows == []
    assert [reject.reason for reject in result.rejects] == [reason]


def test_a_header_longer_than_a_cell_may_be_is_split_by_its_own_delimiter() -> None:
    more = ",".join(f"note{number}" for number in range(20_000))
    assert leaders(read(f"{HEADER},{more}", TRUMAN + "," * 20_000)) == ["Truman"]


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda data: f"{HEADER}\n".encode() + data))
def test_no_bytes_make_it_raise_and_all_are_accounted_for(data: bytes) -> None:
    leaders(parsed(data))


def test_the_sample_is_read_whole() -> None:
    folder = Path(reign.__file__).parent
    (file,) = packaged_files(folder)
    result = parse(file)
    assert result.rejects == []
    assert len(result.rows) == result.records == read_card(folder).tables[0].expected_rows


def test_the_notes_on_the_list_are_read_whole() -> None:
    found = offices()
    assert found.rejects == corrections().rejects == []
    assert {row["office"] for row in found.rows} == {"head_of_state", "head_of_government"}


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not there")
def test_the_real_list_is_read_whole() -> None:
    result = parsed((REAL / "leaderlist_3_21.csv").read_bytes())
    assert len(leaders(result)) == 2_524
    assert result.rejects == []
    assert {"Ivica Dačić", "Katrín Jakobsdóttir", "Ulukalala Lavaka Ata (Tupou VI)"} <= set(leaders(result))
