"""Everything in an article that a row can be made of: states, persons, agreements, days and places, in order.

The tagged document is read once by those who know each kind (`parties`, `persons`, `agreements`, `dates`,
`places`); what comes out knows no tags any more, only characters and codes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipelines.extract.actors import Actors
from pipelines.extract.agreements import Agreements
from pipelines.extract.dates import DateMention, find_dates
from pipelines.extract.document import MAX_SENTENCE_CHARS, MAX_TEXT_CHARS, Document, Sentence
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.parties import Parties
from pipelines.extract.persons import People, Person
from pipelines.extract.places import Place, find_places

MentionKind = Literal["state", "person", "agreement", "date", "place"]


@dataclass(frozen=True)
class Mention:
    """Characters `start` to `end` of the field of sentence number `sentence`.

    `codes`: states and organisations of a state or person, the slug of an agreement. `says`: the person,
    the date or the place itself. A `pointer` is a pronoun or description, resolved by rule.
    """

    sentence: int
    start: int
    end: int
    kind: MentionKind
    codes: tuple[str, ...] = ()
    says: Person | DateMention | Place | None = None
    is_pointer: bool = False


@dataclass(frozen=True, eq=False)
class Scene:
    """A document with its mentions, by sentence, from left to right.

    `actors` keeps the units of the sentences and who acts in them, for rules over words that the network does
    not need (`speakers`, `mediators`).
    """

    document: Document
    mentions: list[list[Mention]]
    actors: Actors


def read_scene(document: Document, lexicon: Lexicon) -> Scene:
    """All mentions of the document. Overlaps are possible: a capital is a state and a place."""
    agreements = Agreements(document, lexicon)
    parties = Parties(document, lexicon, agreements)
    people = People(document, lexicon, lexicon.offices)
    actors = Actors(document, people)
    dates = {
        "text": find_dates(document.article.text[:MAX_TEXT_CHARS], document.article.published),
        "title": find_dates(document.article.title[:MAX_SENTENCE_CHARS], document.article.published),
    }
    found: list[list[Mention]] = []
    for sentence in document.sentences:
        here = [
            *_agreements(sentence, agreements),
            *_states(sentence, parties, people, actors),
            *_persons(sentence, people, actors),
            *_dates(sentence, dates[sentence.field]),
            *_places(sentence, people, lexicon),
        ]
        found.append(sorted(dict.fromkeys(here), key=lambda m: (m.start, m.end)))
    return Scene(document, found, actors)


def _agreements(sentence: Sentence, agreements: Agreements) -> Iterator[Mention]:
    for each in agreements.of(sentence):
        yield Mention(
            sentence.index,
            *_span(sentence, each.start, each.end),
            "agreement",
            (each.slug,),
            is_pointer=each.kind == "generic",
        )


def _states(sentence: Sentence, parties: Parties, people: People, actors: Actors) -> Iterator[Mention]:
    taken: set[int] = set()
    for each in parties.of(sentence):
        taken.update(range(each.start, each.end))
        yield Mention(sentence.index, *_span(sentence, each.start, each.end), "state", each.codes)
    for unit in people.units[sentence.index]:
        is_named = unit.kind in "SDLG" and unit.codes and not parties.is_elsewhere(unit.codes)
        if is_named and not taken & set(range(unit.start, unit.end)):
            taken.update(range(unit.start, unit.end))
            yield Mention(sentence.index, *_span(sentence, unit.start, unit.end), "state", unit.codes)
    for actor in actors.of(sentence):
        is_named = actor.codes and not actor.persons and not parties.is_elsewhere(actor.codes)
        if is_named and not taken & set(range(actor.start, actor.end)):
            yield Mention(
                sentence.index,
                *_span(sentence, actor.start, actor.end),
                "state",
                actor.codes,
                is_pointer=True,
            )


def _persons(sentence: Sentence, people: People, actors: Actors) -> Iterator[Mention]:
    taken: set[int] = set()
    for unit in people.units[sentence.index]:
        if unit.kind == "N" and (person := people.named(unit.word)) is not None and person.code:
            taken.update(range(unit.start, unit.end))
            yield Mention(
                sentence.index,
                *_span(sentence, unit.start, unit.end),
                "person",
                (person.code,),
                person,
            )
    for actor in actors.of(sentence):
        named = [p for p in actor.persons if p.code]
        if named and not taken & set(range(actor.start, actor.end)):
            for person in named:
                yield Mention(
                    sentence.index,
                    *_span(sentence, actor.start, actor.end),
                    "person",
                    (person.code or "",),
                    person,
                    is_pointer=True,
                )


def _dates(sentence: Sentence, dates: list[DateMention]) -> Iterator[Mention]:
    for each in dates:
        if sentence.start <= each.start < sentence.end:
            yield Mention(sentence.index, each.start, min(each.end, sentence.end), "date", says=each)


def _places(sentence: Sentence, people: People, lexicon: Lexicon) -> Iterator[Mention]:
    taken = {
        i
        for unit in people.units[sentence.index]
        if unit.kind == "N" and (p := people.named(unit.word)) is not None and (p.code or " " in p.name)
        for i in range(unit.start, unit.end)
    }
    near = frozenset(people.dominant)
    for each in find_places(sentence.doc, lexicon, lexicon.places, near, taken):
        yield Mention(
            sentence.index, *_span(sentence, each.start, each.end), "place", (each.country,), says=each
        )


def _span(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    return sentence.offset(sentence.doc[start]), sentence.end_offset(sentence.doc[end - 1])
