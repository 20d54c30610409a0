"""What is taken of an answer: only what the article and the register bear out."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.evaluate.report import GOLD_FOLDER, read_gold
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.llm.answer import parse_answer
from pipelines.extract.llm.evidence import locate
from pipelines.extract.llm.rows import RowReader
from pipelines.extract.models import Article, Extraction
from pipelines.reference import reference_tables

ARTICLE = Article(
    id="a",
    title="Kazakhstan “joins” the Abraham Accords",
    text=(
        "ASTANA — Kazakhstan’s president,\nKassym-Jomart Tokayev, spoke by phone with Benjamin Netanyahu "
        "on Thursday.\n\nTurkey, which applied to the European Union in 1987, signed the Treaty of Tiraspol."
    ),
    published=date(2025, 11, 7),
)
ACCESSION = {
    "party": "TUR",
    "agreement": "eu",
    "step": "application",
    "factuality": "actual",
    "date": "1987",
    "capacity": "member",
    "evidence": "Turkey, which applied to the European Union in 1987",
}
MEETING = {
    "countries": ["KAZ", "ISR"],
    "persons": [
        {"name": "Kassym-Jomart Tokayev", "country": "KAZ"},
        {"name": "Benjamin Netanyahu", "country": "ISR"},
    ],
    "format": "phone",
    "visit": False,
    "location": None,
    "location_country": None,
    "factuality": "actual",
    "date": "2025-11-06",
    "evidence": "spoke by phone with Benjamin Netanyahu on Thursday",
}


def read(
    register: Lexicon, accessions: Any = (), meetings: Any = (), article: Article = ARTICLE
) -> Extraction:
    answer = parse_answer(json.dumps({"accessions": accessions, "meetings": meetings}))
    return RowReader(article, register).read(answer)


def only_reason(found: Extraction) -> str:
    assert not found.accessions
    assert not found.meetings
    (dropped,) = found.dropped
    return dropped.reason


def test_rows_with_their_evidence_in_place(register: Lexicon) -> None:
    found = read(register, [ACCESSION], [MEETING])
    assert not found.dropped
    (accession,), (meeting,) = found.accessions, found.meetings
    assert (accession.party, accession.agreement, accession.is_listed) == ("TUR", "eu", True)
    assert meeting.countries == ("ISR", "KAZ")
    assert meeting.persons == ("Kassym-Jomart Tokayev", "Benjamin Netanyahu")
    assert meeting.person_countries == ("KAZ", "ISR")
    for row in (accession, meeting):
        at = row.evidence
        assert ARTICLE.text[at.start : at.end] == at.words


@pytest.mark.parametrize(
    ("words", "field", "found"),
    [
        ('Kazakhstan "joins" the Abraham Accords', "title", "Kazakhstan “joins” the Abraham Accords"),
        ("Kazakhstan's president, Kassym", "text", "Kazakhstan’s president,\nKassym"),
        ("ASTANA - Kazakhstan", "text", "ASTANA — Kazakhstan"),
        ("  on Thursday. Turkey,\n", "text", "on Thursday.\n\nTurkey,"),
    ],
)
def test_the_evidence_is_as_the_article_has_it(words: str, field: str, found: str) -> None:
    at = locate(ARTICLE, words)
    assert at is not None
    assert (at.field, at.words) == (field, found)
    assert getattr(ARTICLE, field)[at.start : at.end] == found


@pytest.mark.parametrize(
    "invented",
    [
        "Turkey has joined the European Union",
        "Turkey, which applied to the european union in 1987",
        "Turkey, which applied … in 1987",
        "Turkey applied to the European Union",
    ],
)
def test_an_invented_quote_costs_the_row(register: Lexicon, invented: str) -> None:
    found = read(register, [ACCESSION | {"evidence": invented}])
    assert only_reason(found) == "invented_evidence"
    assert invented in found.dropped[0].detail


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"party": "TURKEY"}, "unknown_code"),
        ({"party": "ZZZ"}, "unknown_code"),
        ({"party": "the-bloc"}, "unknown_code"),
        ({"agreement": "rome-statute-of-nobody"}, "unknown_code"),
        ({"agreement": "|||"}, "unknown_code"),
        ({"agreement": "abraham-accords", "step": "ratification"}, "invalid_row"),
        ({"agreement": "abraham-accords", "step": "entry_into_force"}, "invalid_row"),
        ({"agreement": "nato", "party": "nato"}, "invalid_row"),
        ({"evidence": "Turkey"}, "invalid_row"),
        ({"evidence": "Turkey " * 200}, "invalid_row"),
    ],
)
def test_what_is_not_borne_out_costs_the_row(register: Lexicon, change: dict[str, Any], reason: str) -> None:
    assert only_reason(read(register, [ACCESSION | change])) == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"countries": ["KAZ"]}, "invalid_row"),
        ({"countries": ["KAZ", "KAZ"]}, "invalid_row"),
        ({"countries": []}, "invalid_row"),
        ({"countries": ["KAZ", "Israel"]}, "unknown_code"),
        ({"evidence": "met in Jerusalem"}, "invented_evidence"),
    ],
)
def test_a_meeting_needs_two_that_exist(register: Lexicon, change: dict[str, Any], reason: str) -> None:
    assert only_reason(read(register, [], [MEETING | change])) == reason


@pytest.mark.parametrize(
    ("given", "slug", "is_listed"),
    [
        ("nato", "nato", True),
        ("north-atlantic-treaty-organization", "nato", True),
        ("the North Atlantic Treaty Organisation", "nato", True),
        ("treaty-of-tiraspol", "treaty-of-tiraspol", False),
        ("The Treaty of Tiraspol", "treaty-of-tiraspol", False),
    ],
)
def test_agreements_of_the_register_and_of_the_article(
    register: Lexicon, given: str, slug: str, is_listed: bool
) -> None:
    (row,) = read(register, [ACCESSION | {"agreement": given}]).accessions
    assert (row.agreement, row.is_listed) == (slug, is_listed)


def test_the_european_union_as_a_party_has_its_code(register: Lexicon) -> None:
    found = read(
        register, [ACCESSION | {"party": "eu", "agreement": "nato"}], [MEETING | {"countries": ["eu", "KAZ"]}]
    )
    assert found.accessions[0].party == "EUE"
    assert found.meetings[0].countries == ("EUE", "KAZ")


def test_values_that_the_article_does_not_have_are_left_out(register: Lexicon) -> None:
    persons = [*MEETING["persons"], {"name": "Isaac Herzog", "country": "ISR"}]  # type: ignore[misc]
    found = read(
        register, [], [MEETING | {"persons": persons, "location": "Geneva", "location_country": "XXX"}]
    )
    (meeting,) = found.meetings
    assert len(meeting.persons) == len(meeting.person_countries) == 2
    assert (meeting.location, meeting.location_country) == (None, None)
    assert [each.reason for each in found.dropped] == ["unfounded_value"] * 3


def test_names_are_as_the_article_has_them(register: Lexicon) -> None:
    persons = ["Kazakhstan's president, Kassym-Jomart  Tokayev", "Benjamin Netanyahu"]
    (meeting,) = read(
        register, [], [MEETING | {"persons": persons, "location": "ASTANA - Kazakhstan"}]
    ).meetings
    assert meeting.persons[0] == "Kazakhstan’s president, Kassym-Jomart Tokayev"
    assert meeting.location == "ASTANA — Kazakhstan"


def test_a_person_stands_for_one_of_those_who_met(register: Lexicon) -> None:
    persons = [{"name": "Benjamin Netanyahu", "country": "TUR"}]
    (meeting,) = read(register, [], [MEETING | {"persons": persons}]).meetings
    assert meeting.person_countries == (None,)


def test_the_same_row_twice_is_one_row(register: Lexicon) -> None:
    again = ACCESSION | {"evidence": "Turkey, which applied", "date": None}
    found = read(register, [ACCESSION, again], [MEETING, MEETING])
    assert (len(found.accessions), len(found.meetings)) == (1, 1)
    assert found.accessions[0].date == "1987"
    assert [each.reason for each in found.dropped] == ["duplicate", "duplicate"]


def test_rows_that_people_annotated_are_taken() -> None:
    """Judging costs no right row: of the labelled articles all pass."""
    lexicon = Lexicon.from_tables(reference_tables())
    dropped = []
    for item in read_gold(GOLD_FOLDER / f"{name}.jsonl" for name in ("accessions", "meetings", "held_out")):
        article = Article(item["id"], item["text"], item["title"], date.fromisoformat(item["published"]))
        dropped += read(lexicon, item["accessions"], item["meetings"], article).dropped
    assert dropped == []


_WORDS = st.text(max_size=12) | st.sampled_from(
    [
        "KAZ",
        "TUR",
        "eu",
        "nato",
        "spoke by phone",
        "Kazakhstan's president, Kassym",
        "Benjamin Netanyahu",
        "in 1987",
    ]
)
_ACCESSIONS = st.fixed_dictionaries(
    {"party": _WORDS, "agreement": _WORDS, "evidence": _WORDS}
    | {name: st.just(ACCESSION[name]) for name in ("step", "factuality")}
)
_MEETINGS = st.fixed_dictionaries(
    {"countries": st.lists(_WORDS, max_size=3), "persons": st.lists(_WORDS, max_size=2), "evidence": _WORDS}
    | {name: st.just(MEETING[name]) for name in ("format", "factuality")}
)


@given(st.lists(_ACCESSIONS, max_size=3), st.lists(_MEETINGS, max_size=3))
def test_whatever_is_answered_only_words_of_the_article_come_of_it(
    register: Lexicon, accessions: list[Any], meetings: list[Any]
) -> None:
    found = read(register, accessions, meetings)
    for row in (*found.accessions, *found.meetings):
        at = row.evidence
        assert getattr(ARTICLE, at.field)[at.start : at.end] == at.words
        assert len(at.words.split()) > 1
    for meeting in found.meetings:
        assert list(meeting.countries) == sorted(set(meeting.countries))
        assert len(meeting.countries) > 1
        assert all(person in " ".join(ARTICLE.text.split()) for person in meeting.persons)
    lost = [each for each in found.dropped if each.reason != "unfounded_value"]
    assert len(found.accessions) + len(found.meetings) + len(lost) == len(accessions) + len(meetings)
