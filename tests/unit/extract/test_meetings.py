"""One rule of English or diplomacy a test, on small articles of our own."""

from collections.abc import Callable
from datetime import date

import pytest
from spacy.language import Language

from pipelines.extract.document import read
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.meetings import extract_meetings
from pipelines.extract.models import Article, Meeting
from pipelines.extract.offices import OfficeIndex
from pipelines.extract.persons import People
from pipelines.reference import reference_tables

FRIDAY = date(2025, 11, 7)
Extract = Callable[..., list[Meeting]]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.from_tables(reference_tables())


@pytest.fixture(scope="module")
def meetings(nlp: Language, lexicon: Lexicon) -> Extract:
    def extract(text: str, title: str = "", published: date | None = FRIDAY) -> list[Meeting]:
        return extract_meetings(read(Article("a", text, title, published), nlp), lexicon)

    return extract


def brief(found: list[Meeting]) -> list[tuple[str, str, str]]:
    return [("-".join(m.countries), m.format, m.factuality) for m in found]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "French President Emmanuel Macron met with German Chancellor Friedrich Merz in Berlin on Monday.",
            ("DEU-FRA", "in_person", "actual"),
        ),
        (
            "Chinese Foreign Minister Wang Yi spoke by phone with his Japanese counterpart Takeshi Iwaya.",
            ("CHN-JPN", "phone", "actual"),
        ),
        (
            "Italian Prime Minister Giorgia Meloni will visit Tunisia next week.",
            ("ITA-TUN", "in_person", "planned"),
        ),
        (
            "The Iranian ambassador was received by Foreign Minister Sergey Lavrov of Russia on Tuesday.",
            ("IRN-RUS", "in_person", "actual"),
        ),
        (
            "The leaders of Kenya, Uganda and Rwanda held a video conference on Wednesday.",
            ("KEN-RWA-UGA", "video", "actual"),
        ),
        (
            "The visit of Polish President Andrzej Duda to Hungary was cancelled.",
            ("HUN-POL", "in_person", "negated"),
        ),
        (
            "King Felipe VI of Spain invited Moroccan Prime Minister Aziz Akhannouch to visit Madrid.",
            ("ESP-MAR", "in_person", "possible"),
        ),
        (
            "Prime Minister Hamad Rashid of Kuwait and Oman's Sultan Haitham bin Tariq toasted each other in Muscat.",
            ("KWT-OMN", "in_person", "actual"),
        ),
        (
            "Talks between Syrian and Israeli officials will be held in Paris next month.",
            ("ISR-SYR", "in_person", "planned"),
        ),
    ],
)
def test_one_encounter(meetings: Extract, text: str, row: tuple[str, str, str]) -> None:
    assert brief(meetings(text)) == [row]


@pytest.mark.parametrize(
    "text",
    [
        "French President Emmanuel Macron met his cabinet in Paris on Monday.",
        "Opposition leader Maria Petrova met voters in Sofia.",
        "Japan meets Brazil in the semi-final on Sunday.",
        "The prime minister of Norway sent a letter to the president of Finland.",
        "Estonian Prime Minister Kristen Michal welcomed the decision of Latvia.",
        "The bloc negotiates with China, Japan and the United States as one.",
        "",
    ],
)
def test_no_encounter(meetings: Extract, text: str) -> None:
    assert meetings(text) == []


def test_visit_and_the_talks_in_it_are_one_row(meetings: Extract) -> None:
    (row,) = meetings(
        "Turkish President Recep Tayyip Erdogan arrived in Baku on Thursday. "
        "He held talks with Azerbaijani President Ilham Aliyev in Baku."
    )
    assert row.countries == ("AZE", "TUR")
    assert row.visit
    assert (row.location, row.location_country, row.date) == ("Baku", "AZE", "2025-11-06")


def test_persons_stand_parallel_to_their_states(meetings: Extract) -> None:
    (row,) = meetings(
        "Indian Prime Minister Narendra Modi met Brazilian President Luiz Inacio Lula da Silva."
    )
    assert dict(zip(row.persons, row.person_countries, strict=True)) == {
        "Narendra Modi": "IND",
        "Luiz Inacio Lula da Silva": "BRA",
    }


def test_two_encounters_that_the_text_tells_apart_stay_apart(meetings: Extract) -> None:
    rows = meetings(
        "US Secretary of State Marco Rubio met Russian Foreign Minister Sergey Lavrov in Riyadh on Tuesday. "
        "Rubio and Lavrov also met in Kuala Lumpur in July."
    )
    assert [row.date for row in rows] == ["2025-11-04", "2025-07"]


def test_headline_infinitive_is_a_plan(meetings: Extract) -> None:
    assert brief(meetings("Other news.", title="Macron to visit Poland")) == [
        ("FRA-POL", "in_person", "planned")
    ]


def test_office_holder_of_the_day_and_not_the_former_one(lexicon: Lexicon) -> None:
    offices: OfficeIndex = lexicon.offices
    assert (spell := offices.find("Joe Biden", date(2023, 1, 1))) is not None and spell.code == "USA"  # noqa: PT018
    assert offices.find("Joe Biden", FRIDAY) is None


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Abbas Araghchi of Iran was there.", "Abbas Araghchi", "IRN"),
        ("Jana Novak, the Czech defence minister, agreed.", "Jana Novak", "CZE"),
        ("UN envoy Hans Lindt spoke.", "Hans Lindt", "un"),
        ("The former Polish president Piotr Zalewski agreed.", "Piotr Zalewski", None),
    ],
)
def test_whom_a_person_stands_for(
    nlp: Language, lexicon: Lexicon, text: str, name: str, code: str | None
) -> None:
    people = People(read(Article("a", text, "", FRIDAY), nlp), lexicon, lexicon.offices)
    person = people.named(name)
    assert person is not None
    assert person.code == code


def test_round_up_of_one_leaders_meetings(meetings: Extract) -> None:
    rows = meetings(
        "Narendra Modi met one leader after another on the sidelines of the G20 summit in Rome on Thursday.\n\n"
        "With Italy's Giorgia Meloni he talked about trade. Modi was content.\n\n"
        "A conversation with Emmanuel Macron lasted an hour. Modi called it engaging.",
        title="Modi's bilaterals at the G20",
    )
    assert {row.countries for row in rows} >= {("FRA", "IND"), ("IND", "ITA")}
