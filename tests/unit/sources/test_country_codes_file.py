"""country-codes.csv: every record is a row or a reject, nothing raises, NA is Namibia."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.schemas.rows import LINE, RECORD
from pipelines.sources.country_codes.parse import CODES, OPTIONAL, parse
from pipelines.sources.raw import Parsed, RawFile, packaged_files, read_card

FOLDER = Path(__file__).resolve().parents[3] / "pipelines" / "sources" / "country_codes"
REAL = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "countries" / "country-codes.csv"
HEADER = ",".join((*CODES, "official_name_en", "wikidata_id"))
NAMIBIA = "NAM,NA,516,516,WA,Namibia,https://www.wikidata.org/wiki/Q1030"
SUDAN = 'SDN,SD,729,729,SU,"Sudan, the",https://www.wikidata.org/wiki/Q1049'


def raw(data: bytes | str) -> RawFile:
    content = data.encode() if isinstance(data, str) else data
    return RawFile("country_codes", "country-codes.csv", content, "PDDL-1.0", datetime.now(UTC))


def accounted(parsed: Parsed) -> bool:
    """Each record is a row or a reject; a reject of the file has no line, or the header's."""
    found = {row[RECORD] for row in parsed.rows} | {reject.line for reject in parsed.rejects}
    return len(found) == parsed.records and len(parsed.rows) + len(parsed.rejects) == parsed.records


def test_the_packaged_selection_is_read_whole() -> None:
    (file,) = packaged_files(FOLDER)
    parsed = parse(file)
    assert parsed.rejects == []
    assert parsed.records == len(parsed.rows) == read_card(FOLDER).tables[0].expected_rows


def test_na_is_namibia_and_blanks_are_nothing() -> None:
    blank = "ALA,AX,248,248,\u00a0, ,"
    rows = parse(raw(f"{HEADER}\n{NAMIBIA}\n{blank}\n")).rows
    assert rows[0]["ISO3166-1-Alpha-2"] == "NA"
    assert rows[1]["FIPS"] is None
    assert rows[1]["official_name_en"] is None
    assert rows[1]["wikidata_id"] is None


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_broken_line_costs_no_other_line_its_place(newline: str) -> None:
    unclosed = 'AUT,AT,40,40,"AU,Austria,Q40'
    short, empty = "CHE,CH,756", ",,,,,,"
    parsed = parse(raw(newline.join([HEADER, unclosed, NAMIBIA, short, SUDAN, empty, ""])))
    assert [row["ISO3166-1-Alpha-3"] for row in parsed.rows] == ["NAM", "SDN"]
    assert [row[LINE] for row in parsed.rows] == [3, 5]
    assert [(reject.line, reject.reason) for reject in parsed.rejects] == [
        (2, "invalid_csv"),
        (4, "invalid_csv"),
        (6, "missing_column"),
    ]
    assert accounted(parsed)


def test_a_line_break_in_a_quoted_cell_ends_no_record() -> None:
    broken = 'AUT,AT,40,40,AU,"Austria\nÖsterreich",Q40'
    parsed = parse(raw(f"{HEADER}\n{broken}\n\n{NAMIBIA}"))
    assert [(row["official_name_en"], row[LINE]) for row in parsed.rows] == [
        ("Austria\nÖsterreich", 2),
        ("Namibia", 5),
    ]
    assert accounted(parsed)


def test_columns_may_stand_in_any_order_and_names_may_lack() -> None:
    parsed = parse(raw("FIPS,M49,ISO3166-1-numeric,ISO3166-1-Alpha-2,ISO3166-1-Alpha-3\nWA,516,516,NA,NAM\n"))
    assert parsed.rows[0]["FIPS"] == "WA"
    assert all(parsed.rows[0][name] is None for name in OPTIONAL)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b" \n\n", "empty_file"),
        (b",,,\n", "invalid_csv"),
        (b"name,code\nNamibia,NA\n", "invalid_csv"),
        (b'"ISO3166-1-Alpha-3,\n', "invalid_csv"),
        (b"\x00\x01\x02\n", "invalid_csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_reject(data: bytes, reason: str) -> None:
    parsed = parse(raw(data))
    assert [reject.reason for reject in parsed.rejects] == [reason]
    assert (parsed.rows, parsed.records) == ([], 1)
    assert accounted(parsed)


@pytest.mark.parametrize(
    "broken", [b"AUT,AT,40,40,AU,\xd6sterreich,Q40", b"AUT,\xff", b'AUT,AT,40,40,AU,"\xc3",Q40']
)
def test_bytes_that_are_no_text_cost_their_own_line_only(broken: bytes) -> None:
    lines = [HEADER.encode(), NAMIBIA.encode(), broken, SUDAN.encode()]
    parsed = parse(raw(b"\n".join(lines)))
    assert [row["ISO3166-1-Alpha-3"] for row in parsed.rows] == ["NAM", "SDN"]
    (reject,) = parsed.rejects
    assert (reject.reason, reject.line) == ("undecodable_text", 3)
    assert (reject.sample or "").encode().startswith(b"AUT,")
    assert accounted(parsed)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_cut_in_a_letter_loses_its_last_line_only(encoding: str) -> None:
    austria = "AUT,AT,40,40,AU,\N{GRINNING FACE},Q40"
    data = f"{HEADER}\n{NAMIBIA}\n{austria}".encode(encoding)
    cut = data.index("\N{GRINNING FACE}".encode("utf-16-le" if encoding == "utf-16" else encoding)) + 1
    parsed = parse(raw(data[:cut]))
    assert [row["ISO3166-1-Alpha-3"] for row in parsed.rows] == ["NAM"]
    assert [(reject.reason, reject.line) for reject in parsed.rejects] == [("undecodable_text", 3)]
    assert accounted(parsed)


def test_a_byte_in_the_header_costs_nothing_where_no_code_is_named_by_it() -> None:
    parsed = parse(raw(f"{HEADER},".encode() + b"Capit\xe4l\n" + f"{NAMIBIA},Windhoek\n".encode()))
    assert [row["FIPS"] for row in parsed.rows] == ["WA"]
    assert parsed.rejects == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_are_read(encoding: str) -> None:
    parsed = parse(raw(f"{HEADER}\n{NAMIBIA}\n".encode(encoding)))
    assert [row["ISO3166-1-Alpha-2"] for row in parsed.rows] == ["NA"]


def test_a_truncated_file_loses_one_record_at_most() -> None:
    (file,) = packaged_files(FOLDER)
    cut = file.data.rindex(b"Q805")
    parsed = parse(raw(file.data[:cut]))
    assert parsed.records == 27
    assert len(parsed.rows) >= 26
    assert accounted(parsed)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(alphabet='A",\n\r é\x00', max_size=80).map(str.encode)))
def test_no_bytes_raise(data: bytes) -> None:
    for parsed in (parse(raw(data)), parse(raw(HEADER.encode() + b"\n" + data))):
        assert accounted(parsed)
        for reject in parsed.rejects:
            (reject.sample or "").encode()  # raises where bytes of no text are left in it


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not here")
def test_the_real_file_is_accounted_for() -> None:
    parsed = parse(raw(REAL.read_bytes()))
    assert parsed.records == 249
    assert parsed.rejects == []
    assert accounted(parsed)
    assert next(row for row in parsed.rows if row["ISO3166-1-Alpha-3"] == "NAM")["ISO3166-1-Alpha-2"] == "NA"
