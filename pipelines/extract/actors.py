"""Who acts in a sentence: persons, offices, states, groups and pronouns, and which states they stand for."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from spacy.tokens import Token

from pipelines.extract.document import Document, Sentence
from pipelines.extract.offices import OFFICE_KINDS, fold_name
from pipelines.extract.persons import OfficePhrase, People, Person
from pipelines.extract.units import Unit, letters


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ActorKind = Literal["person", "office", "state", "group", "pronoun", "pair"]
# Words that point back to the parties of the talks just told of.
_PAIR_WORDS: Final = _words(
    "leaders presidents ministers sides parties countries men women diplomats capitals states nations"
    " neighbours neighbors officials premiers counterparts governments negotiators statesmen delegations"
)
_HEAD_OFFICES: Final = frozenset(word for word, kind in OFFICE_KINDS.items() if kind == "head")
# Tags of verbs that can carry a clause.
_FINITE: Final = frozenset(["VBD", "VBZ", "VBP", "MD"])


@dataclass(frozen=True, eq=False)
class Actor:
    """Tokens `start` to `end` (exclusive) of the sentence, `head` among them."""

    sentence: int
    start: int
    end: int
    kind: ActorKind
    codes: tuple[str, ...] = ()
    persons: tuple[Person, ...] = ()
    word: str = ""


class Actors:
    """All actors of a document, by sentence, in order; pronouns resolved to who was named before."""

    def __init__(self, document: Document, people: People) -> None:
        self.document, self.people = document, people
        self.by_sentence: list[list[Actor]] = []
        self._subjects: list[Person | None] = []
        for sentence in document.sentences:
            self.by_sentence.append([])
            self.by_sentence[-1] = self._read(sentence)

    def of(self, sentence: Sentence) -> list[Actor]:
        """Actors of the sentence from left to right."""
        return self.by_sentence[sentence.index]

    def _read(self, sentence: Sentence) -> list[Actor]:
        units = self.people.units[sentence.index]
        marks = letters(units)
        phrases = self.people.phrases(sentence)
        actors: list[Actor] = []
        used: set[int] = set()
        by_start = {phrase.start: phrase for phrase in phrases}
        inside = {i for phrase in phrases for i in range(phrase.start, phrase.end)}
        for index, unit in enumerate(units):
            if index in used:
                continue
            if index in by_start:
                phrase = by_start[index]
                name = phrase.end if phrase.end < len(units) and marks[phrase.end] == "N" else -1
                if name < 0 and marks[phrase.end : phrase.end + 2] == ",N" and phrase.kind != "people":
                    name = phrase.end + 1
                if name >= 0 and phrase.kind == "people" and not self._is_style(phrase):
                    name = -1
                if name >= 0:
                    actors.append(self._person(sentence, units, index, name, phrases, used))
                else:
                    actor = self._office(sentence, units, phrase, actors)
                    used |= set(range(phrase.start, phrase.end))
                    if actor is not None:
                        actors.append(actor)
            elif unit.kind == "N":
                actors.append(self._person(sentence, units, index, index, phrases, used))
            elif index in inside:
                continue
            elif unit.kind in "SDLG" and unit.codes:
                possessive = marks[index + 1 : index + 2] == "'"
                if (possessive and marks[index + 2 : index + 3] == "N") or (
                    unit.kind == "D" and marks[index + 1 : index + 2] == "N"
                ):
                    continue
                actors.append(
                    Actor(
                        sentence.index,
                        unit.start,
                        unit.end,
                        "group" if len(unit.codes) > 1 else "state",
                        unit.codes,
                        word=unit.word,
                    )
                )
            elif unit.kind in "PH":
                actor = self._pronoun(sentence, unit, actors)
                if actor is not None:
                    actors.append(actor)
            elif unit.kind == "#" and (pair := self._pair(sentence, units, index)) is not None:
                actors.append(pair)
        actors.sort(key=lambda actor: actor.start)
        self._remember(sentence, actors)
        return actors

    def _is_style(self, phrase: OfficePhrase) -> bool:
        return phrase.word in (
            "prime ministers",
            "presidents",
            "foreign ministers",
            "ministers",
            "premiers",
            "secretaries",
            "kings",
        )

    def _person(
        self,
        sentence: Sentence,
        units: list[Unit],
        start: int,
        name: int,
        phrases: list[OfficePhrase],
        used: set[int],
    ) -> Actor:
        """The name with the office before and after it, "of" its state included."""
        marks = letters(units)
        end = name + 1
        if marks[end : end + 1] == "o" and end + 1 < len(units):
            step = end + 1 + (marks[end + 1] == "A")
            if step < len(units) and marks[step] in "SG":
                end = step + 1
        after = next((p for p in phrases if p.start == end + 1 and marks[end : end + 1] == ","), None)
        if (
            after is not None
            and after.kind != "people"
            and not (after.end < len(units) and marks[after.end] == "N")
        ):
            end = after.end
        if start == name and name >= 2 and marks[name - 1] == "'" and marks[name - 2] in "SGD":
            start = name - 2
        elif start == name and name >= 1 and marks[name - 1] in "D":
            start = name - 1
        used |= set(range(start, end))
        words = sentence.doc[units[name].start : units[name].end].text
        person = self.people.named(words)
        codes = (person.code,) if person is not None and person.code and not person.is_private else ()
        return Actor(
            sentence.index,
            units[start].start,
            units[end - 1].end,
            "person",
            codes,
            (person,) if person is not None else (),
            word=words,
        )

    def _office(
        self, sentence: Sentence, units: list[Unit], phrase: OfficePhrase, actors: list[Actor]
    ) -> Actor | None:
        codes = phrase.codes
        start, end = units[phrase.start].start, units[phrase.end - 1].end
        words = sentence.doc[start:end].text
        if re.search(r"\b(?:opposition|former|ex-|party|rebel|late)\b", words, re.IGNORECASE):
            return None
        if (
            not codes
            and phrase.kind == "people"
            and (phrase.number or phrase.is_definite)
            and phrase.word in _PAIR_WORDS
        ):
            return self._pair(sentence, units, phrase.start, units[phrase.end - 1].end)
        person: Person | None = None
        if phrase.kind != "people":
            person = self._who(sentence, phrase, actors)
        if person is not None and not codes:
            codes = (person.code,) if person.code else ()
        if phrase.kind == "official" and phrase.word == "member":
            return None
        if not codes and phrase.kind == "peer":
            return None
        return Actor(
            sentence.index,
            start,
            end,
            "office",
            codes,
            (person,) if person else (),
            phrase.word,
        )

    def _who(self, sentence: Sentence, phrase: OfficePhrase, actors: list[Actor]) -> Person | None:
        """The person whom an office without a name means here."""
        if (
            phrase.kind == "peer"
            or not (phrase.is_definite or phrase.codes)
            or phrase.word in ("official", "member", "diplomat")
        ):
            return None
        recent: list[Person] = [p for a in reversed(actors) for p in a.persons]
        for earlier in self.document.before(sentence):
            if earlier.index < len(self.by_sentence):
                recent += [p for a in reversed(self.by_sentence[earlier.index]) for p in a.persons]
        if phrase.codes:
            seen: list[Person] = []
            for p in recent + self.people.persons:
                if p.code == phrase.codes[0] and p not in seen:
                    seen.append(p)
            same = [p for p in seen if self._fits(p, phrase)]
            return same[0] if same else None
        for p in recent:
            if p.code and phrase.word in p.offices:
                return p
        if phrase.kind == "head" and phrase.word in (
            "president",
            "prime minister",
            "premier",
            "chancellor",
            "king",
            "leader",
            "head of government",
            "head of state",
            "head of the government",
            "emir",
            "amir",
        ):
            return next((p for p in recent if p.code and self._fits(p, phrase)), None)
        return None

    def _fits(self, person: Person, phrase: OfficePhrase) -> bool:
        if phrase.word.startswith("head of"):
            wanted = {"head_of_state", "president", "king"} if phrase.word == "head of state" else {
                "head_of_government", "prime minister", "premier", "chancellor"}  # fmt: skip
            return bool(person.offices & wanted)
        if phrase.kind == "head" or phrase.word == "chief":
            return bool(
                person.offices
                & (_HEAD_OFFICES | {"head_of_state", "head_of_government", "organisation_head"})
            ) and (
                phrase.word
                in ("leader", "head of state", "chief", "ruler", "dictator", "premier", "head of government")
                or phrase.word in person.offices
                or (
                    phrase.word in ("president", "king", "emir", "amir", "sultan")
                    and "head_of_state" in person.offices
                )
                or (
                    phrase.word in ("prime minister", "chancellor", "premier", "pm")
                    and "head_of_government" in person.offices
                )
            )
        last = phrase.word.split()[-1]
        return any(office.replace("_", " ").split()[-1] == last for office in person.offices)

    def _pronoun(self, sentence: Sentence, unit: Unit, actors: list[Actor]) -> Actor | None:
        token = sentence.doc[unit.start]
        word = token.lower_
        if word in ("it", "its", "who", "whom"):
            return None
        if word in ("they", "them", "their"):
            return self._pair(sentence, [unit], 0, unit.end)
        person = self._antecedent(sentence, token, actors)
        if person is None:
            return None
        codes = (person.code,) if person.code else ()
        return Actor(
            sentence.index,
            unit.start,
            unit.end,
            "pronoun",
            codes,
            (person,),
            word,
        )

    def _antecedent(self, sentence: Sentence, token: Token, actors: list[Actor]) -> Person | None:
        doc = sentence.doc
        # "he and Xi": he is not Xi.
        partner = doc[token.i + 1 : token.i + 6].text if doc[token.i + 1 : token.i + 2].text == "and" else ""
        not_him = [
            p
            for p in self.people.persons
            if (p.parts and partner and p.parts[-1] in fold_name(partner).split())
            or (partner and p.parts and p.parts[0] in fold_name(partner).split())
        ]
        before = [
            a
            for a in actors
            if a.end <= token.i and a.persons and a.kind != "pair" and a.persons[0] not in not_him
        ]
        verb = next((t.i for t in doc if t.tag_ in _FINITE), len(doc))
        subjects = [a for a in before if a.end <= verb]
        if token.tag_ == "PRP$" and before:
            return before[-1].persons[0]
        if token.lower_ in ("he", "she") and subjects:
            return subjects[-1].persons[0]
        if token.lower_ not in ("he", "she") and before:
            # "Putin said that Trump had called him": not whom the clause is about
            return (before[:-1] or before)[-1].persons[0]
        for back in range(1, 4):
            index = sentence.index - back
            if index < 0 or self.document.sentences[index].field != sentence.field:
                break
            if (person := self._subjects[index]) is not None and person not in not_him:
                return person
            told = self.document.sentences[index].doc
            alone = {
                id(p)
                for a in self.by_sentence[index]
                for p in a.persons
                if p.code and p not in not_him and told[max(0, a.start - 1)].lower_ != "with"
            }
            if len(alone) == 1:
                return next(p for a in self.by_sentence[index] for p in a.persons if id(p) in alone)
            star = self.people.protagonist
            if star is not None and star not in not_him:
                return star
            named = [p for a in self.by_sentence[index] for p in a.persons if p.code and p not in not_him]
            if named:
                return named[0]
        return before[-1].persons[0] if before else None

    def _pair(
        self, sentence: Sentence, units: list[Unit], index: int, end: int | None = None
    ) -> Actor | None:
        """ "the two leaders", "both", "the three": the parties named together last."""
        unit = units[index]
        doc = sentence.doc
        if unit.word == "all":
            return None
        if end is None:
            end = unit.end
            following = doc[end] if end < len(doc) else None
            if unit.kind == "#":
                if following is not None and following.lower_ in _PAIR_WORDS:
                    end += 1
                elif following is not None and (
                    following.pos_ in ("NOUN", "ADJ", "PROPN", "NUM") or following.lower_ == "of"
                ):
                    return None
        words = doc[unit.start : end].text.lower()
        wanted = next(
            (n for n, w in enumerate(("two", "three", "four", "five", "six"), 2) if w in words), None
        )
        if wanted is None and "both" in words:
            wanted = 2
        return Actor(sentence.index, unit.start, end, "pair", word=str(wanted or 0))

    def _remember(self, sentence: Sentence, actors: list[Actor]) -> None:
        """Note whom "he" in the next sentence means: the subject of this one's main clause."""
        verb = next((t.i for t in sentence.doc if t.tag_ in _FINITE), len(sentence.doc))
        subject: Person | None = None
        for actor in actors:
            if actor.persons and actor.persons[0].code and actor.kind in ("person", "pronoun", "office"):
                if actor.end <= verb:
                    subject = actor.persons[0]
                    break
        self._subjects.append(subject)
