"""Status tables of the UN: what a cell means by its header, and that no cell is lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.schemas.rows import LINE, RECORD, Row
from pipelines.sources.raw import Parsed, RawFile, packaged_files
from pipelines.sources.untreaties import lookups
from pipelines.sources.untreaties.cells import DatedLetter, UnreadableCellError, read_cell
from pipelines.sources.untreaties.columns import act_column, is_particular
from pipelines.sources.untreaties.parse import parse, treaty_number

SOURCE = Path(lookups.__file__).parent
REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "untreaties"
RATIFICATION = "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"


def parsed(text: str | bytes, locator: str = "26-9.csv") -> Parsed:
    data = text.encode() if isinstance(text, str) else text
    return parse(RawFile("untreaties", locator, data, "CC0-1.0", datetime(2026, 11, 24, tzinfo=UTC)))


def status(*lines: str, header: str = f'Participant,Signature,"{RATIFICATION}"') -> Parsed:
    return parsed("\n".join((header, *lines)) + "\n")


def accounted(found: Parsed) -> bool:
    return len({(row[LINE], row[RECORD]) for row in found.rows}) + len(found.rejects) == found.records


def acts(found: Parsed) -> list[tuple[str, str, str | None]]:
    return [(row["participant"], row["terms"], row["act_date"]) for row in found.rows]


def only(found: Parsed) -> Row:
    assert len(found.rows) == 1
    return found.rows[0]


@pytest.mark.parametrize(
    ("cell", "terms"),
    [
        ("12 Mar 1990", "Ratification"),
        ("12 Mar 1990 a", "Accession"),
        ("12 Mar 1990 A", "Acceptance"),
        ("12 Mar 1990 AA", "Approval"),
        ("12 Mar 1990 d", "Succession"),
        ("12 Mar 1990a", "Accession"),
        ("12 Mar 1990 (A)", "Acceptance"),
        ("12 Mar 1990 a 5", "Accession"),
        ("12 Mar 1990 5", "Ratification"),
        ("12 Mar 1990 a<sup>2</sup>", "Accession"),
        ("12 Mar 1990 a ²", "Accession"),
    ],
)
def test_the_letter_is_case_sensitive_and_the_header_says_what_it_means(cell: str, terms: str) -> None:
    row = only(status(f"Kazakhstan,,{cell}"))
    assert (row["terms"], row["act_date"], row["cell"]) == (terms, "1990-03-12", cell)
    assert (row["column"], row[LINE], row[RECORD]) == (RATIFICATION, 2, 3)


@pytest.mark.parametrize(
    ("header", "letter", "terms"),
    [
        ("Acceptance(A)", "a", ()),
        ("Acceptance(A)", None, ("Acceptance",)),
        ("Accession(a), Succession(d)", None, ()),
        ("Signature ad referendum (s)", None, ("Signature ad referendum",)),
        ("Provisional application under article 23(n)", "n", ("Provisional application under article 23",)),
        ("Confirmation of signature ad referendum(C)", "C", ("Confirmation of signature ad referendum",)),
        ("Confirmation of signature ad referendum(C)", "c", ()),
        (
            "Notification of non-provisional application under article 7 (1) (b)",
            None,
            ("Notification of non-provisional application under article 7 (1) (b)",),
        ),
        ("Notification under article 5 (a)", None, ("Notification under article 5 (a)",)),
        (
            "Ratification, Acceptance(A), Participation under articles 3 (2) and (3)(P)",
            "P",
            ("Participation under articles 3 (2) and (3)",),
        ),
        ("Simplified procedure(p), Ratification, Consent to be bound(P)", "p", ("Simplified procedure",)),
        (
            "Definitive signature of the Protocol, Notification in respect of the Agreement as amended(d)",
            "d",
            ("Notification in respect of the Agreement as amended",),
        ),
        (
            "Participation in the Convention by virtue of ratification, accession or succession to it",
            None,
            ("Participation in the Convention by virtue of ratification, accession or succession to it",),
        ),
        (
            "Definitive signature of the Protocol, Acceptance of the Protocol",
            None,
            ("Definitive signature of the Protocol", "Acceptance of the Protocol"),
        ),
        ("Acceptance(A), Acceptance ipso facto(A)", "A", ("Acceptance", "Acceptance ipso facto")),
    ],
)
def test_headers(header: str, letter: str | None, terms: tuple[str, ...]) -> None:
    assert act_column(header).terms(letter) == terms


def test_several_dates_and_brackets() -> None:
    assert read_cell("[13 Jan 1999 a]") == [DatedLetter("1999-01-13", "a", True)]
    assert read_cell("3 Sep 2016 A, 20 Jan 2021 A") == [
        DatedLetter("2016-09-03", "A", False),
        DatedLetter("2021-01-20", "A", False),
    ]
    assert read_cell("[3 Sep 2016 A] 20 Jan 2021 a") == [
        DatedLetter("2016-09-03", "A", True),
        DatedLetter("2021-01-20", "a", False),
    ]
    assert read_cell("1 Jan 1990 2 Feb 1991") == [
        DatedLetter("1990-01-01", None, False),
        DatedLetter("1991-02-02", None, False),
    ]
    assert read_cell("[1 Jan 1990; 2 Feb 1991 d]") == [
        DatedLetter("1990-01-01", None, True),
        DatedLetter("1991-02-02", "d", True),
    ]
    found = status("Burundi,13 Jan 1999,[21 Sep 2004]", "[Gambia],4 Dec 1998,28 Jun 2002")
    assert [row["is_withdrawn"] for row in found.rows] == [False, True, True, True]
    several = status("Iran,,1 Jan 1990 a<br/>2 Feb 1991 d")
    assert [row[RECORD] for row in several.rows] == [3, 3]
    assert accounted(several)


@pytest.mark.parametrize(
    "cell", ["", "yes", "12 Mar 1990 [", "[12 Mar 1990", "12 Mar 19905", "12 Mar 1990 abc", "12/3/1990", "a"]
)
def test_cells_that_are_no_dates(cell: str) -> None:
    with pytest.raises(UnreadableCellError):
        read_cell(cell)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("see note 4", "unreadable_value"),
        ("12 Mar 1990 x", "unknown_code"),
        ("12 Mar 1990 P", "unknown_code"),
        ("12 Mar 1990 aa", "unknown_code"),
        ("31 Feb 1990", "invalid_date"),
        ("12 Mar 2990 a", "invalid_date"),
        ("12 Mar 1790 a", "invalid_date"),
        ("12 Mar 1990 a, and again", "unreadable_value"),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_reject_that_names_its_place(cell: str, reason: str) -> None:
    found = status(f'Chad,1 Feb 1989,"{cell}"', "Chile,,2 Mar 1991 a")
    assert acts(found) == [("Chad", "Signature", "1989-02-01"), ("Chile", "Accession", "1991-03-02")]
    (reject,) = found.rejects
    assert (reject.reason, reject.line, reject.sample) == (reason, 2, cell)
    assert reject.detail.startswith(f"column 3 ({RATIFICATION}): ")
    assert accounted(found)


def test_no_letter_where_each_act_has_one_tells_nothing() -> None:
    found = status("Chad,12 Mar 1990", header='Participant,"Accession(a), Succession(d)"')
    assert [reject.reason for reject in found.rejects] == ["unknown_code"]


def test_what_takes_effect_later_may_lie_ahead() -> None:
    found = status("Mali,1 Oct 2027,1 Oct 2027", header="Participant,Ratification,Withdrawal")
    assert acts(found) == [("Mali", "Withdrawal", "2027-10-01")]
    assert [reject.reason for reject in found.rejects] == ["invalid_date"]


def test_lines_without_acts() -> None:
    found = status("China,,", ",1 Jan 1990,2 Jan 1991 a")
    assert [(reject.reason, reject.line) for reject in found.rejects] == [("missing_column", 2)] + [
        ("missing_column", 3)
    ] * 2
    assert found.records == 3
    assert accounted(found)


def test_a_list_of_participants_has_no_dates() -> None:
    found = status("Australia", "Austria", header="Participant")
    assert acts(found) == [("Australia", "Participant", None), ("Austria", "Participant", None)]
    assert accounted(found)


def test_what_other_columns_say_goes_with_the_acts() -> None:
    header = "Participant,Resolution,Date of Adoption,Registration Date,Registration Number"
    found = status("Albania,995 (X),14 Dec 1955,14 Dec 1955,3043", header=header)
    assert [row["particulars"] for row in found.rows] == ["Resolution 995 (X); Registration Number 3043"] * 2
    assert accounted(found)
    assert is_particular("UNTS Volume")
    assert not is_particular("Date of Adoption")


def test_a_column_that_nobody_knows_is_not_passed_over() -> None:
    found = status("Albania,14 Dec 1955", header="Participant,Adhesion of a new kind")
    assert acts(found) == [("Albania", "Adhesion of a new kind", "1955-12-14")]


@pytest.mark.parametrize(
    ("locator", "number"),
    [
        ("26-9.csv", "26-9"),
        ("treaties/26-2-a.csv", "26-2-a"),
        ("data/26-2.a.csv", "26-2-a"),
        ("3-2-12a.csv", "3-2-12a"),
        ("XXVI-9.csv", "26-9"),
        ("XIV-7-b.csv", "14-7-b"),
        ("notes.csv", None),
        ("membership-to-copyright-treaties.csv", None),
    ],
)
def test_numbers(locator: str, number: str | None) -> None:
    assert treaty_number(locator) == number


@pytest.mark.parametrize(
    ("data", "locator", "reason"),
    [
        (b"", "26-9.csv", "empty_file"),
        (b"Country;Signature\nChad;1 Jan 1990\n", "26-9.csv", "invalid_csv"),
        (b"\x00\x01\x02", "26-9.csv", "invalid_csv"),
        (b"Participant,Signature\nChad,1 Jan 1990\n", "chad.csv", "unsupported_type"),
        (b"a,b\n1,2\n", "index.csv", "invalid_csv"),
    ],
)
def test_a_file_that_is_none_is_one_reject(data: bytes, locator: str, reason: str) -> None:
    found = parsed(data, locator)
    assert [reject.reason for reject in found.rejects] == [reason]
    assert not found.rows
    assert found.records == 1


def test_the_index_has_titles() -> None:
    text = (
        "chapter_no,treaty_no,treaty_name,url,chapter_url,chapter_name\n"
        '4,8.a,"Amendment to article 20. New York, 22 December 1995",http://a,http://b,Human Rights\n'
        "4,,Nothing,http://a,http://b,Human Rights\n"
    )
    found = parsed(text, "index.csv")
    row = only(found)
    assert (row["treaty"], row["title"]) == ("4-8-a", "Amendment to article 20. New York, 22 December 1995")
    assert accounted(found)


def test_a_truncated_file_keeps_what_came() -> None:
    whole = status("Chad,1 Jan 1990,2 Jan 1991 a", "Chile,1 Jan 1990,2 Jan 1991 a")
    data = f'Participant,Signature,"{RATIFICATION}"\nChad,1 Jan 1990,2 Jan 1991 a\nChile,1 Jan 19'
    found = parsed(data)
    assert acts(found) == acts(whole)[:2]
    assert [reject.line for reject in found.rejects] == [3]
    assert accounted(found)


@given(st.binary(max_size=400))
def test_no_bytes_raise(data: bytes) -> None:
    assert accounted(parsed(data))
    assert accounted(parsed(b"Participant,Signature\n" + data))
    assert accounted(parsed(data, "index.csv"))


@given(st.text(alphabet="0123456789 JanFebMar,;[]()aAd/.-<>\n", max_size=60))
def test_no_cell_raises_or_is_lost(cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    assert accounted(status(f"Chad,1 Jan 1990,{quoted}"))


def test_the_packaged_tables_are_sound() -> None:
    for file in packaged_files(SOURCE):
        found = parse(file)
        assert not found.rejects
        assert found.rows
        assert accounted(found)
    withdrawn = [
        row["participant"]
        for file in packaged_files(SOURCE)
        for row in parse(file).rows
        if row["is_withdrawn"] and file.locator == "18-10.csv"
    ]
    assert withdrawn == ["Burundi", "Philippines"]


@pytest.mark.skipif(not REAL.exists(), reason="the published files are not here")
def test_no_cell_of_the_published_tables_is_lost() -> None:
    rejects = []
    rows = records = 0
    for path in sorted(REAL.glob("*.csv")):
        found = parsed(path.read_bytes(), path.name)
        assert accounted(found), path.name
        rejects += [str(reject) for reject in found.rejects]
        rows += len(found.rows)
        records += found.records
    assert rejects == ["5-3.csv:21: no act stands beside 'China' [missing_column]"]
    assert (rows, records) == (31_907, 31_908)
