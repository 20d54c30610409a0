"""The pass over words alone lets through what may tell something, and little else."""

import pytest

from pipelines.extract.lexicon import Lexicon
from pipelines.extract.models import Article
from pipelines.extract.screen import SHORT, Screen

_OTHER = "The striker scored twice as the home side won before a full house. " * (SHORT // 60)


@pytest.fixture(scope="module")
def screen(lexicon: Lexicon) -> Screen:
    return Screen(lexicon)


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan will join the Abraham Accords.",
        "Oslo came aboard NATO in 1949.",
        "Macron and Merz spent an hour on the phone; the German chancellor called it useful.",
        "The Kenyan delegation was received in Kampala.",
        "Peru has acceded to the convention.",
    ],
)
def test_what_may_tell_passes_wherever_it_stands(screen: Screen, text: str) -> None:
    assert screen.passes(Article("a", f"{_OTHER}{text} {_OTHER}"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        _OTHER,
        "Shares in Tokyo rose after the company lifted its forecast for the year. " * 20,
        "Germany beat Brazil and Norway on the way to the final. " * 20,
    ],
)
def test_what_names_no_dealings_does_not(screen: Screen, text: str) -> None:
    assert not screen.passes(Article("a", text))
