"""Encounters of trips: whose key they share, and that every one leads back to its entry."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.ids import stable_id
from pipelines.normalize.parties import PartyNames
from pipelines.normalize.trips import official_trips
from pipelines.reference import reference_tables
from pipelines.schemas.trips import norm_official_trips
from pipelines.sources.historyatstate import lookups
from pipelines.sources.historyatstate.parse import parse
from pipelines.sources.raw import PACKAGES_LOCKED_AT, RawFile, packaged_files
from pipelines.trips.meetings import trip_meetings

SOURCE = Path(lookups.__file__).parent
REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "historyatstate"
Tables = Mapping[str, pl.DataFrame]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return reference_tables()


def entry(number: str, **given: Any) -> dict[str, Any]:
    start = given.get("start_date", date(2001, 6, 14))
    usual = {
        "source": "historyatstate",
        "kind": "presidential_trip",
        "trip_id": number,
        "stay_key": stable_id(number),
        "person": "George W. Bush",
        "person_name": "George W. Bush",
        "title": "President",
        "office": "head_of_state",
        "country": "Slovenia",
        "country_codes": ["SVN"],
        "place": "Ljubljana",
        "places": ["Ljubljana"],
        "start_date": start,
        "start_date_precision": "day",
        "end_date": start,
        "end_date_precision": "day",
        "remarks": "Met with Russian President Putin.",
        "is_repeated": False,
        "has_date_conflict": False,
        "locator": "travels/x.xml",
        "line": 3,
    }
    return usual | given


def secretary(number: str, **given: Any) -> dict[str, Any]:
    usual = {
        "kind": "secretary_trip",
        "person": "Colin Luther Powell",
        "person_name": "Colin Luther Powell",
        "title": "Secretary of State",
        "office": "foreign_minister",
        "remarks": "Accompanied President Bush to a meeting with Russian President Putin.",
    }
    return entry(number, **usual | given)


def meetings(tables: Tables, *entries: dict[str, Any]) -> list[dict[str, Any]]:
    frame = pl.DataFrame(list(entries), schema=norm_official_trips.polars_schema())
    fitted = trip_meetings(frame, tables)
    assert fitted.rejects == []
    return fitted.frame.to_dicts()


def test_an_encounter_has_both_sides_and_its_evidence(tables: Tables) -> None:
    (found,) = meetings(tables, entry("1"))
    assert found["countries"] == ["RUS", "USA"]
    assert found["persons"] == ["George W. Bush", "Vladimir Putin"]
    assert found["person_countries"] == ["USA", "RUS"]
    assert (found["format"], found["basis"], found["is_visit"]) == ("in_person", "named", False)
    assert (found["location"], found["location_country"]) == ("Ljubljana", "SVN")
    assert found["evidence"] == "Met with Russian President Putin."
    assert (found["locator"], found["line"]) == ("travels/x.xml", 3)


def test_all_whom_one_traveller_saw_of_one_party_are_one_encounter(tables: Tables) -> None:
    remarks = "State visit. Met with President Kucan. Also met with Prime Minister Drnovsek."
    (found,) = meetings(tables, entry("1", remarks=remarks))
    assert found["countries"] == ["SVN", "USA"]
    assert (found["basis"], found["kind_of_visit"], found["is_visit"]) == ("named", "state", True)
    assert len(found["persons"]) == 3


def test_entries_made_twice_share_the_key_and_keep_their_days(tables: Tables) -> None:
    again = secretary("2", remarks="Met with Foreign Minister Rupel.", end_date=date(2001, 6, 15))
    once = secretary("1", remarks="Met with Foreign Minister Rupel.")
    found = meetings(tables, once, again | {"has_date_conflict": True})
    assert [each["trip_id"] for each in found] == ["1", "2"]
    assert len({each["encounter_key"] for each in found}) == 1
    assert [each["end_date"] for each in found] == [date(2001, 6, 14), date(2001, 6, 15)]
    assert [each["has_date_conflict"] for each in found] == [False, True]


def test_a_secretary_who_accompanied_the_president_was_at_the_same_encounter(tables: Tables) -> None:
    later = secretary("2", start_date=date(2001, 6, 15))
    found = meetings(tables, entry("1"), later)
    assert len({each["encounter_key"] for each in found}) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"remarks": "Met with Russian President Putin."},
        {"start_date": date(2001, 9, 1)},
        {"country_codes": ["ITA"]},
        {"remarks": "Accompanied President Clinton to a meeting with Russian President Putin."},
    ],
)
def test_otherwise_they_are_two_encounters(tables: Tables, given: dict[str, Any]) -> None:
    found = meetings(tables, entry("1"), secretary("2", **given))
    assert len({each["encounter_key"] for each in found}) == 2


def test_visitors_tell_whose_a_king_is_who_is_met_elsewhere(tables: Tables) -> None:
    king = entry(
        "1",
        kind="visit_to_us",
        person="King Hussein",
        person_name="King Hussein",
        title="King",
        country="Jordan",
        country_codes=["JOR"],
        place=None,
        places=[],
        start_date=date(1985, 5, 28),
        remarks="Working visit.",
    )
    london = secretary(
        "2", start_date=date(1986, 7, 1), country_codes=["GBR"], remarks="Met with King Hussein."
    )
    found = meetings(tables, king, london)
    assert [each["countries"] for each in found] == [["JOR", "USA"], ["JOR", "USA"]]
    assert [each["location_country"] for each in found] == ["USA", "GBR"]


def test_entries_without_remarks_tell_nothing(tables: Tables) -> None:
    assert meetings(tables, entry("1", remarks=None), entry("2", remarks="Vacation.")) == []


def test_a_date_at_the_edge_of_the_calendar_is_no_harm(tables: Tables) -> None:
    assert len(meetings(tables, entry("1", start_date=date(1, 1, 1)), entry("2", start_date=date.max))) == 2


def test_the_packaged_sample_tells_of_encounters(tables: Tables) -> None:
    rows = [row for file in packaged_files(SOURCE) for row in parse(file).rows]
    trips = official_trips(rows, lookups.names().rows, PartyNames.from_tables(tables["norm_country_names"]))
    found = trip_meetings(trips.frame, tables).frame
    alaska = found.filter(pl.col("location") == "Anchorage, Alaska").row(0, named=True)
    assert (alaska["countries"], alaska["start_date"]) == (["RUS", "USA"], date(2025, 8, 15))
    assert found.height >= 40


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_the_trips_of_2021_entered_twice_are_one_encounter_each(tables: Tables) -> None:
    rows = [
        row
        for path in sorted(REAL.rglob("*.xml"))
        for row in parse(
            RawFile(
                "historyatstate", path.relative_to(REAL).as_posix(), path.read_bytes(), "", PACKAGES_LOCKED_AT
            )
        ).rows
    ]
    parties = PartyNames.from_tables(tables["norm_country_names"], tables.get("norm_states"))
    fitted = trip_meetings(official_trips(rows, lookups.names().rows, parties).frame, tables)
    assert fitted.rejects == []
    found = fitted.frame.filter(pl.col("kind") == "secretary_trip")
    keys = {
        number: set(found.filter(pl.col("trip_id") == number)["encounter_key"])
        for number in ("3992", "4019", "3993", "4020", "3994", "4021")
    }
    assert keys["3992"] == keys["4019"]
    assert keys["3993"] == keys["4020"]
    # The second entry tells of two encounters more.
    assert keys["3994"] < keys["4021"]
    assert fitted.frame.height > 6500
    assert fitted.frame["countries"].list.len().min() == 2
