"""What depositaries' words mean, whose acts they are, and that the two lists bear each other out."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from data_quality.suites.norm_treaty_actions import norm_treaty_actions_suite
from pipelines.normalize.fit import Fitted
from pipelines.normalize.parties import PartyNames
from pipelines.normalize.treaty_actions import treaties, treaty_actions
from pipelines.normalize.treaty_acts import ACT_STEPS, CONSENTS, act_of
from pipelines.reference import reference_tables
from pipelines.schemas import codes
from pipelines.schemas.rows import LINE, LOCATOR, Row
from pipelines.sources.raw import RawFile, packaged_files
from pipelines.sources.untreaties import lookups as un_lookups
from pipelines.sources.untreaties.parse import parse as parse_un
from pipelines.sources.wipo import lookups as wipo_lookups
from pipelines.sources.wipo.parse import parse as parse_wipo

REAL = Path(__file__).resolve().parents[4] / "shared" / "data"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the published files are not here")


@pytest.fixture(scope="module")
def reference() -> dict[str, pl.DataFrame]:
    return reference_tables()


@pytest.fixture(scope="module")
def parties(reference: dict[str, pl.DataFrame]) -> PartyNames:
    return PartyNames.from_tables(reference["norm_country_names"], reference.get("norm_states"))


def un(text: str, locator: str = "26-9.csv") -> list[Row]:
    return parse_un(RawFile("untreaties", locator, text.encode(), "CC0-1.0", NOW)).rows


def normalized(
    un_rows: list[Row], wipo_rows: list[Row], parties: PartyNames, reference: dict[str, pl.DataFrame]
) -> tuple[Fitted, Fitted]:
    known = treaties(un_lookups.treaties().rows, wipo_lookups.treaties().rows, un_rows, wipo_rows)
    actions = treaty_actions(
        un_rows,
        wipo_rows,
        known.frame,
        parties,
        organisations=reference["norm_agreements"],
        participants=un_lookups.participants().rows,
        corrections=un_lookups.corrections().rows,
    )
    return known, actions


def published() -> tuple[list[Row], list[Row]]:
    found: dict[str, list[Row]] = {"untreaties": [], "wipo": []}
    for source, parse in (("untreaties", parse_un), ("wipo", parse_wipo)):
        for path in sorted((REAL / source).glob("*.csv")):
            found[source] += parse(RawFile(source, path.name, path.read_bytes(), "x", NOW)).rows
    return found["untreaties"], found["wipo"]


@pytest.mark.parametrize(
    ("terms", "act"),
    [
        ("Ratification", "ratification"),
        ("Ratification of the Convention as amended", "ratification"),
        ("Succession to the Convention and the Protocol", "succession"),
        ("Succession to signature", "succession_to_signature"),
        ("Signature ad referendum", "signature"),
        ("Signature|Signature ad referendum", "signature"),
        ("Signature|Ratification", None),
        ("Confirmation of signature", "confirmation_of_signature"),
        ("Consent to be bound", "consent_to_be_bound"),
        ("Participation under articles 3 (2) and (3)", "consent_to_be_bound"),
        ("Participation by virtue of accession to the Protocol of 11 April 1980", "participation"),
        ("Definitive signature of the Protocol|Acceptance of the Protocol", "consent_to_be_bound"),
        ("Definitive signature or acceptance of the Protocol", "consent_to_be_bound"),
        ("Ratification or accession", "consent_to_be_bound"),
        ("Definitive acceptance", "acceptance"),
        ("Provisional acceptance/accession", "provisional_application"),
        ("Notification of non-provisional application under article 7 (1) (b)", "notification"),
        ("Notification in respect of the Agreement as amended", "notification"),
        ("Declaration/Notification of Succession", "succession"),
        ("Declaration of Continued Application", "continued_application"),
        ("Denunciation", "withdrawal"),
        ("Notification of withdrawal", "withdrawal"),
        ("Entry Into Force Date", "entry_into_force"),
        ("Date of Adoption", "admission"),
        ("", None),
        ("Blessing", None),
    ],
)
def test_acts(terms: str, act: str | None) -> None:
    assert act_of(terms) == act


def test_steps_and_acts_are_of_the_code_lists() -> None:
    assert ACT_STEPS.keys() <= codes.TREATY_ACTS.keys()
    assert set(ACT_STEPS.values()) <= codes.STEPS.keys()
    assert codes.TREATY_ACTS.keys() >= CONSENTS


def test_who_and_which(parties: PartyNames, reference: dict[str, pl.DataFrame]) -> None:
    rows = un(
        "Participant,Signature,Blessing\n"
        "[Congo],1 Oct 2017,\n"
        "Democratic Republic of the Congo,2 Oct 2017,\n"
        "The former Yugoslav Republic of Macedonia,3 Oct 2017,\n"
        "International Labour Organisation,4 Oct 2017,\n"
        "Atlantis,5 Oct 2017,\n"
        "Chad,6 Oct 2017,7 Oct 2017\n"
        "Chad,6 Oct 2017,\n"
    )
    rows += un("Participant,Signature\nChad,6 Oct 2030\nChile,6 Oct 2017\n", "99-1.csv")
    known, actions = normalized(rows, [], parties, reference)
    assert actions.frame.sort("act_date", "treaty")["party"].to_list() == [
        "COG",
        "COD",
        "MKD",
        "international-labour-organization",
        "TCD",
        "CHL",
    ]
    assert [(reject.reason, reject.line) for reject in actions.rejects] == [
        ("unknown_party", 6),
        ("unknown_code", 7),
        ("duplicate", 8),
    ]
    assert "Signature, 2017-10-05" in actions.rejects[0].detail
    slugs = dict(actions.frame.select("treaty", "agreement").iter_rows())
    assert slugs == {"26-9": "tpnw", "99-1": "untc-99-1"}
    assert len(rows) == actions.frame.height + len(actions.rejects)
    assert known.frame.filter(treaty="99-1")["title"].to_list() == [None]


def test_partial_dates_and_missing_ones(parties: PartyNames, reference: dict[str, pl.DataFrame]) -> None:
    rows = un("Participant,Signature\nChad,1990\nChile,Mar 1990\n") + un("Participant\nCuba\n", "1-4.csv")
    _, actions = normalized(rows, [], parties, reference)
    found = actions.frame.select("party", "act", "act_date", "act_date_precision").sort("party").rows()
    assert found == [
        ("CHL", "signature", date(1990, 3, 1), "month"),
        ("CUB", "participation", None, "unknown"),
        ("TCD", "signature", date(1990, 1, 1), "year"),
    ]


def test_a_correction_holds_only_where_it_meets_what_it_expects(
    parties: PartyNames, reference: dict[str, pl.DataFrame]
) -> None:
    header = 'Participant,"Signature, Succession to signature(d)"\n'
    _, actions = normalized(un(header + "Finland,21 Apr 1971\n", "14-4.csv"), [], parties, reference)
    assert actions.frame.select("act_date", "cell").row(0) == (date(1972, 4, 21), "21 Apr 1971")
    assert not actions.rejects
    _, actions = normalized(un(header + "Finland,22 Apr 1972\n", "14-4.csv"), [], parties, reference)
    assert actions.frame["act_date"].item() == date(1972, 4, 22)
    assert [(reject.reason, reject.locator) for reject in actions.rejects] == [
        ("unknown_code", "corrections.csv")
    ]


def test_the_index_has_the_last_word_on_titles() -> None:
    index = un(
        "chapter_no,treaty_no,treaty_name,url\n"
        '26,9,"Treaty on the Prohibition of Nuclear Weapons. New York, 7 July 2017",\n'
        '27,7.d,"Some other agreement. Paris, 12 December 2015",\n'
        '30,1,"A new treaty. Geneva, 1 January 2026",\n',
        "index.csv",
    )
    found = treaties(un_lookups.treaties().rows, [], index, [])
    assert [reject.detail for reject in found.rejects] == [
        "27-7-d is 'Some other agreement. Paris, 12 December 2015', not 'Paris Agreement'"
    ]
    by_number = {row["treaty"]: row for row in found.frame.iter_rows(named=True)}
    assert by_number["26-9"]["title"] == "Treaty on the Prohibition of Nuclear Weapons"
    assert by_number["27-7-d"]["title"] == "Some other agreement. Paris, 12 December 2015"
    assert by_number["30-1"]["agreement"] == "untc-30-1"
    assert by_number["26-9"]["url"] == (
        "https://treaties.un.org/pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XXVI-9&chapter=26&clang=_en"
    )
    assert "mtdsg_no=XI-A-16&" in by_number["11-16"]["url"]


def test_the_lookups_are_sound(reference: dict[str, pl.DataFrame]) -> None:
    register = set(reference["norm_agreements"]["agreement"])
    found = treaties(un_lookups.treaties().rows, wipo_lookups.treaties().rows, [], [])
    assert not found.rejects
    slugs = found.frame.select("source", "agreement")
    twice = slugs.filter(slugs.is_duplicated())["agreement"].unique().to_list()
    # The Charter's founders ratified it, all others were admitted: two lists of one membership.
    assert twice == ["un"]
    assert sum(slug in register for slug in found.frame["agreement"]) >= 105
    for lookup in (un_lookups.participants(), un_lookups.corrections()):
        assert not lookup.rejects


def test_the_packaged_files_fit_whole(parties: PartyNames, reference: dict[str, pl.DataFrame]) -> None:
    un_rows = [
        row for file in packaged_files(Path(un_lookups.__file__).parent) for row in parse_un(file).rows
    ]
    wipo_rows = [
        row for file in packaged_files(Path(wipo_lookups.__file__).parent) for row in parse_wipo(file).rows
    ]
    known, actions = normalized(un_rows, wipo_rows, parties, reference)
    assert not known.rejects
    assert not actions.rejects
    assert actions.frame.height == len(un_rows) + len(wipo_rows)
    assert not warned(actions.frame)
    left = actions.frame.filter(pl.col("is_withdrawn"), agreement="rome-statute")
    assert left["party"].to_list() == ["BDI", "PHL"]


def warned(frame: pl.DataFrame) -> dict[str, int]:
    """How many rows the suite's own derived columns find fault with, by their names."""
    derived = frame.with_columns(**norm_treaty_actions_suite().derived)
    faults = {
        name: derived[name].drop_nulls().len() for name in ("_early_effect", "_late_signature", "_too_early")
    }
    faults["_dated"] = derived.filter(~pl.col("_dated")).height
    return {name: count for name, count in faults.items() if count}


def test_only_successors_are_bound_before_they_say_so(
    parties: PartyNames, reference: dict[str, pl.DataFrame]
) -> None:
    header = "Contracting Party,Treaty,Signature Date,Instrument Type,Instrument Date,Entry Into Force Date\n"

    def faults(line: str) -> dict[str, int]:
        file = RawFile("wipo", "m.csv", (header + line).encode(), "x", NOW)
        return warned(normalized([], parse_wipo(file).rows, parties, reference)[1].frame)

    assert not faults("Croatia,Berne,,Declaration/Notification of Succession,1992-07-28,1991-10-08\n")
    assert not faults("Benin,Berne,,Declaration of Continued Application,1961-01-03,1960-08-01\n")
    assert faults("Benin,Berne,,Accession,1961-01-03,1960-08-01\n") == {"_early_effect": 1}
    assert faults("Benin,Berne,1962-01-01,Accession,1961-01-03,1961-08-01\n") == {"_late_signature": 1}
    assert faults("Benin,Berne,1862-01-01,,,\n") == {"_too_early": 1}


@needs_real
def test_the_published_lists_fit_whole(parties: PartyNames, reference: dict[str, pl.DataFrame]) -> None:
    un_rows, wipo_rows = published()
    known, actions = normalized(un_rows, wipo_rows, parties, reference)
    assert not known.rejects
    assert not actions.rejects
    assert actions.frame.height == sum("terms" in row for row in un_rows) + len(wipo_rows) == 34_556
    numbers = {path.stem for path in (REAL / "untreaties").glob("*-*.csv")}
    named = known.frame.filter(~pl.col("agreement").str.starts_with("untc-"))
    assert len(numbers) == 324
    assert numbers <= set(named["treaty"])
    # Of 62 rows that enter into force before their instrument all are of successors; nothing else is odd.
    assert not warned(actions.frame)
    wipo = actions.frame.filter(source="wipo")
    instruments = wipo.filter(column_name="Instrument Date").select(
        "line", pl.col("act").alias("instrument"), pl.col("act_date").alias("instrument_date")
    )
    early = wipo.filter(act="entry_into_force").join(instruments, on="line")
    early = early.filter(pl.col("act_date") < pl.col("instrument_date"))
    assert early["instrument"].value_counts().sort("instrument").rows() == [
        ("continued_application", 45),
        ("succession", 17),
    ]


@needs_real
def test_letters_mean_what_the_324_headers_say(
    parties: PartyNames, reference: dict[str, pl.DataFrame]
) -> None:
    un_rows, _ = published()
    frame = normalized(un_rows, [], parties, reference)[1].frame
    lettered = frame.with_columns(letter=pl.col("cell").str.extract(r"\d{4} (\w{1,2})$"))
    found: dict[str, set[str]] = {}
    for letter, act in lettered.select("letter", "act").drop_nulls().unique().iter_rows():
        found.setdefault(letter, set()).add(act)
    assert found == {
        "a": {"accession"},
        "A": {"acceptance"},
        "AA": {"approval"},
        "c": {"formal_confirmation"},
        "C": {"confirmation_of_signature"},
        "d": {"succession", "succession_to_signature", "notification"},
        "n": {"provisional_application"},
        "p": {"simplified_procedure"},
        "P": {"consent_to_be_bound", "participation"},
        "s": {"definitive_signature"},
    }


@needs_real
def test_the_two_depositaries_bear_each_other_out(
    parties: PartyNames, reference: dict[str, pl.DataFrame]
) -> None:
    """Three treaties stand in both lists: where instruments of one party differ, it is known why."""
    frame = normalized(*published(), parties, reference)[1].frame
    consents = frame.filter(pl.col("act").is_in(CONSENTS)).select("source", "agreement", "party", "act_date")
    both = consents.filter(source="untreaties").join(
        consents.filter(source="wipo"), on=["agreement", "party"], suffix="_wipo"
    )
    assert both["agreement"].n_unique() == 3
    assert both.height > 150
    differ = both.filter(pl.col("act_date") != pl.col("act_date_wipo"))
    # Tajikistan: 26 and 16 November 2012, one of them a slip; Serbia: succession told to each depositary.
    assert differ.select("agreement", "party").sort("agreement").rows() == [
        ("brussels-satellite-convention", "SRB"),
        ("phonograms-convention", "TJK"),
    ]


@needs_real
def test_every_line_can_be_found_again(parties: PartyNames, reference: dict[str, pl.DataFrame]) -> None:
    un_rows, _ = published()
    frame = normalized(un_rows, [], parties, reference)[1].frame.sample(300, seed=1)
    for row in frame.iter_rows(named=True):
        with (REAL / "untreaties" / row["locator"]).open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        line = lines[row["line"] - 1]
        assert line[0] == row["participant"]
        assert row["cell"] in line
        assert row["column_name"] in lines[0]


def test_rows_carry_their_place() -> None:
    (row,) = un("Participant,Signature\nChad,1 Jan 1990\n")
    assert (row[LOCATOR], row[LINE]) == ("26-9.csv", 2)
