"""What the labelled rows of an article ask of the pairs of a window. Knows no PyTorch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pipelines.evaluate.score import date_agrees, last_names, same_agreement
from pipelines.extract.dates import DateMention
from pipelines.extract.document import Document
from pipelines.extract.learned.accessions import day_value
from pipelines.extract.learned.network import Candidate
from pipelines.extract.learned.outputs import (
    CAPACITIES,
    DAY_OF_PUBLICATION,
    FACTUALITIES,
    FIRST_TARGET,
    FORMATS,
    NOTHING,
    PERSON_REACH,
    STEPS,
)
from pipelines.extract.learned.windows import Placed, Window
from pipelines.extract.persons import Person
from pipelines.extract.places import Place

Row = Mapping[str, Any]

# A sentence that is not the evidence of a row may still tell it: it counts against the row only so much.
UNSURE: Final = 0.3
# How far, in sentences, the day of a fact may stand from its telling.
DATE_REACH: Final = 6


@dataclass
class AccessionTargets:
    """`told` and `weight` (N × steps); the lists hold (pair, …, value) where a row is told."""

    told: list[list[float]]
    weight: list[list[float]]
    factuality: list[tuple[int, int, int]] = field(default_factory=list)
    capacity: list[tuple[int, int]] = field(default_factory=list)
    date: list[tuple[int, list[int]]] = field(default_factory=list)


@dataclass
class MeetingTargets:
    """`told` and `weight` (N); the lists hold (pair, value), for pointers the answers that are right."""

    told: list[float]
    weight: list[float]
    factuality: list[tuple[int, int]] = field(default_factory=list)
    format: list[tuple[int, int]] = field(default_factory=list)
    visit: list[tuple[int, float]] = field(default_factory=list)
    date: list[tuple[int, list[int]]] = field(default_factory=list)
    place: list[tuple[int, list[int]]] = field(default_factory=list)
    persons: list[tuple[int, list[int], list[float]]] = field(default_factory=list)


def telling_sentences(document: Document, row: Row) -> set[int]:
    """Sentences of which the row's evidence (or a passage in `also`) holds a good part."""
    found: set[int] = set()
    fields = {"title": document.article.title, "text": document.article.text}
    for words in (row["evidence"], *row.get("also", ())):
        for name, text in fields.items():
            at = text.find(words)
            while at >= 0:
                for sentence in document.sentences:
                    shared = min(sentence.end, at + len(words)) - max(sentence.start, at)
                    if sentence.field == name and shared >= min(12, (sentence.end - sentence.start) / 2):
                        found.add(sentence.index)
                at = text.find(words, at + 1)
    return found


def accession_targets(
    told: Sequence[tuple[Row, set[int]]], candidates: Sequence[Candidate], window: Window, published: str
) -> AccessionTargets:
    """`told`: the article's rows, each with the sentences that tell it."""
    targets = AccessionTargets(
        [[0.0] * len(STEPS) for _ in candidates], [[1.0] * len(STEPS) for _ in candidates]
    )
    by_pair: dict[tuple[str, str], list[tuple[Row, set[int]]]] = {}
    named = list(window.agreement_mentions)
    for row, sentences in told:
        by_pair.setdefault((row["party"], _slug_here(row["agreement"], named)), []).append((row, sentences))
    for number, candidate in enumerate(candidates):
        for row, sentences in by_pair.get((candidate.first, candidate.second), ()):
            step = STEPS.index(row["step"])
            if candidate.sentence in sentences:
                targets.told[number][step] = targets.weight[number][step] = 1.0
                targets.factuality.append((number, step, FACTUALITIES.index(row["factuality"])))
                targets.capacity.append((number, CAPACITIES.index(row["capacity"])))
                if right := _right_dates(row, window.dates, candidate.sentence, published):
                    targets.date.append((number, right))
            elif not targets.told[number][step]:
                targets.weight[number][step] = UNSURE
    return targets


def _slug_here(labelled: str, named: Sequence[str]) -> str:
    """The slug under which the window has the labelled agreement: that of an unlisted one may differ a little."""
    if labelled in named:
        return labelled
    return next((slug for slug in named if same_agreement(labelled, slug, ())), labelled)


def meeting_targets(
    told: Sequence[tuple[Row, set[int]]], candidates: Sequence[Candidate], window: Window, published: str
) -> MeetingTargets:
    """`told`: the article's rows, each with the sentences that tell it."""
    targets = MeetingTargets([0.0] * len(candidates), [1.0] * len(candidates))
    for number, candidate in enumerate(candidates):
        together = [
            (row, sentences)
            for row, sentences in told
            if {candidate.first, candidate.second} <= set(row["countries"])
        ]
        here = [row for row, sentences in together if candidate.sentence in sentences]
        if not here:
            targets.weight[number] = UNSURE if together else 1.0
            continue
        targets.told[number] = 1.0
        first = here[0]
        if len({row["factuality"] for row in here}) == 1:
            targets.factuality.append((number, FACTUALITIES.index(first["factuality"])))
        if len({row["format"] for row in here}) == 1:
            targets.format.append((number, FORMATS.index(first["format"])))
        if len({row["visit"] for row in here}) == 1:
            targets.visit.append((number, float(first["visit"])))
        if len(here) > 1:
            continue
        if right := _right_dates(first, window.dates, candidate.sentence, published):
            targets.date.append((number, right))
        if right := _right_places(first, window.places, candidate.sentence):
            targets.place.append((number, right))
        near = [
            position
            for position, placed in enumerate(window.persons)
            if abs(placed.mention.sentence - candidate.sentence) <= PERSON_REACH
            and set(placed.mention.codes) & set(first["countries"])
        ]
        if near:
            surnames = last_names(first["persons"])
            takes_part = [
                float(not surnames.isdisjoint(last_names([_person(window.persons[n]).name]))) for n in near
            ]
            targets.persons.append((number, [FIRST_TARGET + n for n in near], takes_part))
    return targets


def _right_dates(row: Row, dates: Sequence[Placed], sentence: int, published: str) -> list[int]:
    """Answers that give the row's date; [] where none does."""
    if row["date"] is None:
        return [NOTHING]
    right = [
        (FIRST_TARGET + number, placed.mention.sentence)
        for number, placed in enumerate(dates)
        if isinstance(placed.mention.says, DateMention)
        and date_agrees(row["date"], day_value(placed.mention.says, row["factuality"], None))
        and abs(placed.mention.sentence - sentence) <= DATE_REACH
    ]
    here = [number for number, at in right if at == sentence]
    if here or right:
        return here or [number for number, _ in right]
    return [DAY_OF_PUBLICATION] if row["date"] == published else []


def _right_places(row: Row, places: Sequence[Placed], sentence: int) -> list[int]:
    if row["location"] is None:
        return [NOTHING]
    wanted = row["location"].casefold()
    named = [
        (FIRST_TARGET + number, placed.mention.sentence)
        for number, placed in enumerate(places)
        if isinstance(placed.mention.says, Place)
        and (placed.mention.says.name.casefold() in wanted or wanted in placed.mention.says.name.casefold())
    ]
    here = [number for number, at in named if at == sentence]
    if here or named:
        return here or [number for number, _ in named]
    return [
        FIRST_TARGET + number
        for number, placed in enumerate(places)
        if placed.mention.sentence == sentence and placed.mention.codes == (row["location_country"],)
    ]


def _person(placed: Placed) -> Person:
    assert isinstance(placed.mention.says, Person)
    return placed.mention.says
