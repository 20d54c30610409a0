"""What labelled rows teach: which pairs of which sentences, and which answers of the pointers."""

from datetime import date
from typing import Any

import pytest
from spacy.language import Language

from pipelines.evaluate.report import read_gold
from pipelines.extract.document import read
from pipelines.extract.learned.network import accession_candidates, meeting_candidates
from pipelines.extract.learned.outputs import FACTUALITIES, STEPS
from pipelines.extract.learned.windows import Window, cut_windows
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.mentions import read_scene
from pipelines.extract.models import Article
from pipelines.learn.examples import ARTICLES
from pipelines.learn.targets import NOTHING, UNSURE, accession_targets, meeting_targets, telling_sentences

TEXT = (
    "Sweden has applied to join NATO, its government said on Monday. Stockholm filed the papers with the alliance.\n\n"
    "The Swedish premier Ulf Kristersson met Finland's Petteri Orpo in Oslo on Tuesday. Norway was not there."
)
APPLIED: dict[str, Any] = {
    "party": "SWE", "agreement": "nato", "step": "application", "factuality": "actual", "date": "2025-11-03",
    "capacity": "member", "evidence": "Sweden has applied to join NATO",
}  # fmt: skip
MET: dict[str, Any] = {
    "countries": ["FIN", "SWE"], "persons": ["Ulf Kristersson", "Petteri Orpo"], "format": "in_person", "visit": False,
    "location": "Oslo", "location_country": "NOR", "factuality": "actual", "date": "2025-11-04",
    "evidence": "The Swedish premier Ulf Kristersson met Finland's Petteri Orpo in Oslo on Tuesday.",
}  # fmt: skip


@pytest.fixture(scope="module")
def window(nlp: Language, lexicon: Lexicon) -> Window:
    (only,) = cut_windows(read_scene(read(Article("a", TEXT, "", date(2025, 11, 7)), nlp), lexicon))
    return only


def test_evidence_and_its_echoes_lead_to_sentences(nlp: Language) -> None:
    document = read(Article("a", TEXT, "", date(2025, 11, 7)), nlp)
    assert telling_sentences(document, APPLIED) == {0}
    assert telling_sentences(document, APPLIED | {"also": ["Stockholm filed the papers"]}) == {0, 1}


def test_an_accession_is_told_by_its_evidence_and_perhaps_elsewhere(window: Window) -> None:
    candidates = accession_candidates(window)
    targets = accession_targets([(APPLIED, {0})], candidates, window, "2025-11-07")
    step = STEPS.index("application")
    by_pair = {(c.sentence, c.first, c.second): n for n, c in enumerate(candidates)}
    told, elsewhere = by_pair[0, "SWE", "nato"], by_pair[1, "SWE", "nato"]
    assert targets.told[told][step] == 1
    assert (targets.told[elsewhere][step], targets.weight[elsewhere][step]) == (0, UNSURE)
    assert targets.weight[elsewhere][STEPS.index("accession")] == 1
    assert targets.factuality == [(told, step, FACTUALITIES.index("actual"))]
    ((row, right),) = targets.date
    assert row == told
    assert [TEXT[m.start : m.end] for m in (window.dates[n - 2].mention for n in right)] == ["Monday"]


def test_a_meeting_is_told_of_its_parties_only(window: Window) -> None:
    candidates = meeting_candidates(window)
    targets = meeting_targets([(MET, {2})], candidates, window, "2025-11-07")
    told = {
        frozenset((c.first, c.second)) for c, is_told in zip(candidates, targets.told, strict=True) if is_told
    }
    assert told == {frozenset(("FIN", "SWE"))}
    ((_, places),) = targets.place
    assert [window.places[n - 2].mention.codes for n in places] == [("NOR",)]
    ((_, _, takes_part),) = targets.persons
    assert takes_part == [1.0, 1.0]


def test_what_is_not_said_points_nowhere(window: Window) -> None:
    candidates = meeting_candidates(window)
    row = MET | {"location": None, "location_country": None, "date": None}
    targets = meeting_targets([(row, {2})], candidates, window, "2025-11-07")
    assert [right for _, right in targets.place] == [[NOTHING]]
    assert [right for _, right in targets.date] == [[NOTHING]]


def test_every_labelled_article_can_be_read() -> None:
    ids = [article["id"] for article in read_gold(sorted(ARTICLES.glob("*.jsonl")))]
    assert len(ids) > 100
    assert len(set(ids)) == len(ids)
