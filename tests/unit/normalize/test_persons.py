"""Who is one person: spellings of a name are, fathers and sons are not."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from pipelines.ids import stable_id
from pipelines.normalize.persons import (
    PERSONS_SCHEMA,
    Holder,
    Spell,
    is_short_for,
    persons,
    same_person,
)
from pipelines.schemas import empty_frame
from pipelines.schemas.leaders import norm_leaders
from pipelines.schemas.reference import norm_offices


def spell(office: str, begins: date, ends: date | None) -> Spell:
    return Spell(office, begins, begins, ends or date(2026, 1, 1), ends is None)


def holder(source: str, name: str, *spells: Spell, born: int | None = None) -> Holder:
    return Holder(source, name, {name}, list(spells), born)


HEAD = "head_of_state"
BUSH = holder("registry", "George H. W. Bush", spell(HEAD, date(1989, 1, 20), date(1993, 1, 20)))
BUSH_SON = holder("registry", "George W. Bush", spell(HEAD, date(2001, 1, 20), date(2009, 1, 20)))


def test_father_and_son_of_one_name_are_told_apart_by_their_days() -> None:
    elder = holder("reign", "Bush", spell(HEAD, date(1989, 1, 20), date(1993, 1, 1)), born=1924)
    younger = holder("reign", "G.W. Bush", spell(HEAD, date(2001, 1, 20), date(2009, 1, 1)), born=1946)
    assert same_person(elder, BUSH)
    assert same_person(younger, BUSH_SON)
    assert not same_person(elder, BUSH_SON)
    assert not same_person(younger, BUSH)
    assert not same_person(BUSH, BUSH_SON)


def test_twins_in_two_offices_are_told_apart_by_office_and_begin() -> None:
    lech = holder("registry", "Lech Kaczyński", spell(HEAD, date(2005, 12, 23), date(2010, 4, 10)))
    jaroslaw = holder(
        "registry", "Jarosław Kaczyński", spell("head_of_government", date(2006, 7, 14), date(2007, 11, 16))
    )
    written = holder(
        "reign", "Kaczynski", spell("effective_leader", date(2005, 12, 23), date(2010, 4, 1)), born=1949
    )
    assert same_person(written, lech)
    assert not same_person(written, jaroslaw)


def test_a_surname_alone_is_sure_only_with_the_same_begin_and_end_in_office() -> None:
    known = holder("registry", "Asif Ali Zardari", spell(HEAD, date(2008, 9, 9), date(2013, 9, 8)))
    assert same_person(holder("reign", "Zardari", spell(HEAD, date(2008, 9, 9), date(2013, 6, 1))), known)
    assert not same_person(
        holder("reign", "Zardari", spell(HEAD, date(2008, 12, 9), date(2013, 9, 8))), known
    )
    assert not same_person(holder("reign", "Zardari", spell(HEAD, date(2008, 9, 9), date(2009, 9, 8))), known)
    assert not same_person(
        holder("reign", "Zardari", spell("foreign_minister", date(2008, 9, 9), date(2013, 9, 8))), known
    )


def test_other_years_of_birth_are_other_persons() -> None:
    days = spell(HEAD, date(2000, 1, 1), date(2005, 1, 1))
    assert same_person(
        holder("reign", "Ann Example", days, born=1950), holder("wikidata", "Ann Example", days, born=1951)
    )
    assert not same_person(
        holder("reign", "Ann Example", days, born=1950), holder("wikidata", "Ann Example", days, born=1970)
    )


def test_a_handover_is_no_overlap() -> None:
    father = holder(
        "registry", "Khalifa bin Hamad Al Thani", spell(HEAD, date(1972, 2, 22), date(1995, 6, 27))
    )
    son = holder("reign", "Hamad Al Thani", spell(HEAD, date(1995, 6, 27), date(2013, 6, 1)))
    assert not same_person(father, son)


LEADER = "effective_leader"
PREMIER = "head_of_government"
# Name, office and spell as REIGN has them, and as the register does; ends of REIGN are months.
SHORT_FOR = [
    ("Kohl", PREMIER, "1982-10-01", "1990-09-01", "Helmut Kohl", PREMIER, "1982-10-01", "1998-10-27"),
    ("Kohl", PREMIER, "1990-10-01", "1998-10-01", "Helmut Kohl", PREMIER, "1982-10-01", "1998-10-27"),
    ("Yeltsin", HEAD, "1991-12-26", "1999-12-01", "Boris Yeltsin", HEAD, "1991-07-10", "1999-12-31"),
    ("Fahd", HEAD, "1982-06-13", "1996-01-01", "King Fahd", HEAD, "1982-06-13", "2005-08-01"),
    ("Abdullah", LEADER, "1996-01-01", "2015-01-01", "Abdullah bin Abdulaziz", HEAD, "2005-08-01", "2015-01-23"),
    ("Saakashvili", HEAD, "2004-01-25", "2007-11-01", "Mikheil Saakashvili", HEAD, "2004-01-25", "2013-11-17"),
    ("Bakiyev", HEAD, "2005-04-11", "2010-04-01", "Kurmanbek Bakiyev", HEAD, "2005-08-14", "2010-04-15"),
    ("Otunbayeva", HEAD, "2010-04-07", "2011-12-01", "Roza Otunbayeva", HEAD, "2010-05-19", "2011-12-01"),
    ("Siniora", PREMIER, "2007-11-23", "2008-05-01", "Fouad Siniora", PREMIER, "2005-07-19", "2009-11-09"),
    ("Hadi", HEAD, "2012-02-25", "2015-02-01", "Abdrabbuh Mansur Hadi", HEAD, "2012-02-27", "2022-04-07"),
    ("Dodik", HEAD, "2018-11-20", "2019-07-01", "Milorad Dodik", HEAD, "2018-11-20", "2022-11-16"),
    ("Komisic", HEAD, "2019-07-20", "2020-03-01", "Željko Komšić", HEAD, "2018-11-20", None),
    ("Berdymukhammedov", HEAD, "2006-12-21", None, "Gurbanguly Berdimuhamedow", HEAD, "2007-02-14", "2022-03-19"),
    ("Mugabe", LEADER, "1980-03-04", "2017-11-01", "Robert Mugabe", HEAD, "1987-12-31", "2017-11-21"),
    ("Castro", LEADER, "1959-01-02", "2008-02-01", "Fidel Castro", HEAD, "1976-12-02", "2008-02-24"),
    ("Suharto", LEADER, "1966-03-12", "1998-05-01", "Suharto", HEAD, "1967-03-12", "1998-05-21"),
    ("Deby", HEAD, "1990-12-04", None, "Idriss Déby", HEAD, "1990-12-02", "2021-04-20"),
]  # fmt: skip
NOT_SHORT_FOR = [
    # The father, or who came before: no day in common, or those of a handover alone.
    ("Deby", HEAD, "1990-12-04", None, "Mahamat Idriss Déby", HEAD, "2021-04-20", None),
    ("Assad", HEAD, "1971-02-22", "2000-06-01", "Bashar al-Assad", HEAD, "2000-07-17", "2024-12-08"),
    ("Bush", HEAD, "1989-01-20", "1993-01-01", "George W. Bush", HEAD, "2001-01-20", "2009-01-20"),
    ("Thani", HEAD, "1995-06-27", "2013-06-01", "Khalifa bin Hamad Al Thani", HEAD, "1972-02-22", "1995-06-27"),
    # The twin, who is gone while the other leads on; a namesake in another office, and on days of his own.
    ("Kaczynski", LEADER, "2005-12-23", "2010-04-01", "Jarosław Kaczyński", PREMIER, "2006-07-14", "2007-11-16"),
    ("Sargsyan", PREMIER, "2008-04-09", "2014-04-01", "Serzh Sargsyan", HEAD, "2008-04-09", "2018-04-09"),
    ("Example", HEAD, "1990-01-01", "1995-01-01", "Ann Example", HEAD, "1993-01-01", "1999-01-01"),
    # The family name of many, which stands first; another name; another vowel.
    ("Kim", LEADER, "1994-07-08", "2011-12-01", "Kim Yong-nam", HEAD, "1998-09-05", "2019-04-11"),
    ("Merkel", PREMIER, "1982-10-01", "1990-09-01", "Helmut Kohl", PREMIER, "1982-10-01", "1998-10-27"),
    ("Hassan", HEAD, "1999-01-01", "2004-01-01", "Omar Hussein", HEAD, "1998-01-01", "2005-01-01"),
]  # fmt: skip


def two_sources(
    name: str, office: str, begins: str, ends: str | None,
    known: str, known_office: str, known_begins: str, known_ends: str | None,
) -> list[dict[str, Any]]:  # fmt: skip
    """A row of REIGN and one of the register, of one state."""
    reign = REIGN_ROW | {"person": name, "office": office, "birth_year": 1950, "valid_from": date.fromisoformat(begins),
                         "valid_to": date.fromisoformat(ends) if ends else None,
                         "valid_to_precision": "month" if ends else "unknown"}  # fmt: skip
    register = OFFICE_ROW | {"person": known, "office": known_office, "valid_from": date.fromisoformat(known_begins),
                             "valid_to": date.fromisoformat(known_ends) if known_ends else None, "aliases": []}  # fmt: skip
    return [reign, register]


def are_joined(rows: list[dict[str, Any]], offices: list[dict[str, Any]]) -> bool:
    """Whether all rows are of one person."""
    frame = persons(
        pl.DataFrame(rows, schema=norm_leaders.polars_schema()),
        pl.DataFrame(offices, schema=norm_offices.polars_schema()),
    )
    return frame["person_key"].n_unique() == 1


@pytest.mark.parametrize("case", SHORT_FOR, ids=lambda case: f"{case[0]} {case[2]}")
def test_a_last_name_is_of_who_held_the_office_on_those_days(case: tuple[Any, ...]) -> None:
    reign, register = two_sources(*case)
    assert are_joined([reign], [register])


@pytest.mark.parametrize("case", NOT_SHORT_FOR, ids=lambda case: case[0])
def test_a_last_name_is_not_of_relatives_and_namesakes(case: tuple[Any, ...]) -> None:
    reign, register = two_sources(*case)
    assert not are_joined([reign], [register])


def test_of_two_with_one_last_name_on_those_days_neither_is_meant() -> None:
    reign, register = two_sources(*SHORT_FOR[0])
    brother = register | {"person": "Peter Kohl", "office": "foreign_minister"}
    assert joined([reign], [register, brother])["Kohl"] not in (
        stable_id("Helmut Kohl"),
        stable_id("Peter Kohl"),
    )
    gone = brother | {"valid_from": date(1970, 1, 1), "valid_to": date(1980, 1, 1)}
    assert joined([reign], [register, gone])["Kohl"] == stable_id("Helmut Kohl")


def test_who_has_a_first_name_of_his_own_is_not_short_for_another() -> None:
    days = spell(HEAD, date(2000, 1, 1), date(2009, 1, 1))
    within = spell(HEAD, date(2001, 1, 1), date(2005, 1, 1))
    known = holder("registry", "Ann Example", days)
    assert is_short_for(holder("reign", "Example", within), known)
    assert is_short_for(known, holder("reign", "Example", within))
    assert not is_short_for(holder("registry", "Example", within), known)
    fuller = Holder("reign", "k", {"Example", "Bea Example"}, [within])
    assert not is_short_for(fuller, known)
    assert not is_short_for(
        holder("reign", "Example", within, born=1950), holder("wikidata", "Ann Example", days, born=1970)
    )


def test_one_code_for_two_states_leaves_one_person() -> None:
    soviet, register = two_sources("Yeltsin", HEAD, "1991-08-21", "1991-12-25", *SHORT_FOR[2][4:])
    russian = two_sources(*SHORT_FOR[2])[0] | {"country_code": "RUS"}
    assert are_joined([soviet | {"country_code": "SUN"}, russian], [register | {"country_code": "RUS"}])


def reign_spells(*spells: tuple[str, int, int, int]) -> list[dict[str, Any]]:
    """Rows of REIGN in one state by name, first and last year, year of birth."""
    return [
        REIGN_ROW
        | {"person": name, "source_person_id": f"r-{number}", "line": number, "birth_year": born,
           "valid_from": date(first, 5, 26), "valid_to": date(last, 2, 1), "valid_to_precision": "month"}
        for number, (name, first, last, born) in enumerate(spells)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spells", "number"),
    [
        ([("Azali Assoumani", 1999, 2002, 1959), ("Assoumani", 2016, 2019, 1959)], 1),
        ([("Zeljko Komsic", 2007, 2008, 1964), ("Komsic", 2013, 2014, 1964), ("Komisic", 2019, 2020, 1964)], 1),
        ([("Azali Assoumani", 1999, 2002, 1959), ("Assoumani", 2016, 2019, 1961)], 2),
        ([("Ann Example", 1999, 2002, 1959), ("Bea Example", 2003, 2005, 1959), ("Example", 2016, 2019, 1959)], 3),
        ([("Lech Kaczynski", 2005, 2010, 1949), ("Kaczynski", 2006, 2007, 1949)], 2),
    ],
)  # fmt: skip
def test_reign_leaves_the_first_name_out_later(spells: list[tuple[str, int, int, int]], number: int) -> None:
    rows = reign_spells(*spells)
    for ordered in (rows, rows[::-1]):
        frame = persons(pl.DataFrame(ordered, schema=norm_leaders.polars_schema()), empty_frame(norm_offices))
        assert frame["person_key"].n_unique() == number


def test_three_spells_of_one_president_are_one_person() -> None:
    rows = reign_spells(("Azali Assoumani", 1999, 2006, 1959), ("Assoumani", 2016, 2019, 1959))
    register = OFFICE_ROW | {"person": "Azali Assoumani", "aliases": [], "valid_from": date(2016, 5, 26)}
    assert are_joined(rows, [register])


REIGN_ROW: dict[str, Any] = {
    "source": "reign", "source_person_id": "r-1", "person": "Tokayev", "aliases": [], "birth_year": 1953,
    "country_code": "KAZ", "office": HEAD, "title": None, "ordinal": None, "valid_from": date(2019, 3, 20),
    "valid_from_precision": "day", "valid_to": None, "valid_to_precision": "unknown", "is_ended": False,
    "known_until": date(2021, 2, 28), "locator": "l", "line": 1,
}  # fmt: skip
WIKIDATA_ROW = REIGN_ROW | {
    "source": "wikidata", "source_person_id": "Q1", "person": "Касым-Жомарт Токаев", "known_until": date(2026, 1, 1)
}  # fmt: skip
OFFICE_ROW: dict[str, Any] = {
    "person": "Kassym-Jomart Tokayev", "aliases": ["Tokayev"], "country_code": "KAZ", "office": HEAD,
    "title": "President", "valid_from": date(2019, 3, 20), "valid_from_precision": "day", "valid_to": None,
    "valid_to_precision": "unknown", "source_url": None,
}  # fmt: skip


def joined(rows: list[dict[str, Any]], offices: list[dict[str, Any]]) -> dict[str, str]:
    """The key of each person by name as written; of two of one name the last."""
    frame = persons(
        pl.DataFrame(rows, schema=norm_leaders.polars_schema()),
        pl.DataFrame(offices, schema=norm_offices.polars_schema()),
    )
    return dict(frame.select("person", "person_key").iter_rows())


def test_one_person_of_three_sources_has_the_key_of_the_register() -> None:
    keys = joined([REIGN_ROW, WIKIDATA_ROW], [OFFICE_ROW])
    assert set(keys) == {"Tokayev", "Касым-Жомарт Токаев", "Kassym-Jomart Tokayev"}
    assert set(keys.values()) == {stable_id("Kassym-Jomart Tokayev")}


def test_keys_without_the_register_are_of_the_item_else_of_the_leadid() -> None:
    assert set(joined([REIGN_ROW, WIKIDATA_ROW], []).values()) == {stable_id("wikidata", "Q1")}
    assert joined([REIGN_ROW], []) == {"Tokayev": stable_id("reign", "r-1", "Tokayev")}


def test_another_state_is_another_person() -> None:
    keys = joined([REIGN_ROW | {"country_code": "UZB"}], [OFFICE_ROW])
    assert keys["Tokayev"] != keys["Kassym-Jomart Tokayev"]


def test_one_item_is_one_person_in_whatever_state() -> None:
    abroad = WIKIDATA_ROW | {
        "country_code": "CHE",
        "person": "Tokayev in Geneva",
        "valid_to": date(2020, 1, 1),
    }
    keys = joined([WIKIDATA_ROW, abroad], [OFFICE_ROW])
    assert keys["Tokayev in Geneva"] == keys["Kassym-Jomart Tokayev"]


def test_who_fits_two_equally_well_is_neither() -> None:
    twin = OFFICE_ROW | {"person": "Other Tokayev"}
    keys = joined([REIGN_ROW], [OFFICE_ROW, twin])
    assert len(set(keys.values())) == 3


def test_spells_of_one_name_are_one_persons_where_the_year_of_birth_agrees() -> None:
    def spells(*born: int | None) -> int:
        rows = [
            REIGN_ROW
            | {"person": "Sharif", "source_person_id": f"r-{number}", "line": number, "birth_year": year,
               "valid_from": date(1990 + 4 * number, 1, 1), "valid_to": date(1991 + 4 * number, 1, 1)}
            for number, year in enumerate(born)
        ]  # fmt: skip
        frame = persons(pl.DataFrame(rows, schema=norm_leaders.polars_schema()), empty_frame(norm_offices))
        return frame["person_key"].n_unique()

    assert spells(1949, 1949, 1949) == 1
    assert spells(1949, 1951) == 2
    assert spells(None, None) == 2


def test_who_leads_on_where_one_state_follows_another_is_one_person() -> None:
    north = REIGN_ROW | {"person": "Ali Abdullah Saleh", "country_code": "YAR", "birth_year": None,
                         "valid_from": date(1978, 7, 18), "valid_to": date(1990, 5, 1)}  # fmt: skip
    whole = north | {"country_code": "YEM", "source_person_id": "r-2", "valid_from": date(1990, 5, 22),
                     "valid_to": date(2012, 2, 1)}  # fmt: skip
    frame = persons(
        pl.DataFrame([north, whole], schema=norm_leaders.polars_schema()), empty_frame(norm_offices)
    )
    assert frame["person_key"].n_unique() == 1


def test_order_of_rows_is_no_matter_and_every_row_has_one_key() -> None:
    rows = [REIGN_ROW, WIKIDATA_ROW, REIGN_ROW | {"person": "Nazarbayev", "source_person_id": "r-0", "birth_year": 1940,
                                                  "valid_from": date(1990, 4, 24), "valid_to": date(2019, 3, 1)}]  # fmt: skip
    schema = norm_leaders.polars_schema()
    offices = pl.DataFrame([OFFICE_ROW], schema=norm_offices.polars_schema())
    first = persons(pl.DataFrame(rows, schema=schema), offices)
    assert first.equals(persons(pl.DataFrame(rows[::-1], schema=schema), offices))
    assert first.schema == PERSONS_SCHEMA
    assert len(first) == len(first.unique(["source", "source_person_id", "person", "country_code"])) == 4


def test_nobody() -> None:
    assert persons(empty_frame(norm_leaders), empty_frame(norm_offices)).schema == PERSONS_SCHEMA
