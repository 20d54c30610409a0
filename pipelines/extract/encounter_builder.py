"""Make one telling of an encounter from the actors of its clause: parties, persons, day, place, factuality."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipelines.extract import encounter_words as words
from pipelines.extract.actors import Actor, Actors
from pipelines.extract.dates import Tense
from pipelines.extract.document import Document, Sentence
from pipelines.extract.encounter_facts import (
    factuality_of,
    first_day,
    is_absence,
)
from pipelines.extract.encounter_setting import Setting
from pipelines.extract.event_dates import date_for
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.participants import GATHERING_BODIES, is_split
from pipelines.extract.persons import People, Person
from pipelines.extract.places import Place, PlaceIndex

_SEATS = frozenset(
    [
        "White House",
        "Oval Office",
        "Kremlin",
        "Elysee Palace",
        "\u00c9lys\u00e9e Palace",
        "Downing Street",
        "10 Downing Street",
    ]
)


@dataclass(eq=False)
class Encounter:
    """One telling. `codes` in order of mention; `date` ISO or None; `is_firm` where the clause's own tense
    gives the factuality, and not the bare noun."""

    sentence: Sentence
    trigger: Token
    codes: list[str]
    persons: list[Person]
    format: str
    factuality: str
    is_firm: bool = True
    visit: bool = False
    place: Place | None = None
    date: str | None = None
    is_definite: bool = False
    # Says no more than "the two also talked": it belongs to an encounter already told.
    is_echo: bool = False


class Builder(Setting):
    """Makes tellings of groups of actors; resolves 'the two' and 'they' by what was told before."""

    def __init__(
        self, document: Document, people: People, actors: Actors, lexicon: Lexicon, places: PlaceIndex
    ) -> None:
        super().__init__(document, people, actors, lexicon, places)
        self.protagonist = people.protagonist
        self.found: list[Encounter] = []

    def _split(self, made: Encounter) -> Iterator[Encounter]:
        """One encounter for each partner where the text says that they were seen one by one."""
        if len(made.codes) < 3 or not is_split(made.sentence.text) or len(made.persons) != len(made.codes):
            yield made
            return
        star = self.protagonist if self.protagonist in made.persons else made.persons[0]
        for person in made.persons:
            if person is not star and person.code and star is not None and star.code:
                yield replace(made, codes=[star.code, person.code], persons=[star, person])

    def _company(self, sentence: Sentence, trigger: Token) -> list[Actor]:
        """Who else is said to be there: "joined by", "in the presence of", "together with"."""
        found: list[Actor] = []
        for actor in self.actors.of(sentence):
            before = sentence.doc[max(0, actor.start - 6) : actor.start].text
            if (actor.persons or actor.kind == "office") and words.COMPANY.search(before):
                between = sentence.doc[min(trigger.i, actor.start) : max(trigger.i, actor.end)].text
                if ";" not in between:
                    found += [a for a in self.actors.group(sentence, actor) if a not in found]
        return found

    def _leader(self, code: str) -> Person | None:
        """Who leads the state, if the article names the one person that does."""
        heads = {
            "head_of_state",
            "head_of_government",
            "president",
            "prime minister",
            "leader",
            "chancellor",
            "king",
        }
        found = [p for p in self.people.persons if p.code == code and p.offices & heads]
        return found[0] if len(found) == 1 else None

    def _make(
        self,
        sentence: Sentence,
        trigger: Token,
        groups: list[list[Actor]],
        form: str,
        verb: Token | None,
        visit: bool = False,
        is_definite: bool = False,
    ) -> Encounter | None:
        """An encounter of the groups' parties, with place, date and factuality read off the clause."""
        factuality, firm = factuality_of(sentence, trigger, verb)
        tense: Tense | None = {"planned": "future", "actual": "past"}.get(factuality)  # type: ignore[assignment]
        main = trigger if trigger.pos_ == "VERB" else verb
        if (
            tense == "past"
            and main is not None
            and main.tag_ in ("VBZ", "VBP")
            and sentence.block != "headline"
        ):
            tense = None  # "receives him on Tuesday" may lie ahead
            if not any(c.dep_ in ("aux", "auxpass") for c in main.children) and main.lemma_ not in (
                "be",
                "have",
            ):
                tense = "future"
        dated = date_for(trigger, self._dates[sentence.field], sentence.start, tense)
        if dated is None and verb is not None:
            dated = date_for(verb, self._dates[sentence.field], sentence.start, tense)
        if dated is None:
            dated = self._date_beside(sentence, trigger, tense)
        day = dated.value_for(tense) if dated else None
        if day is None and any(t.lower_ == "there" and t.dep_ == "advmod" for t in sentence.doc):
            day = self._day_before(sentence, tense)
        codes: list[str] = []
        persons: list[Person] = []
        when = first_day(day) or self.published
        groups = [*groups, self._company(sentence, trigger)]
        only_pairs = True
        for actor in (a for group in groups for a in group):
            only_pairs = only_pairs and actor.kind == "pair"
            if actor.kind == "pair":
                pair_codes, pair_persons = self._pair(actor)
                codes += [c for c in pair_codes if c not in codes]
                persons += [p for p in pair_persons if p not in persons]
                continue
            for person in actor.persons:
                if person.is_private:
                    continue
                code = person.code
                if code is None and (spell := self.people.offices.find(person.name, when)) is not None:
                    code = spell.code
                if code is None:
                    continue
                codes += [code] if code not in codes else []
                persons += [person] if person not in persons else []
            if actor.word in words.LEADERS and not actor.persons:
                persons += [p for c in actor.codes if (p := self._leader(c)) is not None and p not in persons]
            if not actor.persons:
                codes += [c for c in actor.codes if c not in codes and c not in GATHERING_BODIES]
        if not persons and words.SPORT.search(sentence.text):
            return None  # Japan meets Brazil, but on the pitch
        if not codes or (factuality == "negated" and trigger.pos_ in ("VERB", "AUX") and is_absence(trigger)):
            return None
        if (
            day
            and factuality == "planned"
            and self.published
            and day < self.published.isoformat()[: len(day)]
        ):
            factuality = "actual" if firm and verb is not None and verb.tag_ in ("VBD", "VBN") else factuality
        if day and factuality == "actual" and self.published and day > self.published.isoformat()[: len(day)]:
            factuality = "planned"
        place = self._place(sentence, trigger, verb)
        if (
            place is not None
            and place.rank == 3
            and form == "in_person"
            and len(codes) > 1
            and place.name in _SEATS
        ):
            # Who meets in the White House meets with its master.
            codes += [place.country] if place.country not in codes else []
        host = re.search(r"\b(?:with|by|beside|alongside|and) (?:their|his|her|the) hosts?\b", sentence.text)
        if (
            host
            and place is not None
            and len(codes) > 1
            and form == "in_person"
            and place.country not in codes
        ):
            codes.append(place.country)
        made = Encounter(
            sentence, trigger, codes, persons, form, factuality, firm, visit, place, day, is_definite
        )
        made.is_echo = only_pairs and factuality == "actual" and not day and place is None
        return made

    def _pair(self, actor: Actor) -> tuple[tuple[str, ...], tuple[Person, ...]]:
        """Whom "the two leaders" means: the parties of the last telling of as many, else the last persons."""
        wanted = int(actor.word or 0)
        if actor.word == "0" and not actor.is_possessive and (listed := self._listed_before(actor)):
            return tuple(p.code for p in listed if p.code), tuple(listed)
        near = [
            e
            for e in reversed(self.found)
            if actor.sentence - e.sentence.index <= 6 and wanted in (0, len(e.codes))
        ]
        just_named = self._named_just_before(actor)
        # "He has spoken to X. Their meeting": the two of the sentence before, not of the talks before that.
        if len(just_named) == 2 and wanted in (0, 2) and actor.is_possessive:
            return tuple(p.code for p in just_named if p.code), tuple(just_named)
        near.sort(key=lambda e: not any(p in e.persons for p in just_named))
        for earlier in near:
            if earlier.codes:
                return tuple(earlier.codes), tuple(earlier.persons)
        codes: list[str] = []
        persons: list[Person] = []
        for index in range(actor.sentence, max(-1, actor.sentence - 3), -1):
            for other in reversed(self.actors.by_sentence[index]):
                if index == actor.sentence and other.start >= actor.start:
                    continue
                for person in other.persons:
                    if person.code and person.code not in codes:
                        codes.append(person.code)
                        persons.append(person)
                if (wanted and len(codes) >= wanted) or (not wanted and len(codes) >= 2):
                    return tuple(codes), tuple(persons)
        return (), ()

    def _listed_before(self, actor: Actor) -> list[Person]:
        """ "A and B ..., where they": the persons listed together last, in this sentence."""
        sentence = self.document.sentences[actor.sentence]
        for other in reversed(self.actors.of(sentence)):
            if other.end <= actor.start and other.persons:
                listed = [p for a in self.actors.group(sentence, other) for p in a.persons if p.code]
                return listed if len(listed) > 1 else []
        return []

    def _named_just_before(self, actor: Actor) -> list[Person]:
        """Persons of the sentence before, or of this one before the actor, each state once."""
        found: list[Person] = []
        for index in (actor.sentence, actor.sentence - 1):
            if index >= 0 and not found:
                for other in self.actors.by_sentence[index]:
                    if index != actor.sentence or other.start < actor.start:
                        found += [
                            p for p in other.persons if p.code and p.code not in [q.code for q in found]
                        ]
        return found
