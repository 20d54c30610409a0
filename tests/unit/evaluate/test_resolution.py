"""Pairs of claims, counted; and the labelled claims, as the issue asks for them."""

from collections import Counter
from typing import Any

import pytest

from pipelines.evaluate.resolution import LABELS, Pairs, errors, fallen, labelled, score


def claim(name: str, encounter: str, trap: str | None = None) -> dict[str, Any]:
    return {"claim": name, "encounter": encounter, "trap": trap}


CLAIMS = [claim("a", "one"), claim("b", "one"), claim("c", "one", "undated"), claim("d", "two", "undated")]


def test_pairs_are_counted_once_and_by_trap() -> None:
    pairs = score(CLAIMS, {"a": "m1", "b": "m1", "c": "m2", "d": "m2"})
    assert pairs["all"] == Pairs(found=1, wrong=1, missed=2)
    assert pairs["undated"] == Pairs(found=0, wrong=1, missed=2)
    assert pairs["none"] == Pairs(found=1, wrong=0, missed=2)
    assert (pairs["all"].precision, pairs["all"].recall) == (0.5, 1 / 3)


def test_what_went_wrong_is_shown() -> None:
    found = errors(CLAIMS, {"a": "m1", "b": "m1", "c": "m2", "d": "m2"})
    assert [[each["claim"] for each in group] for group in found["joined"]] == [["c", "d"]]
    assert [[each["claim"] for each in group] for group in found["parted"]] == [["a", "b", "c"]]


def test_nothing_found_is_no_perfection() -> None:
    assert score([claim("a", "one"), claim("b", "two")], {"a": "1", "b": "2"}) == {}
    assert Pairs(missed=3).recall == 0.0
    assert fallen("dev", Pairs(found=1, wrong=9, missed=0))[0].startswith("dev: precision 0.1000")


@pytest.mark.parametrize("name", ["dev", "held_out"])
def test_the_labelled_claims_are_many_and_a_third_of_the_encounters_are_traps(name: str) -> None:
    claims = labelled(LABELS / f"{name}.jsonl")
    traps = {each["encounter"]: each["trap"] for each in claims}
    assert len(claims) >= 300
    assert len(traps) >= 60
    assert sum(trap is not None for trap in traps.values()) >= len(traps) / 3
    assert len({each["claim"] for each in claims}) == len(claims)
    told = Counter(
        (each["article"], each["encounter"], each["format"], each["factuality"], each["date"])
        for each in claims
        if each["article"] is not None
    )
    assert [key for key, count in told.items() if count > 1] == []


def test_no_article_is_in_both_sets() -> None:
    dev, held_out = (
        {each["evidence"] for each in labelled(LABELS / f"{name}.jsonl") if each["source_kind"] == "news"}
        for name in ("dev", "held_out")
    )
    assert not dev & held_out
