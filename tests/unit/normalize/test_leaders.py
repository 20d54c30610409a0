"""Leaders as dated spells: partial dates, ends that are no ends, states that follow each other."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_quality.suites.norm_leaders import norm_leaders_suite
from pipelines.normalize import reference
from pipelines.normalize.fit import Fitted
from pipelines.normalize.leaders import last_day, leaders
from pipelines.normalize.persons import persons
from pipelines.schemas.leaders import norm_leaders
from pipelines.schemas.rows import LINE, LOCATOR
from pipelines.sources.raw import RawFile, packaged_files
from pipelines.sources.registry import client as registry
from pipelines.sources.registry.parse import parse as parse_registry
from pipelines.sources.reign import parse as reign
from pipelines.sources.wikidata import client as wikidata
from pipelines.sources.wikidata.parse import UNKNOWN
from pipelines.sources.wikidata.parse import parse as parse_wikidata

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "reign" / "leaderlist_3_21.csv"

COUNTRY_CODES = pl.DataFrame(
    [
        ("cow", "2", "USA", None, None),
        ("cow", "255", "DEU", date(1990, 10, 3), None),
        ("cow", "260", "DEU", date(1955, 5, 5), date(1990, 10, 2)),
        ("cow", "265", "DDR", date(1954, 3, 25), date(1990, 10, 2)),
        ("cow", "331", "SMR", None, None),
        ("cow", "345", "YUG", date(1918, 12, 1), date(2003, 2, 3)),
        ("cow", "345", "SCG", date(2003, 2, 4), date(2006, 6, 4)),
        ("cow", "345", "SRB", date(2006, 6, 5), None),
        ("cow", "365", "SUN", date(1922, 12, 30), date(1991, 12, 25)),
        ("cow", "365", "RUS", date(1991, 12, 26), None),
        ("cow", "678", "YAR", None, date(1990, 5, 21)),
        ("cow", "679", "YEM", date(1990, 5, 22), None),
        ("cow", "680", "YMD", None, None),
        ("wikidata", "Q30", "USA", None, None),
        ("wikidata", "Q232", "KAZ", None, None),
        ("gw", "2", "XXX", None, None),
    ],
    schema={
        "scheme": pl.String,
        "code": pl.String,
        "country_code": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
    },
    orient="row",
)
OFFICES = [
    {"ccode": "2", "valid_from": None, "valid_to": None, "office": "head_of_state"},
    {"ccode": "365", "valid_from": "1991-12-20", "valid_to": "1999-12-31", "office": "head_of_state"},
]


def led(number: int = 1, **changes: Any) -> dict[str, Any]:
    row = {
        "ccode": "2", "leadid": f"x-{number}", "leader": "Truman", "sdate": "12", "smonth": "4", "syear": "1945",
        "emonth": "1", "eyear": "1953", "birthyear": "1884", LOCATOR: "leaderlist_3_21.csv", LINE: number,
    }  # fmt: skip
    return row | changes


def of_reign(*rows: dict[str, Any], **more: Any) -> Fitted:
    return leaders(rows, [], COUNTRY_CODES, OFFICES, **more)


def held(number: int = 1, **changes: Any) -> dict[str, Any]:
    names = (
        "statement", "person", "personLabel", "names", "birthYear", "country", "iso3", "office", "position",
        "positionLabel", "ordinal", "start", "startPrecision", "end", "endPrecision", "asked",
    )  # fmt: skip
    row = dict.fromkeys(names) | {
        "person": "Q1",
        "personLabel": "Ann Example",
        "country": "Q30",
        "office": "head_of_state",
        "positionLabel": "President",
        "asked": "2026-01-02T03:04:05Z",
    }
    return row | changes | {LOCATOR: "page.json", LINE: number}


def of_wikidata(*rows: dict[str, Any]) -> Fitted:
    return leaders([], rows, COUNTRY_CODES)


def only(fitted: Fitted) -> dict[str, Any]:
    assert fitted.rejects == []
    (row,) = fitted.frame.to_dicts()
    return row


def dates(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["valid_from"], row["valid_from_precision"], row["valid_to"], row["valid_to_precision"]


def faults(fitted: Fitted) -> list[tuple[int | None, str]]:
    return [(reject.line, reject.reason) for reject in fitted.rejects]


def test_a_begin_is_a_day_and_an_end_a_month() -> None:
    row = only(of_reign(led()))
    assert dates(row) == (date(1945, 4, 12), "day", date(1953, 1, 1), "month")
    assert (row["person"], row["aliases"], row["birth_year"], row["country_code"], row["office"]) == (
        "Truman", [], 1884, "USA", "head_of_state"
    )  # fmt: skip
    assert (row["source"], row["source_person_id"], row["is_ended"], row["line"]) == ("reign", "x-1", True, 1)
    assert row["known_until"] == date(2021, 2, 28), "the list of March was made early in the month"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"sdate": None}, (date(1945, 4, 1), "month", date(1953, 1, 1), "month")),
        ({"sdate": "-99", "smonth": "-99"}, (date(1945, 1, 1), "year", date(1953, 1, 1), "month")),
        ({"emonth": None}, (date(1945, 4, 12), "day", date(1953, 1, 1), "year")),
        ({"syear": None, "smonth": None, "sdate": None}, (None, "unknown", date(1953, 1, 1), "month")),
        ({"sdate": "012", "smonth": "4.0", "syear": "1945.0"}, (date(1945, 4, 12), "day", date(1953, 1, 1), "month")),
    ],
)  # fmt: skip
def test_parts_of_a_date_that_are_not_there(changes: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert dates(only(of_reign(led(**changes)))) == expected


@pytest.mark.parametrize("nothing", [None, "", "-99", "NA", "."])
def test_a_year_of_birth_that_is_not_known(nothing: str | None) -> None:
    assert only(of_reign(led(birthyear=nothing)))["birth_year"] is None


def test_a_spell_that_goes_on_where_the_list_ends_has_no_end() -> None:
    row = only(of_reign(led(syear="2021", smonth="1", sdate="20", emonth=None, eyear=None)))
    assert dates(row) == (date(2021, 1, 20), "day", None, "unknown")
    assert not row["is_ended"]
    assert row["known_until"] == date(2021, 2, 28)


def test_an_end_after_that_of_the_list_is_none_but_one_in_its_last_month_is() -> None:
    cut, real = (only(of_reign(led(syear="2017", emonth=month, eyear="2021"))) for month in ("3", "2"))
    assert (cut["valid_to"], cut["valid_to_precision"], cut["is_ended"]) == (None, "unknown", False)
    assert (real["valid_to"], real["is_ended"]) == (date(2021, 2, 1), True)


def test_a_list_whose_name_tells_no_month_is_known_to_the_end_of_its_last() -> None:
    rows = [led(1, **{LOCATOR: "mine.csv"}), led(2, syear="1953", smonth="1", sdate="20", emonth=None, eyear=None,
                                              **{LOCATOR: "mine.csv"})]  # fmt: skip
    assert of_reign(*rows).frame["known_until"].to_list() == [date(1953, 1, 31)] * 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"smonth": "2", "sdate": "30"}, "invalid_date"),
        ({"smonth": "13"}, "invalid_date"),
        ({"syear": "19x5"}, "invalid_date"),
        ({"syear": None}, "invalid_date"),
        ({"eyear": None}, "invalid_date"),
        ({"emonth": "0"}, "invalid_date"),
        ({"emonth": "3", "eyear": "1945"}, "invalid_date"),
        ({"eyear": "1900"}, "invalid_date"),
        ({"ccode": "999"}, "unknown_party"),
        ({"ccode": None}, "unknown_party"),
        ({"leader": None}, "missing_column"),
        ({"leadid": None}, "missing_column"),
        ({"leader": "Military Junta"}, "unreadable_value"),
    ],
)
def test_what_cannot_be_is_a_reject_and_costs_no_other(changes: dict[str, Any], reason: str) -> None:
    fitted = of_reign(led(1), led(2, **changes), led(3, syear="1946"))
    assert faults(fitted) == [(2, reason)]
    assert sorted(fitted.frame["line"]) == [1, 3]


def test_a_spell_that_ends_in_the_month_in_which_it_began_is_no_contradiction() -> None:
    row = only(of_reign(led(smonth="11", syear="2020", sdate="10", emonth="11", eyear="2020")))
    assert row["valid_to"] == date(2020, 11, 1)
    assert pl.DataFrame([row]).select(last_day("valid_to", "valid_to_precision")).item() == date(2020, 11, 30)


def test_one_leadid_may_have_several_spells_but_the_same_spell_only_once() -> None:
    fitted = of_reign(led(1, leadid="A"), led(2, leadid="A", syear="1950"), led(3, leadid="A"))
    assert sorted(fitted.frame["line"]) == [1, 2]
    assert faults(fitted) == [(3, "duplicate")]


@pytest.mark.parametrize(
    ("code", "begin", "end", "expected"),
    [
        ("260", ("20", "9", "1949"), ("10", "1963"), [("DEU", "1949-09-20", "1963-10-01")]),
        ("260", ("1", "10", "1982"), ("10", "1990"), [("DEU", "1982-10-01", "1990-10-01")]),
        ("255", ("3", "10", "1990"), ("10", "1998"), [("DEU", "1990-10-03", "1998-10-01")]),
        ("265", ("8", "12", "1989"), ("10", "1990"), [("DDR", "1989-12-08", "1990-10-01")]),
        ("678", ("18", "7", "1978"), ("5", "1990"), [("YAR", "1978-07-18", "1990-05-01")]),
        ("679", ("22", "5", "1990"), ("2", "2012"), [("YEM", "1990-05-22", "2012-02-01")]),
        ("680", ("30", "11", "1967"), ("6", "1969"), [("YMD", "1967-11-30", "1969-06-01")]),
        ("365", ("11", "3", "1985"), ("12", "1991"), [("SUN", "1985-03-11", "1991-12-01")]),
        ("365", ("21", "8", "1991"), ("12", "1999"),
         [("SUN", "1991-08-21", "1991-12-25"), ("RUS", "1991-12-26", "1999-12-01")]),
        ("365", ("25", "12", "1991"), ("12", "1999"), [("RUS", "1991-12-25", "1999-12-01")]),
        ("345", ("7", "10", "2000"), ("3", "2003"),
         [("YUG", "2000-10-07", "2003-02-03"), ("SCG", "2003-02-04", "2003-03-01")]),
        ("345", ("7", "3", "2003"), ("6", "2006"), [("SCG", "2003-03-07", "2006-06-01")]),
        ("345", ("4", "6", "2006"), ("7", "2008"), [("SRB", "2006-06-04", "2008-07-01")]),
    ],
)  # fmt: skip
def test_the_state_is_that_of_the_days(
    code: str, begin: tuple[str, ...], end: tuple[str, str], expected: list[tuple[str, str, str]]
) -> None:
    day, month, year = begin
    fitted = of_reign(led(ccode=code, sdate=day, smonth=month, syear=year, emonth=end[0], eyear=end[1]))
    assert fitted.rejects == []
    rows = fitted.frame.sort("valid_from")
    found = zip(rows["country_code"], rows["valid_from"].cast(str), rows["valid_to"].cast(str), strict=True)
    assert list(found) == expected


def test_the_end_of_a_state_ends_the_spell_of_who_leads_the_next_too() -> None:
    rows = of_reign(led(ccode="365", sdate="21", smonth="8", syear="1991", emonth=None, eyear=None)).frame
    soviet, russian = rows.sort("valid_from").to_dicts()
    assert dates(soviet)[2:] == (date(1991, 12, 25), "day")
    assert soviet["is_ended"]
    assert dates(russian) == (date(1991, 12, 26), "day", None, "unknown")
    assert not russian["is_ended"]
    assert (soviet["office"], russian["office"]) == ("effective_leader", "effective_leader")


def test_the_office_is_told_only_of_a_spell_that_lies_within_its_years() -> None:
    offices = {
        row["line"]: row["office"]
        for row in of_reign(
            led(1),
            led(2, ccode="365", sdate="26", smonth="12", syear="1991", emonth="12", eyear="1999"),
            led(3, ccode="365", sdate="26", smonth="12", syear="1991", emonth="1", eyear="2000"),
            led(4, ccode="265"),
        ).frame.to_dicts()
    }
    assert offices == {1: "head_of_state", 2: "head_of_state", 3: "effective_leader", 4: "effective_leader"}


def test_names_stay_as_written_and_have_their_plain_order_beside_them() -> None:
    names = ["Gandhi, I.", "Vincenzo Pedini (2nd time)         (", "Surya  Bahadur Thapa"]
    rows = of_reign(*(led(number, leader=name) for number, name in enumerate(names))).frame.sort("line")
    assert rows["person"].to_list() == ["Gandhi, I.", "Vincenzo Pedini (2nd time) (", "Surya Bahadur Thapa"]
    assert rows["aliases"].to_list() == [["I. Gandhi"], ["Vincenzo Pedini"], []]


def test_two_captains_regent_in_one_record_are_two_persons() -> None:
    rows = of_reign(
        led(1, ccode="331", leader="Cardelli and Dolcini"), led(2, ccode="331", leader="A & B")
    ).frame
    assert sorted(rows["person"]) == ["A", "B", "Cardelli", "Dolcini"]
    assert sorted(rows["line"]) == [1, 1, 2, 2]


def test_a_correction_holds_while_upstream_has_what_it_expects() -> None:
    fix = {
        "leadid": "x-1",
        "field": "leader",
        "expect": "Trumšn",
        "value": "Truman",
        LOCATOR: "c.csv",
        LINE: 2,
    }
    assert only(of_reign(led(leader="Trumšn"), reign_corrections=[fix]))["person"] == "Truman"
    fitted = of_reign(led(leader="Harry Truman"), reign_corrections=[fix])
    assert fitted.frame["person"].to_list() == ["Harry Truman"]
    assert [(reject.locator, reject.reason) for reject in fitted.rejects] == [("c.csv", "unknown_code")]
    assert of_reign(led(leadid="y"), reign_corrections=[fix]).rejects == []


def test_a_statement_of_wikidata() -> None:
    row = only(
        of_wikidata(
            held(
                names="Ann Example|Анна Пример|Ann Example| Anna E.|",
                birthYear="1960",
                ordinal="4",
                start="2020-05-06T00:00:00Z",
                startPrecision="11",
                end="2024-01-01T00:00:00Z",
                endPrecision="9",
            )
        )
    )
    assert dates(row) == (date(2020, 5, 6), "day", date(2024, 1, 1), "year")
    assert row["aliases"] == ["Anna E.", "Анна Пример"]
    assert (row["person"], row["source_person_id"], row["title"], row["ordinal"], row["birth_year"]) == (
        "Ann Example", "Q1", "President", "4", 1960
    )  # fmt: skip
    assert (row["source"], row["known_until"], row["is_ended"]) == ("wikidata", date(2026, 1, 2), True)


@pytest.mark.parametrize(
    ("time", "precision", "day", "told"),
    [
        ("2025-09-26T00:00:00Z", "11", date(2025, 9, 26), "day"),
        ("+2025-09-26T00:00:00Z", "11", date(2025, 9, 26), "day"),
        ("2025-09-26T00:00:00+00:00", None, date(2025, 9, 26), "day"),
        ("2025-09-26T00:00:00Z", "10", date(2025, 9, 1), "month"),
        ("2025-09-26T00:00:00Z", "9", date(2025, 1, 1), "year"),
        ("+2025-09-00T00:00:00Z", "11", date(2025, 9, 1), "month"),
        ("+2025-00-00T00:00:00Z", None, date(2025, 1, 1), "year"),
        ("1990-01-01T00:00:00Z", "8", None, "unknown"),
        ("1900-01-01T00:00:00Z", "7", None, "unknown"),
        (UNKNOWN, None, None, "unknown"),
        (UNKNOWN, "11", None, "unknown"),
        (None, None, None, "unknown"),
    ],
)
def test_dates_are_as_exact_as_wikidata_says(
    time: str | None, precision: str | None, day: date | None, told: str
) -> None:
    row = only(of_wikidata(held(start=time, startPrecision=precision)))
    assert dates(row)[:2] == (day, told)


@pytest.mark.parametrize(
    ("time", "precision"),
    [
        ("-0043-03-15T00:00:00Z", "11"),
        ("-0500-01-01T00:00:00Z", "9"),
        ("0000-01-01T00:00:00Z", "9"),
        ("2025-02-30T00:00:00Z", "11"),
        ("12025-01-01T00:00:00Z", "11"),
        ("someday", None),
    ],
)
def test_dates_that_are_none_are_rejects(time: str, precision: str | None) -> None:
    assert faults(of_wikidata(held(), held(2, person="Q2", start=time, startPrecision=precision))) == [
        (2, "invalid_date")
    ]


@pytest.mark.parametrize(("end", "ended"), [(UNKNOWN, True), ("1990-01-01T00:00:00Z", True), (None, False)])
def test_a_spell_that_ended_nobody_knows_when_is_not_taken_for_one_that_goes_on(
    end: str, ended: bool
) -> None:
    row = only(of_wikidata(held(end=end, endPrecision="8")))
    assert (row["valid_to"], row["is_ended"]) == (None, ended)


@pytest.mark.parametrize(
    ("country", "iso3", "expected"),
    [("Q232", "XXX", "KAZ"), ("Q29999", "NLD", "NLD"), ("Q29999", "nld", None), ("Q1", None, None), (None, None, None)],
)  # fmt: skip
def test_the_state_is_by_item_else_by_its_code(
    country: str | None, iso3: str | None, expected: str | None
) -> None:
    fitted = of_wikidata(held(country=country, iso3=iso3))
    assert fitted.frame["country_code"].to_list() == ([expected] if expected else [])
    assert [reject.reason for reject in fitted.rejects] == ([] if expected else ["unknown_party"])


@pytest.mark.parametrize(
    ("label", "names", "expected"), [(None, "Анна|Ann", "Анна"), ("Q1", "Ann", "Ann"), (None, None, "Q1")]
)
def test_a_person_without_an_english_label(label: str | None, names: str | None, expected: str) -> None:
    assert only(of_wikidata(held(personLabel=label, names=names)))["person"] == expected


def test_a_statement_that_stands_on_two_pages_counts_once() -> None:
    fitted = of_wikidata(held(1), held(2), held(3, end="2020-01-01T00:00:00Z"))
    assert sorted(fitted.frame["line"]) == [1, 3]
    assert faults(fitted) == [(2, "duplicate")]


def test_an_office_of_no_list_is_a_reject() -> None:
    assert faults(of_wikidata(held(office="king"))) == [(1, "unknown_code")]


def test_nothing_gives_an_empty_table() -> None:
    fitted = leaders([], [], COUNTRY_CODES)
    assert fitted.frame.schema == norm_leaders.polars_schema()
    assert fitted.frame.is_empty()


def derived(frame: pl.DataFrame, name: str) -> list[Any]:
    return frame.with_columns(**norm_leaders_suite().derived)[name].to_list()


def test_two_heads_of_state_on_one_day_are_told_but_where_the_office_is_shared() -> None:
    one = led(1, leader="A", sdate="1", smonth="1", syear="2000", emonth="6", eyear="2005")
    two = led(2, leader="B", sdate="1", smonth="3", syear="2004", emonth="6", eyear="2006")
    assert "A and B" in derived(of_reign(one, two).frame, "_beside")
    handed_over = two | {"smonth": "6", "syear": "2005"}
    assert derived(of_reign(one, handed_over).frame, "_beside") == [None, None]
    offices = [{"ccode": "331", "valid_from": None, "valid_to": None, "office": "head_of_state"}]
    captains = leaders([one | {"ccode": "331"}, two | {"ccode": "331"}], [], COUNTRY_CODES, offices)
    assert derived(captains.frame, "_beside") == [None, None]


def curated() -> pl.DataFrame:
    (file,) = (file for file in registry.fetch() if file.locator == "offices.csv")
    return reference.offices(parse_registry(file).rows).frame


def samples() -> Fitted:
    (list_of_leaders,) = packaged_files(Path(reign.__file__).parent)
    (answer,) = wikidata.fetch()
    codes = pl.read_csv(
        Path(reign.__file__).parents[1] / "countries" / "codes.csv", infer_schema_length=0
    ).with_columns(pl.col("valid_from", "valid_to").str.to_date(strict=False))
    return leaders(
        reign.parse(list_of_leaders).rows,
        parse_wikidata(answer).rows,
        codes,
        reign.offices().rows,
        reign.corrections().rows,
    )


def holders_on(day: date, country: str, office: str) -> set[str]:
    """Persons of the register and of the datasets in an office, each once, by the register's name."""
    offices, known = curated(), samples().frame
    keys = persons(known, offices)
    registered = offices.select(
        "person", "country_code", "office", "valid_from", "valid_to", "valid_to_precision"
    )
    spells = pl.concat(
        [
            registered.with_columns(pl.lit("registry").alias("source"), pl.lit(day).alias("known_until")),
            known.select("person", "country_code", "office", "valid_from", "valid_to", "valid_to_precision",
                         "source", "known_until"),
        ],
        how="diagonal",
    )  # fmt: skip
    found = (
        spells.filter(pl.col("country_code") == country, pl.col("office") == office)
        .filter(pl.col("valid_from") <= day)
        .filter(last_day("valid_to", "valid_to_precision").fill_null(pl.col("known_until")) >= day)
        .join(keys, on=["source", "person", "country_code"], how="left")
    )
    names = keys.filter(pl.col("source") == "registry").select("person_key", name="person").unique()
    return set(found.join(names, on="person_key", how="left")["name"])


@pytest.mark.parametrize(
    ("country", "expected"), [("KAZ", "Yermek Kosherbayev"), ("ISR", "Gideon Sa'ar"), ("USA", "Marco Rubio")]
)
def test_foreign_ministers_on_the_day_of_the_abraham_accords_call(country: str, expected: str) -> None:
    assert holders_on(date(2025, 11, 6), country, "foreign_minister") == {expected}


def test_register_reign_and_wikidata_have_one_president_between_them() -> None:
    assert holders_on(date(2021, 2, 1), "USA", "head_of_state") == {"Joe Biden"}
    assert holders_on(date(2021, 2, 1), "BLR", "head_of_state") == {"Alexander Lukashenko"}
    assert holders_on(date(2021, 2, 1), "KAZ", "head_of_state") == {"Kassym-Jomart Tokayev"}


def test_the_samples_fit_whole() -> None:
    fitted = samples()
    assert fitted.rejects == []
    assert set(fitted.frame["source"]) == {"reign", "wikidata"}


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not there")
def test_the_real_list_is_accounted_for() -> None:
    parsed = reign.parse(
        RawFile("reign", REAL.name, REAL.read_bytes(), "none", datetime(2026, 1, 1, tzinfo=UTC))
    )
    codes = pl.read_csv(
        Path(reign.__file__).parents[1] / "countries" / "codes.csv", infer_schema_length=0
    ).with_columns(pl.col("valid_from", "valid_to").str.to_date(strict=False))
    fitted = leaders(parsed.rows, [], codes, reign.offices().rows, reign.corrections().rows)
    lines = {reject.line for reject in fitted.rejects} | set(fitted.frame["line"])
    assert len(lines) == parsed.records == 2_524
    assert {reject.reason for reject in fitted.rejects} == {"unreadable_value"}, "juntas and councils"
    assert len(fitted.rejects) == 3
    assert fitted.frame.filter(~pl.col("is_ended")).select("country_code").n_unique() == 194
    assert fitted.frame["known_until"].unique().to_list() == [date(2021, 2, 28)]
    assert "Saca González" in set(fitted.frame["person"])
    sure = {"DEU", "DDR", "YAR", "YEM", "YMD", "YUG", "SCG", "SRB", "SUN", "RUS", "CSK", "CZE", "VDR", "VNM"}
    assert sure <= set(fitted.frame["country_code"])
