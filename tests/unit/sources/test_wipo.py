"""Membership of WIPO's treaties."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.schemas.rows import LINE, RECORD
from pipelines.sources.raw import Parsed, RawFile, packaged_files
from pipelines.sources.wipo import lookups
from pipelines.sources.wipo.parse import COLUMNS, parse

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "wipo"
HEADER = ",".join(COLUMNS)


def parsed(data: bytes) -> Parsed:
    return parse(RawFile("wipo", "m.csv", data, "CC0-1.0", datetime(2026, 11, 24, tzinfo=UTC)))


def members(*lines: str) -> Parsed:
    return parsed("\n".join((HEADER, *lines, "")).encode())


def accounted(found: Parsed) -> bool:
    return len({(row[LINE], row[RECORD]) for row in found.rows}) + len(found.rejects) == found.records


def test_a_line_is_up_to_three_acts() -> None:
    found = members("Chile,Berne,1886-09-09,Ratification,1887-09-05,1887-12-05")
    assert [(row["column"], row["terms"], row["act_date"]) for row in found.rows] == [
        ("Signature Date", "Signature Date", "1886-09-09"),
        ("Instrument Date", "Ratification", "1887-09-05"),
        ("Entry Into Force Date", "Entry Into Force Date", "1887-12-05"),
    ]
    assert found.rows[1]["cell"] == "Ratification: 1887-09-05"
    assert accounted(found)


def test_what_is_missing_is_no_act_and_a_broken_date_costs_itself() -> None:
    found = members(
        "Viet Nam,Paris,,,,1949-03-08",
        "Chile,Berne,,,,",
        "Chad,Berne,1886-13-09,Accession,9 May 1997,soon",
        "Cuba,Berne,,Accession,,",
        ",Berne,1990-01-01,,,",
        "Mali,Berne,2990-01-01,,,2028-01-01",
    )
    assert [(row["participant"], row["terms"], row["act_date"]) for row in found.rows] == [
        ("Viet Nam", "Entry Into Force Date", "1949-03-08"),
        ("Chad", "Accession", "1997-05-09"),
        ("Cuba", "Accession", None),
        ("Mali", "Entry Into Force Date", "2028-01-01"),
    ]
    assert [(reject.line, reject.reason) for reject in found.rejects] == [
        (3, "missing_column"),
        (4, "invalid_date"),
        (4, "unreadable_value"),
        (6, "missing_column"),
        (7, "invalid_date"),
    ]
    assert accounted(found)


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", HEADER.replace("Treaty", "T").encode()])
def test_a_file_that_is_another_is_one_reject(data: bytes) -> None:
    found = parsed(data)
    assert (len(found.rejects), found.rows, found.records) == (1, [], 1)


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    assert accounted(parsed(data))
    assert accounted(parsed(HEADER.encode() + b"\n" + data))


def test_the_packaged_file_is_sound() -> None:
    (file,) = packaged_files(Path(lookups.__file__).parent)
    found = parse(file)
    assert not found.rejects
    assert accounted(found)


@pytest.mark.skipif(not REAL.exists(), reason="the published file is not here")
def test_the_published_file() -> None:
    (path,) = REAL.glob("*.csv")
    found = parsed(path.read_bytes())
    assert not found.rejects
    assert len({row[LINE] for row in found.rows}) == 1_501
    assert (len(found.rows), found.records) == (3_050, 3_050)
