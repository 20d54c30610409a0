"""Who is named in an article, and for which state each one stands as of the article's date."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from pipelines.extract.document import Document, Sentence
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.offices import (
    OFFICE_KINDS,
    SPOKESPEOPLE,
    STYLES,
    OfficeIndex,
    fold_name,
    stands_for_nobody,
)
from pipelines.extract.units import Unit, cut_units, letters

# Offices that only one state gives this name.
_OWN_OFFICES: Final = {
    "secretary of state": "USA",
    "treasury secretary": "USA",
    "external affairs minister": "IND",
    "state councillor": "CHN",
    "taoiseach": "IRL",
}
# Here the first word of a name is the one by which its bearer is called afterwards.
_FAMILY_NAME_FIRST: Final = frozenset(["CHN", "KOR", "PRK", "TWN", "VNM", "KHM", "SGP"])
EXPLICIT, LISTED, POINTED, GUESSED = 4, 3, 2, 1


@dataclass(eq=False)
class Person:
    """One person of the article. `code` is the state or organisation stood for, None for nobody's."""

    name: str
    code: str | None = None
    strength: int = 0
    offices: set[str] = field(default_factory=set)
    is_private: bool = False

    @property
    def parts(self) -> list[str]:
        return fold_name(self.name).split()

    def offer(self, code: str | None, strength: int) -> None:
        """Take the attribution if it is better founded than the one there is."""
        if code is not None and strength > self.strength:
            self.code, self.strength = code, strength


@dataclass(frozen=True)
class OfficePhrase:
    """Units `start` to `end`: "the Azerbaijani Ambassador to Russia"; `office` is the head word's unit."""

    start: int
    end: int
    office: int
    codes: tuple[str, ...]
    word: str
    kind: str
    has_possessor: bool = False
    number: bool = False
    is_definite: bool = False


class People:
    """All persons of a document, and the units of its sentences."""

    def __init__(self, document: Document, lexicon: Lexicon, offices: OfficeIndex) -> None:
        self.document, self.lexicon, self.offices = document, lexicon, offices
        self.persons: list[Person] = []
        self._by_name: dict[str, Person] = {}
        self.units: list[list[Unit]] = []
        self.dominant: Counter[str] = Counter()
        known: frozenset[str] = frozenset()
        for _ in range(2):
            # The second round finds by surname whom only the first could tell to be a person.
            self.units = [
                cut_units(s.doc, lexicon, offices, known, s.block in ("headline", "subhead"))
                for s in document.sentences
            ]
            known = known | frozenset(self._names())
        for sentence in document.sentences:
            self._count(sentence)
        for sentence in document.sentences:
            if sentence.field == "text":
                self._read(sentence)
        for sentence in document.sentences:
            if sentence.field == "title":
                self._read(sentence)

    @cached_property
    def protagonist(self) -> Person | None:
        """Whom the article is about: named far more than anybody else, the headline counted thrice."""
        named: Counter[int] = Counter()
        for sentence, units in zip(self.document.sentences, self.units, strict=True):
            for unit in units:
                if unit.kind == "N" and (person := self.named(unit.word)) is not None and person.code:
                    named[self.persons.index(person)] += 3 if sentence.field == "title" else 1
        top = named.most_common(2)
        if not top or top[0][1] < 4 or (len(top) > 1 and top[1][1] * 1.2 > top[0][1]):
            return None
        return self.persons[top[0][0]]

    @property
    def day(self) -> date | None:
        """The day as of which offices are read."""
        return self.document.article.published

    def named(self, words: str) -> Person | None:
        """The person meant by a full or short name, if the article has introduced one."""
        folded = fold_name(words)
        if folded in self._by_name:
            return self._by_name[folded]
        parts = folded.split()
        if not parts:
            return None
        best: Person | None = None
        for person in self.persons:
            own = person.parts
            if parts == own[-len(parts) :]:
                return person
            if (len(parts) == 1 and (parts[0] in own and own[-1] != parts[0]) and best is None) or (
                len(parts) > 1 and (set(parts) <= set(own) or set(own) <= set(parts)) and best is None
            ):
                best = person
        return best

    def phrases(self, sentence: Sentence) -> list[OfficePhrase]:
        """Office phrases of the sentence from left to right."""
        return list(_office_phrases(self.units[sentence.index]))

    def _names(self) -> Iterator[str]:
        parts: Counter[str] = Counter()
        for sentence, units in zip(self.document.sentences, self.units, strict=True):
            for unit in units:
                if unit.kind != "N":
                    continue
                words = unit.word.split()
                titled = unit.start > 0 and sentence.doc[unit.start - 1].lower_ in OFFICE_KINDS
                if titled or self.offices.knows(unit.word):
                    spell = self.offices.find(unit.word, self.day)
                    if spell is not None and spell.code in _FAMILY_NAME_FIRST and len(words[0]) > 1:
                        parts.update(words[:1])
                    parts.update(
                        word
                        for word in (words[-1:] if len(words) > 1 else words)
                        if len(word) > 2 or len(words) > 1
                    )
        for word in parts:
            if word not in OFFICE_KINDS:
                yield word

    def _count(self, sentence: Sentence) -> None:
        for unit in self.units[sentence.index]:
            if unit.kind in "SDLG" and len(unit.codes) == 1:
                self.dominant[unit.codes[0]] += 3 if sentence.field == "title" else 1

    def _read(self, sentence: Sentence) -> None:
        units = self.units[sentence.index]
        marks = letters(units)
        phrases = self.phrases(sentence)
        for index, unit in enumerate(units):
            if unit.kind != "N":
                continue
            words = self.document.evidence(
                sentence,
                sentence.start + sentence.doc[unit.start].idx,
                sentence.end_offset(sentence.doc[unit.end - 1]),
            ).words
            person = self._person(words, units, index)
            before = next(
                (p for p in phrases if p.end == index or (p.end == index - 1 and marks[index - 1] == ",")),
                None,
            )
            after = next((p for p in phrases if p.start == index + 2 and marks[index + 1] == ","), None)
            if before is not None and before.end == index - 1 and before.kind == "people":
                before = None
            for phrase in (before, after):
                if phrase is not None:
                    self._attribute(person, phrase, sentence)
            if marks[index + 1 : index + 2] == "o" and (code := _first_code(units, index + 2)):
                person.offer(code, EXPLICIT)
            if (
                index >= 2
                and marks[index - 1] == "'"
                and marks[index - 2] in "SGD"
                and len(units[index - 2].codes) == 1
            ):
                person.offer(units[index - 2].codes[0], EXPLICIT)
            if (
                index >= 1
                and marks[index - 1] == "M"
                and index >= 3
                and marks[index - 2] == "'"
                and marks[index - 3] == "S"
            ):
                person.offer(units[index - 3].codes[0], EXPLICIT)

    def _person(self, words: str, units: list[Unit], index: int) -> Person:
        person = self.named(words)
        if person is None:
            name = " ".join(words.split())
            styled = (
                units[index - 1].word.title() + " " + name
                if index and units[index - 1].word in STYLES
                else name
            )
            person = Person(styled if " " not in name else name)
            self.persons.append(person)
            if (spell := self.offices.find(name, self.day)) is not None or (
                " " not in name and (spell := self.offices.find_surname(name, self.day)) is not None
            ):
                person.offer(spell.code, LISTED)
                person.offices.add(spell.office)
        elif (
            len(words.split()) > len(person.name.split()) and person.parts[-1] == fold_name(words).split()[-1]
        ):
            person.name = " ".join(words.split())
            if (spell := self.offices.find(person.name, self.day)) is not None:
                person.offer(spell.code, LISTED)
        self._by_name[fold_name(words)] = person
        return person

    def _attribute(self, person: Person, phrase: OfficePhrase, sentence: Sentence) -> None:
        units = self.units[sentence.index]
        doc = sentence.doc
        words = doc[units[phrase.start].start : units[phrase.end - 1].end].text
        lead = doc[max(0, units[phrase.start].start - 2) : units[phrase.start].start].text
        if stands_for_nobody(words) or stands_for_nobody(lead.split(",")[-1]) or SPOKESPEOPLE.search(words):
            person.is_private = not person.code
            return
        person.offices.add(phrase.word)
        if phrase.codes:
            person.offer(phrase.codes[0], EXPLICIT)
        elif phrase.has_possessor and (code := self._state_before(sentence, phrase.start)):
            person.offer(code, POINTED)
        elif phrase.word in _OWN_OFFICES:
            person.offer(_OWN_OFFICES[phrase.word], LISTED)
        elif phrase.kind in ("head", "minister") or phrase.word in ("special envoy", "ambassador"):
            code = self._state_before(sentence, phrase.start)
            if code is None and self.dominant:
                code = self.dominant.most_common(1)[0][0]
            person.offer(code, GUESSED)

    def _state_before(self, sentence: Sentence, position: int) -> str | None:
        """The state named last before the unit, in this sentence or the one before it in the paragraph."""
        for unit in reversed(self.units[sentence.index][:position]):
            if unit.kind in "SDL" and len(unit.codes) == 1:
                return unit.codes[0]
        for earlier in self.document.before(sentence):
            if sentence.index - earlier.index > 2 or earlier.field != sentence.field:
                return None
            for unit in reversed(self.units[earlier.index]):
                if unit.kind in "SDL" and len(unit.codes) == 1:
                    return unit.codes[0]
        return None


def _first_code(units: list[Unit], index: int) -> str | None:
    if index < len(units) and units[index].kind in "AH":
        index += 1
    if index < len(units) and units[index].kind in "SG" and len(units[index].codes) == 1:
        return units[index].codes[0]
    return None


def _office_phrases(units: list[Unit]) -> Iterator[OfficePhrase]:
    marks = letters(units)
    done = 0
    for index, unit in enumerate(units):
        if unit.kind != "O" or index < done:
            continue
        start = index
        while start > done and (
            marks[start - 1] in "MO#DSG" or (marks[start] in "c," and marks[start - 1] in "DSG")
        ):
            start -= 1
            if marks[start] in "SDG" and start > done and marks[start - 1] not in "MSDG-":
                if (
                    OFFICE_KINDS.get(unit.word) == "people"
                    and marks[start - 1] in "c,"
                    and marks[start - 2 : start - 1] in ("D", "S", "G")
                ):
                    start -= 1  # "Syrian and Israeli officials"
                    continue
                break
        # "the president's special envoy", "Iran's foreign minister"
        while start > done + 1 and marks[start - 1] == "'" and marks[start - 2] in "SGLD":
            start -= 2
        has_possessor = start > done and marks[start - 1] == "H"
        is_definite = start > done and marks[start - 1] in "AH"
        if is_definite:
            start -= 1
        codes = [code for u in units[start:index] if u.kind in "SDGL" for code in u.codes]
        end, tail = _tail(units, marks, index + 1, unit)
        kind = OFFICE_KINDS.get(unit.word, "official")
        if not codes or kind == "people":
            codes = codes + tail
        done = end
        yield OfficePhrase(
            start,
            end,
            index,
            tuple(dict.fromkeys(codes)),
            unit.word,
            kind,
            has_possessor,
            "#" in marks[start:index],
            is_definite,
        )


def _list_follows(marks: str, index: int) -> bool:
    """Whether the group is counted out right after: "four other Central Asian states - A, B, C and D"."""
    return (
        marks[index : index + 1] in ("-", ",", "x")
        and marks[index + 1 : index + 2] == "S"
        and marks[index + 2 : index + 3] in (",", "c")
    )


def _tail(units: list[Unit], marks: str, index: int, office: Unit) -> tuple[int, list[str]]:
    """What follows the office word: (index after it, states in it; where an ambassador serves is none of them)."""
    if index >= len(units) or marks[index] not in "ot":
        return index, []
    posted = office.word.split()[-1] in (
        "ambassador",
        "ambassadors",
        "envoy",
        "envoys",
        "representative",
        "adviser",
    )
    if marks[index] == "t" and not (posted or office.word.endswith(("minister", "secretary"))):
        return index, []
    codes: list[str] = []
    position = index + 1
    while position < len(units):
        here = position + (marks[position] in "AH")
        while here < len(units) and marks[here] in "#M":
            here += 1
        if here < len(units) and marks[here] in "SDGL":
            listed = (
                OFFICE_KINDS.get(office.word) == "people"
                and units[here].name_kind == "group"
                and _list_follows(marks, here + 1)
            )
            codes += () if listed else units[here].codes
            position = here + 1
            if (
                marks[here] == "D"
                and position < len(units)
                and (
                    marks[position] == "x"
                    or units[position].word in ("government", "side", "delegation", "administration")
                )
            ):
                position += 1
            follows = marks[position : position + 3]
            plural = OFFICE_KINDS.get(office.word) == "people"
            if plural and (
                (follows[:1] in ",c" and follows[1:2] in "SADG" and follows[:1])
                or (follows[:2] == ",c" and follows[2:3] in "SADG" and follows[2:3])
                or (follows[:1] in ("-", "x") and _list_follows(marks, position))
            ):
                position += 2 if follows[:2] == ",c" else 1
                continue
        break
    if codes:
        return position, [] if posted and marks[index] == "t" else codes
    # "minister of foreign affairs", "special envoy for the region": closed by a comma or the name.
    for ahead in range(index + 1, min(index + 8, len(units))):
        if marks[ahead] in ",N":
            return ahead, []
        if marks[ahead] not in "AMOxcD" or units[ahead].word in ("said", "is", "was", "has"):
            break
    return index, []
