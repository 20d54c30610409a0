"""Who and what an article names, and for which state it stands."""

from collections.abc import Callable
from datetime import date

import pytest
from spacy.language import Language

from pipelines.extract.document import read
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.mentions import Mention, read_scene
from pipelines.extract.models import Article
from pipelines.extract.offices import OfficeIndex
from pipelines.extract.persons import People

FRIDAY = date(2025, 11, 7)
Find = Callable[..., list[tuple[str, tuple[str, ...]]]]


@pytest.fixture(scope="module")
def find(nlp: Language, lexicon: Lexicon) -> Find:
    def mentions(text: str, kind: str, title: str = "") -> list[tuple[str, tuple[str, ...]]]:
        scene = read_scene(read(Article("a", text, title, FRIDAY), nlp), lexicon)
        found: list[Mention] = [m for of in scene.mentions for m in of if m.kind == kind]
        return [(text[m.start : m.end], m.codes) for m in found]

    return mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Riyadh and the Emirati side agreed.", [("Riyadh", ("SAU",)), ("Emirati", ("ARE",))]),
        ("The Kremlin said no.", [("Kremlin", ("RUS",))]),
        ("The Baltic states joined.", [("Baltic states", ("EST", "LTU", "LVA"))]),
        ("Michael Jordan scored again.", []),
        ("He arrived from Chad.", [("Chad", ("TCD",))]),
        ("Georgia and Armenia signed, Tbilisi said.",
         [("Georgia", ("GEO",)), ("Armenia", ("ARM",)), ("Tbilisi", ("GEO",))]),
        ("Voters in Atlanta, Georgia, queued for hours.", []),
        ("The UN and NATO sent envoys.", [("UN", ("un",)), ("NATO", ("nato",))]),
        ("The EU opened talks.", [("EU", ("EUE",))]),
    ],
)  # fmt: skip
def test_states_and_organisations(find: Find, text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    found = [
        (words.removeprefix("The ").removeprefix("the "), tuple(sorted(codes)))
        for words, codes in find(text, "state")
    ]
    assert found == [(words, tuple(sorted(codes))) for words, codes in expected]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Abbas Araghchi of Iran was there.", "Abbas Araghchi", "IRN"),
        ("Jana Novak, the Czech defence minister, agreed.", "Jana Novak", "CZE"),
        ("UN envoy Hans Lindt spoke.", "Hans Lindt", "un"),
        ("The former Polish president Piotr Zalewski agreed.", "Piotr Zalewski", None),
        ("Bahrain's King Hamad was on the line.", "Hamad", "BHR"),
    ],
)
def test_whom_a_person_stands_for(
    nlp: Language, lexicon: Lexicon, text: str, name: str, code: str | None
) -> None:
    people = People(read(Article("a", text, "", FRIDAY), nlp), lexicon, lexicon.offices)
    person = people.named(name)
    assert person is not None
    assert person.code == code


def test_office_holder_of_the_day_and_not_the_former_one(lexicon: Lexicon) -> None:
    offices: OfficeIndex = lexicon.offices
    then = offices.find("Joe Biden", date(2023, 1, 1))
    assert then is not None
    assert then.code == "USA"
    assert offices.find("Joe Biden", FRIDAY) is None


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Peru signed the Rome Statute. Kenya left the court.", ["rome-statute", "rome-statute"]),
        ("Kenya is leaving the Organization of the Petroleum Exporting Countries.", ["opec"]),
        ("They signed the Lake Victoria Fisheries Convention.", ["lake-victoria-fisheries-convention"]),
        ("The two sides signed a free trade agreement.", []),
    ],
)
def test_agreements_by_name_by_pointer_and_by_look(find: Find, text: str, slugs: list[str]) -> None:
    assert [codes[0] for _, codes in find(text, "agreement")] == slugs


def test_evidence_of_a_mention_is_the_article_itself(nlp: Language, lexicon: Lexicon) -> None:
    text = "“Oslo will sign,” said Norway’s premier, Jonas Gahr Støre.\n\nOn Monday he flew to Rome."
    scene = read_scene(read(Article("a", text, "", FRIDAY), nlp), lexicon)
    words = {(m.kind, text[m.start : m.end]) for of in scene.mentions for m in of}
    assert {
        ("state", "Oslo"),
        ("person", "Jonas Gahr Støre"),
        ("date", "Monday"),
        ("place", "Rome"),
    } <= words
