"""Windows cover an article once and say which pieces name whom."""

from datetime import date

import numpy as np
import pytest
from spacy.language import Language

from pipelines.extract.document import read
from pipelines.extract.learned import outputs
from pipelines.extract.learned.network import (
    AHEAD,
    TITLE_ONLY,
    accession_candidates,
    meeting_candidates,
    pointer_distance,
)
from pipelines.extract.learned.windows import KINDS, WINDOW_PIECES, cut_windows, tokenizer
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.mentions import Scene, read_scene
from pipelines.extract.models import Article
from pipelines.schemas import codes


def scene_of(nlp: Language, lexicon: Lexicon, text: str, title: str = "") -> Scene:
    return read_scene(read(Article("a", text, title, date(2025, 11, 7)), nlp), lexicon)


@pytest.mark.parametrize("sentences", [0, 1, 7, 200])
def test_every_sentence_is_scored_once(nlp: Language, lexicon: Lexicon, sentences: int) -> None:
    text = " ".join(
        f"Delegates from Norway met number {n} of the Kenyan envoys in Oslo." for n in range(sentences)
    )
    scene = scene_of(nlp, lexicon, text, "Norway and Kenya" if sentences else "")
    windows = cut_windows(scene)
    scored = [index for window in windows for index in window.scored]
    assert sorted(scored) == [s.index for s in scene.document.sentences]
    assert len(set(scored)) == len(scored)
    assert all(len(window) <= WINDOW_PIECES + 12 for window in windows)


def test_pieces_lead_back_to_the_words(nlp: Language, lexicon: Lexicon) -> None:
    text = "Kazakhstan’s president flew to Washington. Later it signed."
    (window,) = cut_windows(scene_of(nlp, lexicon, text))
    (placed, *_) = window.party_mentions["KAZ"]
    shown = tokenizer().decode([int(i) for i in window.pieces[placed.start : placed.end]])
    assert shown == "kazakhstan"
    assert window.kinds[placed.start, KINDS.index("state")] == 1


def test_one_party_has_one_slot_under_all_its_names(nlp: Language, lexicon: Lexicon) -> None:
    (window,) = cut_windows(
        scene_of(nlp, lexicon, "Norway agreed. Oslo and the Norwegian side signed, Kenya did not.")
    )
    slots = {int(window.parties[p.start].argmax()) for p in window.party_mentions["NOR"]}
    assert len(slots) == 1
    assert int(window.parties[window.party_mentions["KEN"][0].start].argmax()) not in slots


def test_a_group_weighs_as_one(nlp: Language, lexicon: Lexicon) -> None:
    (window,) = cut_windows(scene_of(nlp, lexicon, "The Baltic states joined."))
    (placed,) = window.party_mentions["EST"]
    assert np.linalg.norm(window.parties[placed.start]) == pytest.approx(1)


def test_candidates_reach_back_to_who_was_named(nlp: Language, lexicon: Lexicon) -> None:
    text = "NATO has a new applicant. Sweden applied in May. It was welcomed at once."
    (window,) = cut_windows(scene_of(nlp, lexicon, text))
    by_sentence = {
        (c.sentence, c.first, c.second): (c.first_distance, c.second_distance)
        for c in accession_candidates(window)
    }
    assert by_sentence[1, "SWE", "nato"] == (0, 1)
    assert by_sentence[2, "SWE", "nato"] == (1, 2)
    assert (0, "SWE", "nato") not in by_sentence


def test_two_parties_make_one_candidate_whichever_comes_first(nlp: Language, lexicon: Lexicon) -> None:
    (window,) = cut_windows(scene_of(nlp, lexicon, "Kenya and Uganda met Rwanda."))
    pairs = [{c.first, c.second} for c in meeting_candidates(window)]
    assert sorted(map(sorted, pairs)) == [["KEN", "RWA"], ["KEN", "UGA"], ["RWA", "UGA"]]


def test_distances_are_of_the_kinds_that_were_taught() -> None:
    assert [pointer_distance(5, at) for at in (5, 4, 0, -9, 6, 9, 40)] == [0, 1, 5, 6, 7, 10, 10]
    assert {AHEAD, TITLE_ONLY}.isdisjoint(range(7))


def test_the_outputs_are_the_codes_of_the_annotation_guide() -> None:
    """Their order is that of the weights; which they are is said once, in the code lists."""
    for name in ("STEPS", "FACTUALITIES", "FORMATS", "CAPACITIES"):
        assert set(getattr(outputs, name)) == set(getattr(codes, name))
