"""Visits and trips as XML: each record once, whatever is wrong with the file, and nothing fetched or expanded."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.schemas.rows import LINE, LOCATOR, RECORD
from pipelines.sources.archive import belongs
from pipelines.sources.historyatstate import lookups
from pipelines.sources.historyatstate.parse import parse
from pipelines.sources.raw import Parsed, RawFile, packaged_files, read_card

SOURCE = Path(lookups.__file__).parent
REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "historyatstate"

VISIT = """<visit>
    <id>{id}</id>
    <start-date>1987-12-08</start-date>
    <end-date>1987-12-10</end-date>
    <visitor>General Secretary Mikhail Gorbachev</visitor>
    <from id="russia">U.S.S.R.</from>
    <description>Official
        Working Visit.</description>
</visit>
"""
TRIP = """<trip role="secretary" who="rubio-marco"><id>7</id><name>Marco Rubio</name>
<country id="france">France</country><locale/><remarks>Stopped.</remarks></trip>
"""


def parsed(data: str | bytes, locator: str = "visits/1980.xml") -> Parsed:
    raw = data.encode() if isinstance(data, str) else data
    return parse(RawFile("historyatstate", locator, raw, "CC0-1.0", datetime(2026, 11, 25, tzinfo=UTC)))


def visits(*records: str) -> str:
    return "<visits>\n" + "".join(records) + "</visits>\n"


def visit(number: int) -> str:
    return VISIT.format(id=number)


def ids(found: Parsed) -> list[str]:
    return [row["id"] for row in found.rows]


def accounted(found: Parsed) -> bool:
    return len({(row[LINE], row[RECORD]) for row in found.rows}) + len(found.rejects) == found.records


def test_a_visit_and_a_trip_have_the_same_keys() -> None:
    (one,) = parsed(visits(visit(1))).rows
    (other,) = parsed(f"<trips>{TRIP}</trips>").rows
    assert one.keys() == other.keys()
    assert one["name"] == "General Secretary Mikhail Gorbachev"
    assert one["country"] == "U.S.S.R."
    assert one["remarks"] == "Official Working Visit."
    assert (one[LOCATOR], one[LINE]) == ("visits/1980.xml", 2)
    assert (other["element"], other["role"], other["who"], other["place"]) == (
        "trip",
        "secretary",
        "rubio-marco",
        None,
    )


def test_a_file_cut_off_loses_only_the_record_in_which_it_ends() -> None:
    text = visits(visit(1), visit(2), visit(3))
    found = parsed(text[: text.index("<id>3") + 20])
    assert ids(found) == ["1", "2"]
    (reject,) = found.rejects
    assert (reject.reason, reject.line) == ("invalid_xml", 20)
    assert accounted(found)


def test_a_file_without_its_end_keeps_every_record_and_says_where_it_is_broken() -> None:
    found = parsed(visits(visit(1), visit(2)).replace("</visits>", ""))
    assert ids(found) == ["1", "2"]
    assert [reject.reason for reject in found.rejects] == ["invalid_xml"]
    assert found.rejects[0].line is not None
    assert accounted(found)


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        ("General", "General &"),
        ("General", "<General"),
        ("</visitor>", "</visiter>"),
        ("</visitor>", ""),
        ("</visit>", ""),
        ("General", "&unknown;"),
        ("<id>", "<id"),
    ],
)
def test_one_broken_record_costs_no_other_its_place(was: str, is_: str) -> None:
    found = parsed(visits(visit(1), visit(2).replace(was, is_), visit(3)))
    assert ids(found) == ["1", "3"]
    (reject,) = found.rejects
    assert (reject.reason, reject.line) == ("invalid_xml", 11)
    assert accounted(found)


def test_bytes_that_are_not_utf_8_cost_the_record_that_has_them() -> None:
    broken = visit(2).encode().replace(b"Gorbachev", "Gorbachév".encode("latin-1"))
    found = parsed(visits(visit(1)).encode().replace(b"</visits>", broken + visit(3).encode() + b"</visits>"))
    assert ids(found) == ["1", "3"]
    assert [reject.line for reject in found.rejects] == [11]
    assert accounted(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_every_encoding_that_a_file_declares_is_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n' + visits(
        visit(1).replace("Gorbachev", "Gorbachév")
    )
    (row,) = parsed(text.encode(encoding)).rows
    assert row["name"].endswith("Gorbachév")


def test_an_encoding_that_does_not_exist_costs_no_record() -> None:
    found = parsed('<?xml version="1.0" encoding="UTF-99"?>\n' + visits(visit(1), visit(2)))
    assert ids(found) == ["1", "2"]
    assert accounted(found)


def test_nothing_is_expanded_and_nothing_read_from_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    doctype = f'<!DOCTYPE visits [<!ENTITY own "own"><!ENTITY file SYSTEM "{secret.as_uri()}">]>'
    found = parsed(
        doctype
        + visits(
            visit(1).replace("General", "&file;"),
            visit(2).replace("General", "&own;"),
            visit(3),
            visit(4).replace("General", "Q&amp;A"),
        )
    )
    assert ids(found) == ["3", "4"]
    assert "secret" not in repr(found)
    assert {reject.reason for reject in found.rejects} == {"invalid_xml"}
    assert accounted(found)


def test_entities_that_would_grow_without_end_do_not() -> None:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
    )
    found = parsed(
        f"<!DOCTYPE visits [{entities}]>"
        + visits(visit(1).replace("General", "&m;"), '<visit at="&m;"><id>2</id></visit>', visit(3))
    )
    assert ids(found) == ["3"]
    assert accounted(found)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"PK\x03\x04 no xml",
        b"<html><body>404</body></html>",
        b"\x00\xff\xfe",
        b'{"visits": []}',
    ],
)
def test_what_is_no_file_of_the_dataset_is_one_reject(data: bytes) -> None:
    found = parsed(data)
    assert found.rows == []
    assert len(found.rejects) == 1
    assert accounted(found)


def test_an_empty_list_is_no_fault() -> None:
    assert parsed("<visits/>") == Parsed()


def test_what_stands_among_the_records_and_is_none_is_not_lost_in_silence() -> None:
    found = parsed(visits(visit(1), visit(2).replace("visit>", "vist>"), "<!-- <visit> -->"))
    assert ids(found) == ["1"]
    assert [reject.reason for reject in found.rejects] == ["invalid_xml"]
    assert accounted(found)


def test_an_element_given_twice_gives_both_values() -> None:
    twice = visit(1).replace("</from>", '</from><from id="cuba">Cuba</from>')
    assert [row["country"] for row in parsed(visits(twice)).rows] == ["U.S.S.R.; Cuba"]


@pytest.mark.parametrize(
    ("root", "record"),
    [
        ('<h:visits xmlns:h="u">', "<h:visit>"),
        ("<h:visits\n  xmlns:xsi = 'x'\n  xmlns:h = 'u?a&b'>", '<h:visit xsi:nil="false">'),
        ('<o:list xmlns:o="o" xmlns:h="u"><h:visits>', "<h:visit>"),
        ('<h:visits xmlns:h="u">', '<h:visit xmlns:h="u">'),
        ('<h:visits xmlns="d" xmlns:h="u">', '<h:visit\txmlns="e" >'),
    ],
)
def test_a_prefix_that_the_root_declares_is_known_in_each_record(root: str, record: str) -> None:
    written = [visit(1), visit(2).replace("General", "General &"), visit(3)]
    records = "".join(written).replace("<visit>", record).replace("</visit>", "</h:visit>")
    end = "</h:visits>" + ("</o:list>" if root.startswith("<o:") else "")
    found = parsed(root + "\n" + records + end)
    assert ids(found) == ["1", "3"]
    (reject,) = found.rejects
    assert reject.reason == "invalid_xml"
    assert "prefix" not in reject.detail
    assert accounted(found)


def test_namespaces_and_records_on_one_line_are_told_apart() -> None:
    text = visits(visit(1), visit(2)).replace("\n", "").replace("<visits>", '<visits xmlns="urn:x">')
    found = parsed(text)
    assert ids(found) == ["1", "2"]
    assert accounted(found)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    assert accounted(parsed(data))


@given(st.integers(min_value=0), st.binary(max_size=6), st.integers(min_value=0, max_value=40))
def test_no_damage_makes_it_raise_or_lose_count(place: int, put: bytes, taken: int) -> None:
    data = visits(visit(1), visit(2), visit(3)).encode()
    at = place % len(data)
    assert accounted(parsed(data[:at] + put + data[at + taken :]))


def test_the_packaged_sample_is_as_large_as_its_card_says() -> None:
    card = read_card(SOURCE)
    for file, table in zip(packaged_files(SOURCE), card.tables, strict=True):
        found = parse(file)
        assert found.rejects == []
        assert len(found.rows) == found.records == table.expected_rows


@pytest.mark.parametrize(
    "path",
    [
        "data/1870.xml",
        "president-travels/ford-gerald-r.xml",
        "visits/1870.xml",
        "travels/x-travels/root-elihu.xml",
    ],
)
def test_the_files_of_the_repositories_and_of_a_folder_of_both_belong_to_it(path: str) -> None:
    remote = read_card(SOURCE).remote
    assert remote is not None
    assert belongs(path, remote.members)
    assert not belongs("expath-pkg.xml", remote.members)


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_every_record_of_the_real_files_is_read() -> None:
    elements: dict[str, int] = {"visit": 0, "trip": 0}
    for path in sorted(REAL.rglob("*.xml")):
        found = parsed(path.read_bytes(), path.relative_to(REAL).as_posix())
        assert found.rejects == []
        assert accounted(found)
        for row in found.rows:
            elements[row["element"]] += 1
    assert elements["visit"] >= 3264
    assert elements["trip"] >= 4271
