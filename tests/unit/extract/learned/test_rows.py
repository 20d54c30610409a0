"""From claims to rows: thresholds, merging, who belongs together, the reading of dates."""

from datetime import date

import numpy as np
import pytest
from spacy.language import Language

from pipelines.extract.dates import find_dates
from pipelines.extract.document import Document, read
from pipelines.extract.learned.accessions import accession_rows
from pipelines.extract.learned.claims import AccessionClaim, Day, MeetingClaim
from pipelines.extract.learned.meetings import meeting_rows
from pipelines.extract.learned.outputs import FACTUALITIES, FORMATS
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.models import Article
from pipelines.extract.persons import Person
from pipelines.extract.places import Place

TEXT = "One thing was said on Monday. Another was said in 2019. A third was said. And a fourth."


@pytest.fixture(scope="module")
def document(nlp: Language) -> Document:
    return read(Article("a", TEXT, "A headline", date(2025, 11, 7)), nlp)


def joins(sentence: int, probability: float, factuality: str = "actual", step: str = "accession",
          party: str = "SRB", agreement: str = "nato", day: Day = None) -> AccessionClaim:  # fmt: skip
    chances = tuple(float(name == factuality) for name in FACTUALITIES)
    return AccessionClaim(sentence, party, agreement, step, probability, chances, "member", day)


def meets(sentence: int, pair: str, probability: float = 0.9, factuality: str = "actual", form: str = "in_person",
          day: Day = None, place: Place | None = None, person: Person | None = None) -> MeetingClaim:  # fmt: skip
    one, other = pair.split()
    return MeetingClaim(
        sentence, (one, other), probability,
        np.array([float(name == factuality) for name in FACTUALITIES], dtype=np.float32),
        np.array([float(name == form) for name in FORMATS], dtype=np.float32),
        0.9, day, place, ((person, 0.9),) if person else (),
    )  # fmt: skip


def test_one_row_a_fact_with_the_surest_evidence(document: Document, lexicon: Lexicon) -> None:
    (row,) = accession_rows(document, lexicon, [joins(1, 0.6), joins(3, 0.9), joins(2, 0.1)], threshold=0.5)
    assert row.evidence.words == "A third was said."


def test_another_factuality_or_step_is_another_row(document: Document, lexicon: Lexicon) -> None:
    claims = [joins(1, 0.9), joins(1, 0.9, "planned"), joins(2, 0.9, step="signature")]
    assert len(accession_rows(document, lexicon, claims, threshold=0.5)) == 3


def test_who_is_in_does_not_announce_that_it_will_join(document: Document, lexicon: Lexicon) -> None:
    claims = [joins(1, 0.9, "planned", party="NOR"), joins(2, 0.9, step="announcement", party="NOR")]
    assert accession_rows(document, lexicon, claims, threshold=0.5) == []
    dated = joins(1, 0.9, "planned", party="NOR", day=find_dates(TEXT, date(2025, 11, 7))[1])
    assert len(accession_rows(document, lexicon, [dated], threshold=0.5)) == 1


def test_a_speaker_beside_the_joiner_gets_no_row(document: Document, lexicon: Lexicon) -> None:
    claims = [joins(1, 0.95, step="announcement"), joins(1, 0.55, step="announcement", party="BIH")]
    assert [row.party for row in accession_rows(document, lexicon, claims, threshold=0.5)] == ["SRB"]


@pytest.mark.parametrize(
    "claim",
    [
        joins(1, 0.9, step="ratification", agreement="abraham-accords"),
        joins(1, 0.9, step="entry_into_force", agreement="abraham-accords"),
        joins(1, 0.9, party="EUE", agreement="eu"),
    ],
)
def test_what_the_world_rules_out_is_no_row(
    document: Document, lexicon: Lexicon, claim: AccessionClaim
) -> None:
    assert accession_rows(document, lexicon, [claim], threshold=0.5) == []


def test_a_weekday_is_read_forwards_only_where_it_is_planned(document: Document, lexicon: Lexicon) -> None:
    monday = find_dates(TEXT, date(2025, 11, 7))[0]
    rows = accession_rows(
        document, lexicon, [joins(1, 0.9, day=monday), joins(1, 0.9, "planned", day=monday)], threshold=0.5
    )
    assert {row.factuality: row.date for row in rows} == {"actual": "2025-11-03", "planned": "2025-11-10"}


def test_the_day_of_publication_can_be_the_day(document: Document, lexicon: Lexicon) -> None:
    (row,) = accession_rows(document, lexicon, [joins(1, 0.9, day="published")], threshold=0.5)
    assert row.date == "2025-11-07"


def test_all_who_meet_each_other_meet_together(document: Document) -> None:
    claims = [meets(1, "KEN UGA"), meets(1, "KEN RWA"), meets(1, "RWA UGA"), meets(1, "KEN NOR")]
    rows = meeting_rows(document, claims, threshold=0.5)
    assert {row.countries for row in rows} == {("KEN", "RWA", "UGA"), ("KEN", "NOR")}


def test_tellings_that_nothing_tells_apart_are_one(document: Document) -> None:
    monday = find_dates(TEXT, date(2025, 11, 7))[0]
    place = Place(0, 1, "Oslo", "NOR", 2)
    claims = [
        meets(1, "KEN NOR", form="unspecified"),
        meets(3, "KEN NOR", day=monday, place=place, person=Person("Jonas Gahr Støre", "NOR")),
    ]
    (row,) = meeting_rows(document, claims, threshold=0.5)
    assert (row.format, row.date, row.location, row.persons) == (
        "in_person",
        "2025-11-03",
        "Oslo",
        ("Jonas Gahr Støre",),
    )
    assert row.evidence.words == "One thing was said on Monday."


def test_other_days_formats_and_factualities_stay_apart(document: Document) -> None:
    monday, year = find_dates(TEXT, date(2025, 11, 7))
    claims = [
        meets(1, "KEN NOR", day=monday),
        meets(2, "KEN NOR", day=year),
        meets(3, "KEN NOR", form="phone"),
        meets(4, "KEN NOR", factuality="planned"),
    ]
    assert len(meeting_rows(document, claims, threshold=0.5)) == 4


def test_a_call_has_no_place_and_is_no_visit(document: Document) -> None:
    place = Place(0, 1, "Oslo", "NOR", 2)
    (row,) = meeting_rows(document, [meets(1, "KEN NOR", form="phone", place=place)], threshold=0.5)
    assert (row.location, row.location_country, row.visit) == (None, None, False)


def test_the_headline_gives_way_to_the_body(document: Document) -> None:
    (row,) = meeting_rows(document, [meets(0, "KEN NOR"), meets(3, "KEN NOR")], threshold=0.5)
    assert row.evidence.field == "text"
