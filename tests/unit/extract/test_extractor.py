"""The extractor's promises: any text, verbatim evidence, the same answer twice, order kept, errors as values."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.extract import extractor as module
from pipelines.extract.extractor import Extractor, Failure, LearnedExtractor
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.models import Article, Extraction
from pipelines.extract.workers import WORTH_WORKERS

_PIECES = st.sampled_from(
    [
        "Kazakhstan will join the Abraham Accords, ",
        "President Emmanuel Macron met with ",
        "the leaders of France, Germany and Poland",
        " in Moscow on Thursday. ",
        "“", "’s ", "\n\n", "\u00a0", " - ", "He ", "their talks ", "; ", "Recall\n", "Xi Jinping", "al-", "the two ",
    ]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=25).map("".join))


def outcome(extractor: LearnedExtractor, text: str, title: str = "") -> Extraction:
    return extractor.extract(Article("a", text, title, date(2025, 11, 7)))


@given(_TEXTS, st.one_of(st.just(""), _TEXTS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_evidence_that_slices_back(extractor: LearnedExtractor, text: str, title: str) -> None:
    article = Article("a", text, title, date(2025, 11, 7))
    found = extractor.extract(article)
    for row in (*found.accessions, *found.meetings):
        evidence = row.evidence
        assert getattr(article, evidence.field)[evidence.start : evidence.end] == evidence.words
        assert evidence.words
    for meeting in found.meetings:
        assert len(meeting.countries) > 1
        assert list(meeting.countries) == sorted(set(meeting.countries))
        assert len(meeting.persons) == len(meeting.person_countries)
    assert extractor.extract(article) == found


def test_is_an_extractor(extractor: LearnedExtractor) -> None:
    assert isinstance(extractor, Extractor)
    assert len(extractor.version) == 12


def test_version_follows_the_lexicon(extractor: LearnedExtractor) -> None:
    assert LearnedExtractor(Lexicon()).version != extractor.version


def test_order_is_kept_and_a_failure_is_a_value(
    extractor: LearnedExtractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(document: object, claims: object) -> list[object]:
        if document.article.id == "b":  # type: ignore[attr-defined]
            raise ValueError("odd")
        return []

    monkeypatch.setattr(module, "meeting_rows", broken)
    text = "The president of Kenya met the president of Peru on Monday."
    outcomes = list(extractor.extract_many([Article(i, text) for i in "abc"]))
    assert [o.id for o in outcomes] == ["a", "b", "c"]
    assert [isinstance(o, Failure) for o in outcomes] == [False, True, False]
    assert str(outcomes[1]) == "ValueError: odd"


def test_workers_give_what_one_process_gives(lexicon: Lexicon) -> None:
    told = Article(
        "told", "Albania joined NATO in 2009. Macron met Merz in Berlin on Monday.", "", date(2025, 11, 7)
    )
    articles = [told, *(Article(f"a{n}", f"Number {n} says nothing.") for n in range(WORTH_WORKERS)), told]
    one, two = (list(LearnedExtractor(lexicon, workers=n).extract_many(articles)) for n in (1, 2))
    assert one == two
    assert one[0].accessions
