"""Visits and trips to `norm_official_trips`: names, titles, countries of their day, entries made twice."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.normalize.fit import Fitted
from pipelines.normalize.parties import PartyNames
from pipelines.normalize.trips import office_of, official_trips, split_places, split_title
from pipelines.normalize.typos import is_slip_of
from pipelines.reference import reference_tables
from pipelines.schemas.rows import LINE, LOCATOR, RECORD, Row
from pipelines.sources.historyatstate import lookups
from pipelines.sources.historyatstate.parse import parse
from pipelines.sources.raw import PACKAGES_LOCKED_AT, RawFile, packaged_files

SOURCE = Path(lookups.__file__).parent
REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "historyatstate"


@pytest.fixture(scope="module")
def parties() -> PartyNames:
    tables = reference_tables()
    return PartyNames.from_tables(tables["norm_country_names"], tables.get("norm_states"))


def row(number: int = 1, **given: Any) -> Row:
    usual: Row = {
        "element": "trip",
        "id": str(number),
        "role": "secretary",
        "who": "blinken-antony-j",
        "name": "Antony John Blinken",
        "country": "Belgium",
        "place": "Brussels",
        "start_date": "2021-03-22",
        "end_date": "2021-03-24",
        "remarks": "Attended the NATO Foreign Ministerial.",
        LOCATOR: "travels/secretary-travels/blinken-antony-j.xml",
        LINE: 3,
        RECORD: number,
    }
    return usual | given


def trips(parties: PartyNames, *rows: Row) -> Fitted:
    return official_trips(rows, lookups.names().rows, parties)


def only(fitted: Fitted) -> dict[str, Any]:
    assert fitted.rejects == []
    assert fitted.frame.height == 1
    return fitted.frame.row(0, named=True)


@pytest.mark.parametrize(
    ("visitor", "title", "name"),
    [
        ("Prime Minister Theresa May", "Prime Minister", "Theresa May"),
        ("President Vicente Fox", "President", "Vicente Fox"),
        ("President-elect Vicente Fox", "President-elect", "Vicente Fox"),
        ("President- designate Roberto E. Viola", "President- designate", "Roberto E. Viola"),
        ("King Hussein", "King", "King Hussein"),
        ("Queen Elizabeth II", "Queen", "Queen Elizabeth II"),
        ("Pope John Paul II", "Pope", "Pope John Paul II"),
        ("Emperor Haile Selassie", "Emperor", "Haile Selassie"),
        ("Shah Mohammed Reza Pahlavi", "Shah", "Mohammed Reza Pahlavi"),
        ("Crown Prince Mohammed bin Salman", "Crown Prince", "Mohammed bin Salman"),
        ("Prime Minister Sheikh Hasina", "Prime Minister", "Sheikh Hasina"),
        ("Chairman of the Presidency Bakir Izetbegovic", "Chairman of the Presidency", "Bakir Izetbegovic"),
        ("Prime Minster Mackenzie King", "Prime Minster", "Mackenzie King"),
        ("Prime Ministere Silvio Berlusconi", "Prime Ministere", "Silvio Berlusconi"),
        ("Valdas Adamkus", None, "Valdas Adamkus"),
        ("President", None, "President"),
    ],
)
def test_title_and_name_of_a_visitor(visitor: str, title: str | None, name: str) -> None:
    assert split_title(visitor) == (title, name)


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("President", "head_of_state"),
        ("Acting President", "head_of_state"),
        ("Vice President", "vice_president"),
        ("Vice Premier", "other"),
        ("Prime Minster", "head_of_government"),
        ("Taoiseach", "head_of_government"),
        ("President of the Council of Ministers", "head_of_government"),
        ("President-elect", "other"),
        ("Crown Prince", "crown_prince"),
        ("General Secretary", "other"),
        (None, "other"),
    ],
)
def test_office_by_the_title(title: str | None, office: str) -> None:
    assert office_of(title) == office


@pytest.mark.parametrize(
    ("place", "places"),
    [
        ("Brussels", ["Brussels"]),
        ("Acapulco, Mexico, D.F.", ["Acapulco", "Mexico, D.F."]),
        ("Halifax, Stellarton (Nova Scotia, Canada)", ["Halifax", "Stellarton (Nova Scotia, Canada)"]),
        ("Tel Aviv; Jerusalem", ["Tel Aviv", "Jerusalem"]),
    ],
)
def test_places_are_cut_where_they_end(place: str, places: list[str]) -> None:
    assert split_places(place) == places


@pytest.mark.parametrize(
    ("country", "day", "place", "codes"),
    [
        ("China, People’s Republic of", "1972-02-21", "Peking", ["CHN"]),
        ("China, Republic of", "1945-04-26", None, ["CHN"]),
        ("China, Republic of", "1961-07-31", None, ["TWN"]),
        ("U.S.S.R.", "1974-06-27", "Moscow", ["SUN"]),
        ("Soviet Union", "1959-09-15", None, ["SUN"]),
        ("Russia", "1995-05-09", "Moscow", ["RUS"]),
        ("Korea", "1965-05-17", None, ["KOR"]),
        ("Korea, North", "2018-10-07", "Pyongyang", ["PRK"]),
        ("Vietnam", "1966-10-26", "Cam Ranh Bay", ["RVN"]),
        ("Vietnam", "1973-02-10", "Hanoi", ["VDR"]),
        ("Vietnam", "2000-11-16", "Hanoi", ["VNM"]),
        ("Vatican City", "2014-03-27", None, ["VAT"]),
        ("Holy See", "2014-03-27", None, ["VAT"]),
        ("West Bank", "2022-07-15", "Ramallah", ["PSE"]),
        ("Palestinian Authority", "2013-03-21", "Ramallah", ["PSE"]),
        ("European Union", "2010-06-01", None, ["EUE"]),
        ("Hong Kong", "1998-07-02", None, ["HKG"]),
        ("United Kingdom (Northern Ireland)", "1998-09-03", "Belfast", ["GBR"]),
        ("Germany, Federal Republic of", "1985-05-01", "Bonn", ["DEU"]),
        ("Czechoslovakia (government-in-exile)", "1943-05-12", None, ["CSK"]),
        ("Dahomey (Benin)", "1962-02-09", None, ["BEN"]),
        ("Congo, Democratic Republic of", "2014-05-03", "Kinshasa", ["COD"]),
        ("Bosnia and Herzegovina", "2012-10-30", None, ["BIH"]),
        ("Trinidad and Tobago", "2009-04-17", None, ["TTO"]),
        ("Israel and Jordan", "1994-10-26", None, ["ISR", "JOR"]),
        ("Netherlands; Belgium", "1994-10-26", None, ["BEL", "NLD"]),
    ],
)
def test_countries_as_written_are_states_of_their_day(
    parties: PartyNames, country: str, day: str, place: str | None, codes: list[str]
) -> None:
    found = only(trips(parties, row(country=country, start_date=day, end_date=None, place=place)))
    assert found["country"] == country
    assert found["country_codes"] == codes


def test_a_country_that_nobody_knows_is_a_reject_with_its_place(parties: PartyNames) -> None:
    fitted = trips(parties, row(country="Freedonia"), row(2))
    assert fitted.frame["trip_id"].to_list() == ["2"]
    (reject,) = fitted.rejects
    assert (reject.reason, reject.line) == ("unknown_party", 3)
    assert "Freedonia" in reject.detail


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"id": None}, "missing_column"),
        ({"name": None}, "missing_column"),
        ({"country": None}, "missing_column"),
        ({"start_date": None}, "missing_column"),
        ({"start_date": "2021-02-30"}, "invalid_date"),
        ({"end_date": "soon"}, "invalid_date"),
        ({"role": "butler"}, "unknown_code"),
        ({"role": None}, "missing_column"),
    ],
)
def test_an_entry_that_does_not_fit_is_a_reject(parties: PartyNames, given: Row, reason: str) -> None:
    fitted = trips(parties, row(**given), row(2))
    assert fitted.frame["trip_id"].to_list() == ["2"]
    assert [reject.reason for reject in fitted.rejects] == [reason]


def test_what_an_entry_leaves_out_stays_open(parties: PartyNames) -> None:
    found = only(trips(parties, row(end_date=None, place=None, remarks=None)))
    assert (found["end_date"], found["end_date_precision"]) == (None, "unknown")
    assert (found["place"], found["places"], found["remarks"]) == (None, [], None)


def test_partial_dates_keep_their_precision(parties: PartyNames) -> None:
    found = only(trips(parties, row(start_date="1905-08", end_date="1905")))
    assert found["start_date"].isoformat() == "1905-08-01"
    assert (found["start_date_precision"], found["end_date_precision"]) == ("month", "year")


def test_a_president_elect_held_no_office_yet(parties: PartyNames) -> None:
    found = only(
        trips(
            parties,
            row(
                role="president",
                name="Ronald Reagan",
                country="Mexico",
                remarks="Met with President Lopez Portillo. [Visit made as President-elect.]",
            ),
        )
    )
    assert (found["kind"], found["title"], found["office"]) == (
        "presidential_trip",
        "President-elect",
        "other",
    )


def test_an_entry_made_twice_stays_two_claims_of_one_stay(parties: PartyNames) -> None:
    again = row(2, end_date="2021-03-25", remarks="Attended the NATO Foreign Ministerial, met with others.")
    frame = trips(parties, row(), again, row(3, start_date="2021-05-01", end_date="2021-05-02")).frame
    assert frame.height == 3
    assert frame["stay_key"].n_unique() == 2
    assert frame["is_repeated"].to_list() == [True, True, False]
    assert frame["has_date_conflict"].to_list() == [True, True, False]


def test_two_events_of_one_stay_do_not_contradict_each_other(parties: PartyNames) -> None:
    summit = row(2, end_date="2021-03-25", remarks="Signed a treaty of friendship with the Belgians.")
    frame = trips(parties, row(), summit).frame
    assert frame["stay_key"].n_unique() == 1
    assert not frame["is_repeated"].any()
    assert not frame["has_date_conflict"].any()


def test_no_rows_make_an_empty_table(parties: PartyNames) -> None:
    assert trips(parties).frame.is_empty()


@pytest.mark.parametrize(
    ("word", "meant", "is_slip"),
    [
        ("offical", "official", True),
        ("officail", "official", True),
        ("offficial", "official", True),
        ("afficial", "official", True),
        ("official", "official", True),
        ("officials", "official", True),
        ("office", "official", False),
        ("", "official", False),
    ],
)
def test_a_slip_is_one_letter(word: str, meant: str, is_slip: bool) -> None:
    assert is_slip_of(word, meant) is is_slip


def test_the_packaged_sample_fits(parties: PartyNames) -> None:
    rows = [row for file in packaged_files(SOURCE) for row in parse(file).rows]
    fitted = trips(parties, *rows)
    assert fitted.rejects == []
    assert fitted.frame.height == len(rows)
    assert (fitted.frame["end_date"] >= fitted.frame["start_date"]).all()


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_every_entry_of_the_real_files_is_in_the_table(parties: PartyNames) -> None:
    rows = [
        row
        for path in sorted(REAL.rglob("*.xml"))
        for row in parse(
            RawFile(
                "historyatstate", path.relative_to(REAL).as_posix(), path.read_bytes(), "", PACKAGES_LOCKED_AT
            )
        ).rows
    ]
    fitted = trips(parties, *rows)
    assert fitted.rejects == []
    assert fitted.frame.height == len(rows)
    assert (fitted.frame["end_date"] >= fitted.frame["start_date"]).all()
    twice = fitted.frame.filter(pl.col("is_repeated"))
    assert set(twice["trip_id"]) == {"3992", "4019", "3993", "4020", "3994", "4021"}
    assert set(twice.filter("has_date_conflict")["trip_id"]) == {"3994", "4021"}
