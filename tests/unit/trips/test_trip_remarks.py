"""What remarks tell: kind of visit, who was met, when and where; and what is no encounter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.lexicon import Lexicon
from pipelines.reference import reference_tables
from pipelines.trips.kinds import kind_of_visit
from pipelines.trips.reading import Leader, Reading, Setting
from pipelines.trips.remarks import RemarksReader
from pipelines.trips.spelling import mended

HUSSEIN = Leader("King Hussein", "JOR", date(1955, 1, 1), date(1999, 1, 1))
LEADERS = {("king", "hussein"): [HUSSEIN]}


@pytest.fixture(scope="module")
def reader() -> RemarksReader:
    return RemarksReader(Lexicon.from_tables(reference_tables()))


def trip(reader: RemarksReader, text: str, host: str | None, day: str, until: str | None = None) -> Reading:
    start = date.fromisoformat(day)
    end = date.fromisoformat(until) if until else start
    return reader.read(text, Setting(("USA",), host, start, end, LEADERS))


def visit(reader: RemarksReader, text: str, own: str = "FRA", day: str = "1995-06-14") -> Reading:
    start = date.fromisoformat(day)
    return reader.read(text, Setting((own,), "USA", start, start))


def parties(reading: Reading) -> list[str]:
    return ["+".join(told.codes) for told in reading.told]


def named(reading: Reading) -> list[tuple[str, str]]:
    return [person for told in reading.told for person in told.persons]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("State Visit.", "state"),
        ("State visit; visited New York City.", "state"),
        ("Accompanied President Nixon on a State visit.", "state"),
        ("Official visit.", "official"),
        ("Offical Visit.", "official"),
        ("Officail visit", "official"),
        ("Official working visit. Private visit to Houston afterward.", "official_working"),
        ("Oficial Wroking Vist.", "official_working"),
        ("Working visit", "working"),
        ("Informal visit to Washington.", "informal"),
        ("Unofficial visit to New York City.", "private"),
        ("Met with President Bush during a private visit.", "private"),
        ("Met with President Bush during a private visit to Kennebunkport (Me.).", "private"),
        ("Guest of U.S. Government. Addressed U.S. Congress.", "official"),
        ("Presidential guest.", "official"),
        ("Afterwards made an unofficial visit to New York City.", "none"),
        ("Made arrangements for President Clinton’s state visit.", "none"),
        ("Attended funeral of President Kennedy.", "none"),
        ("", "none"),
    ],
)
def test_kind_of_visit(text: str, kind: str) -> None:
    assert kind_of_visit(mended(text)) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Private visit.",
        "Vacation.",
        "Refueling stop en route from Uruguay.",
        "Attended funeral of Chancellor Adenauer.",
        "Addressed the UN General Assembly.",
        "Attended Third Session of the UN General Assembly.",
        "Attended the inauguration of President Echeverria.",
        "Attended 6th Session of the Council of Foreign Ministers.",
        "Met with U.S. military personnel.",
        "Met with Gen. Petraeus and Ambassador Crocker.",
        "Met with Taliban officials.",
        "Met with former Prime Minister Abbas and opposition leader Aung San Suu Kyi.",
        "Met with Lebanese political leaders.",
        "Met with representatives of contributing countries.",
        "Discussed relations with Vietnam.",
        "Was to have met with President Arias; returned to Washington.",
        "Accompanied President Nixon.",
        "Met with the Lieutenant Governor of British Columbia Eric W. Hamber.",
        "",
    ],
)
def test_what_is_no_encounter_of_two_states(reader: RemarksReader, text: str) -> None:
    assert trip(reader, text, "COL", "1999-05-01").told == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Met with President Noboa and the Foreign and Defense Ministers.", ["ECU"]),
        ("Met with senior Ecuadorean officials.", ["ECU"]),
        ("Met with President Noboa and Israeli Prime Minister Barak.", ["ECU", "ISR"]),
        ("Met with the Foreign Ministers of Egypt and Jordan.", ["EGY+JOR"]),
        (
            "Met with the Foreign Ministers of Egypt, Jordan, and the Gulf Cooperation Council.",
            ["EGY+JOR+gcc"],
        ),
        ("Met with the Presidents of the Baltic States.", ["EST+LTU+LVA"]),
        ("Met with Syrian and Israeli officials.", ["ISR+SYR"]),
        ("Met with UN Secretary-General Annan.", ["un"]),
        ("Met with EU High Representative Catherine Ashton.", ["EUE"]),
        ("Met with PLO Chairman Arafat.", ["PSE"]),
        ("Discussed the crisis with President Noboa en route to Lima.", ["ECU"]),
        ("Briefed NATO Heads of State and Government.", ["nato"]),
        ("Briefed Prime Minister Peres on meetings with Syrian leaders.", ["ECU"]),
        (
            "Attended the Yalta Conference with Soviet Premier Stalin and British Prime Minister Churchill.",
            ["GBR+SUN"],
        ),
        (
            "Attended meeting of the Foreign Ministers of France, the Soviet Union, and the United States.",
            ["FRA+SUN"],
        ),
        ("Attended NATO Ministerial Meeting.", ["nato"]),
        ("Attended NATO and OSCE Ministerial Meetings.", ["nato", "osce"]),
        ("Attended the NATO-Ukraine Commission meeting.", ["UKR+nato"]),
        ("Accompanied President Clinton to the U.S.-EU Summit.", ["EUE"]),
        ("Attended the Australia-U.S. Ministerial Meeting.", ["AUS"]),
        ("Met wtih Presdent Noboa.", ["ECU"]),
        ("Official visit.", ["ECU"]),
        ("Addressed a crowd and met with President Noboa.", ["ECU"]),
        ("Met with the Amir of Kuwait.", ["KWT"]),
        ("Met with King Hussein.", ["JOR"]),
        ("Received by President Noboa.", ["ECU"]),
        ("Met with the Heads of State and Government of Korea, Freedonia, and Japan.", ["JPN+KOR"]),
    ],
)
def test_who_was_met(reader: RemarksReader, text: str, told: list[str]) -> None:
    assert parties(trip(reader, text, "ECU", "1988-08-18")) == told


def test_each_leader_met_by_himself_is_an_encounter_with_his_day(reader: RemarksReader) -> None:
    text = (
        "Attended the G-8 Economic Summit. Met with President Hu of China, July 16; and President Lula of "
        "Brazil and Prime Minister Singh of India, July 17."
    )
    reading = trip(reader, text, "RUS", "2006-07-14", "2006-07-17")
    assert [(told.codes, told.day) for told in reading.told] == [
        (("g8",), None),
        (("CHN",), date(2006, 7, 16)),
        (("BRA",), date(2006, 7, 17)),
        (("IND",), date(2006, 7, 17)),
    ]
    assert named(reading)[0] == ("Hu Jintao", "CHN")


def test_persons_have_the_registers_spelling_where_it_knows_them(reader: RemarksReader) -> None:
    text = "Met with President Zelenskyy and Foreign Minister Kuleba."
    assert named(trip(reader, text, "UKR", "2022-04-24")) == [
        ("Volodymyr Zelenskyy", "UKR"),
        ("Dmytro Kuleba", "UKR"),
    ]


def test_persons_that_it_does_not_know_are_found_by_title_and_capitals(reader: RemarksReader) -> None:
    text = "Met with President Batlle y Ordonez, Foreign Minister d'Estrada, and President von der Horst."
    assert named(trip(reader, text, "URY", "1906-08-10")) == [
        ("Batlle y Ordonez", "URY"),
        ("d'Estrada", "URY"),
        ("von der Horst", "URY"),
    ]


def test_a_name_without_its_state_stands_for_the_host_of_the_day(reader: RemarksReader) -> None:
    assert parties(trip(reader, "Met with senior Vietnamese officials.", "RVN", "1966-07-01")) == ["RVN"]
    assert parties(trip(reader, "Met with Soviet leaders.", "SUN", "1990-02-07")) == ["SUN"]
    assert parties(trip(reader, "Met with Secretary of State Sodano.", "VAT", "2002-05-28")) == ["VAT"]
    assert trip(reader, "Met with Secretary of State Rice.", "IRQ", "2007-09-03").told == ()


def test_where_the_country_is_not_one_nobody_can_tell_whose_president_it_was(reader: RemarksReader) -> None:
    assert trip(reader, "Met with President Unknown.", None, "1990-01-01").told == ()


def test_a_visit_for_talks_is_an_encounter_with_the_government(reader: RemarksReader) -> None:
    (told,) = visit(reader, "Working visit.").told
    assert (told.codes, told.basis) == (("USA",), "visit")
    assert parties(visit(reader, "Informal meeting in Aspen, Colorado.")) == ["USA"]
    assert visit(reader, "Private visit. Afterwards visited New York City.").told == ()


def test_a_visitor_meets_the_us_only_through_offices_that_it_has(reader: RemarksReader) -> None:
    assert parties(visit(reader, "Met with President Clinton at Camp David, Maryland.")) == ["USA"]
    assert visit(reader, "Met with Prime Minister Nobody.").told == ()
    assert visit(reader, "Met with President Clinton at Camp David, Maryland.").told[0].place == (
        "Camp David, Maryland"
    )


def test_gatherings_in_the_us_have_the_host(reader: RemarksReader) -> None:
    assert parties(visit(reader, "Attended the NATO Summit Meeting in Chicago, IL.")) == ["USA+nato"]
    assert parties(visit(reader, "Attended the U.S.-Africa Leaders Summit.", "KEN")) == ["USA"]
    assert visit(reader, "Attended the Nuclear Security Summit.").told == ()


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("Accompanied President Nixon.", "Nixon"),
        ("Accoompanied President Nixon to meeting with French President Pompidou.", "Nixon"),
        ("Attended the G-20 Summit Meeting with President Obama.", "Obama"),
        ("Met with President Sadat.", None),
    ],
)
def test_the_president_whom_a_secretary_accompanied(
    reader: RemarksReader, text: str, surname: str | None
) -> None:
    assert trip(reader, text, "EGY", "1974-06-12").accompanied == surname


@given(st.text(max_size=200), st.dates())
def test_no_text_makes_it_raise(text: str, day: date) -> None:
    reader = RemarksReader(Lexicon())
    reader.read("Met with " + text, Setting(("USA",), "FRA", day, day))
    reader.read(text, Setting(("FRA",), "USA", day, day))
