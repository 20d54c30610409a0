"""Who a noun phrase means that does the saying: a person, an office, a ministry, a state, an organisation, an outlet.

Works on the units of a sentence (`units.py`), so on what the lexicon has named already. A phrase that could mean
anybody ("sources", "two diplomats") or several means nobody here.
"""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from pipelines.extract.document import Sentence
from pipelines.extract.mentions import Scene
from pipelines.extract.offices import SPOKESPEOPLE, stands_for_nobody
from pipelines.extract.persons import POINTED, Person
from pipelines.extract.units import Unit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INSTITUTIONS: Final = _words(
    "ministry ministries department government cabinet presidency parliament embassy mission administration"
    " chancellery secretariat foreign-ministry authorities office council commission bureau senate congress"
    " assembly army military service directorate"
)
_SPOKESPEOPLE: Final = _words("spokesman spokeswoman spokesperson spokespeople")
_MEDIA: Final = _words(
    "agency agencies newspaper newspapers daily weekly outlet outlets broadcaster channel website media press news"
    " television tv radio portal magazine journal times post reuters correspondent reporter"
)
# Who is only one of these is not named at all.
_NOBODY_NAMED: Final = _words(
    "source sources analyst analysts expert experts observer observers critic critics people insiders report"
    " reports documents voters residents opponents supporters"
)
# "The bloc's chief": what an owner may be called without being named.
_OWNERS: Final = _words(
    "country bloc alliance group kingdom nation organisation organization union republic state"
)
_NEVER: Final = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december today yesterday tomorrow i we you"
)
_LINKS: Final = _words("of for at from to")
# A phrase behind one of these is not the subject of the verb that follows it.
_PREPOSITIONS: Final = _words(
    "of to in at on for by with from against between under about over than like near into via through among"
    " toward towards without within amid alongside"
)
_JOINING: Final = _words("and or & nor")


@dataclass(frozen=True)
class Speaker:
    """`words`: the person in full, or office, ministry, state, outlet as the text has it. `party`: whom it speaks for."""

    words: str
    party: str | None = None
    is_outlet: bool = False


@dataclass(frozen=True)
class Phrase:
    """Units `start` to `end` (exclusive) of a sentence."""

    start: int
    end: int


class Subjects:
    """Reads the noun phrases of one sentence. All positions are those of its units."""

    def __init__(self, scene: Scene, sentence: Sentence) -> None:
        self.people = scene.actors.people
        self.actors = scene.actors.of(sentence)
        self.mentions = scene.mentions[sentence.index]
        self.sentence = sentence
        self.doc: Doc = sentence.doc
        self.units: list[Unit] = self.people.units[sentence.index]

    def before(self, end: int) -> Phrase | None:
        """The phrase that ends right before unit `end`, if it can be a subject where it stands."""
        start = end
        while start > 0:
            if self._belongs(start - 1):
                start -= 1
                if self.units[start].kind in "AH" and not self._is_linked(start):
                    break
            elif self._is_linked(start) or (start < end and self._qualifies(start - 1)):
                start -= 1
            else:
                break
        while start < end and self.units[start].kind in "'-c,":
            start += 1
        return Phrase(start, end) if start < end and self._may_be_subject(start) else None

    def after(self, start: int) -> Phrase | None:
        """The phrase that starts at unit `start`; an office or ministry in apposition belongs to it."""
        end = self._end(start)
        if end == start:
            return None
        if end < len(self.units) and self.units[end].kind == ",":
            further = self._end(end + 1)
            if further > end + 1 and any(self._is_head(i) for i in range(end + 1, further)):
                end = further
        return None if self._is_listed(end) else Phrase(start, end)

    def _is_listed(self, end: int) -> bool:
        """Whether more of the kind follow: "Lithuania, Latvia and Estonia"."""
        while end + 1 < len(self.units) and self.units[end].kind == ",":
            further = self._end(end + 1)
            if further == end + 1:
                break
            end = further
        return end + 1 < len(self.units) and self.units[end].word in _JOINING and self._end(end + 1) > end + 1

    def who(self, phrase: Phrase) -> Speaker | None:
        """Whom the phrase means; None where it names nobody, or more than one."""
        if phrase.end - phrase.start == 1 and self.units[phrase.start].kind == "P":
            return self._pronoun(self.units[phrase.start])
        units = self.units[phrase.start : phrase.end]
        words = {unit.word.lower() for unit in units}
        named = [i for i in range(phrase.start, phrase.end) if self.units[i].kind == "N"]
        # "Tokayev's spokesman", "the spokesman of Tokayev"; and "Ministry of Water Resources", nobody's name.
        linked = [i for i in named if i - 2 >= phrase.start and self._is_linked(i)]
        owners = [i for i in named if i + 1 < phrase.end and self.units[i + 1].kind == "'"]
        owners += [i for i in linked if _code(self._person(i)) is not None]
        # "The Biden administration"
        owners += [i for i in named if i + 1 < phrase.end and self.units[i + 1].word in _INSTITUTIONS]
        names = [i for i in named if i not in owners and i not in linked]
        if owners and not names:
            return self._of_owner(phrase, owners[-1])
        if words & _NOBODY_NAMED and not names:
            return None
        if len(names) > 1 or any(unit.kind == "c" for unit in units):
            return None
        if names:
            return self._named(phrase, names[0])
        return self._unnamed(phrase, words)

    def is_apposition(self, phrase: Phrase) -> bool:
        """Whether the phrase can stand beside another for the same: it has an office, a body or a name."""
        return any(self._is_head(i) or self.units[i].kind == "N" for i in range(phrase.start, phrase.end))

    def text(self, phrase: Phrase) -> str:
        """The article's words from `start` to `end`, without the article in front."""
        start = phrase.start
        while start < phrase.end - 1 and self.units[start].kind in "AH":
            start += 1
        first, last = self.doc[self.units[start].start], self.doc[self.units[phrase.end - 1].end - 1]
        return self._written(self.sentence.offset(first), self.sentence.end_offset(last))

    def _written(self, start: int, end: int) -> str:
        document = self.people.document
        return " ".join(document.evidence(self.sentence, start, end).words.split())

    def _named(self, phrase: Phrase, name: int) -> Speaker:
        unit = self.units[name]
        person = self._person(name)
        end = name + 1
        while end < phrase.end and (self.units[end].kind == "-" or self._is_capital(end)):
            end += 1  # "Amir-" in the middle of a name was taken for an office
        own = self._written(
            self.sentence.offset(self.doc[unit.start]),
            self.sentence.end_offset(self.doc[self.units[end - 1].end - 1]),
        )
        full = person.name if person is not None and len(person.name) >= len(own) else own
        if stands_for_nobody(self._around(phrase)):
            return Speaker(full)
        return Speaker(full, _code(person) or self._party(phrase))

    def _of_owner(self, phrase: Phrase, name: int) -> Speaker | None:
        """ "Tokayev's spokesman" speaks for whom Tokayev speaks for."""
        if not any(self._is_head(i) for i in range(phrase.start, phrase.end)):
            return None
        return Speaker(self.text(phrase), _code(self._person(name)))

    def _person(self, name: int) -> Person | None:
        unit = self.units[name]
        return self.people.named(self.doc[unit.start : unit.end].text)

    def _unnamed(self, phrase: Phrase, words: frozenset[str] | set[str]) -> Speaker | None:
        units = self.units[phrase.start : phrase.end]
        codes = {code for unit in units for code in unit.codes}
        if stands_for_nobody(self._around(phrase)):
            return None
        is_office = any(unit.kind == "O" for unit in units)
        if is_office or words & _SPOKESPEOPLE:
            party = self._party(phrase)
            if party is None and not words & _INSTITUTIONS:
                return self._office_holder(phrase) if is_office else None
            return Speaker(self.text(phrase), party)
        has_name = any(unit.kind in "SDG" for unit in units) or self._has_proper_noun(phrase)
        if words & _MEDIA:
            return Speaker(self.text(phrase), None, is_outlet=True) if has_name else None
        if words & _INSTITUTIONS:
            return Speaker(self.text(phrase), self._party(phrase))
        last = units[-1]
        if len(codes) == 1 and last.kind in "SG" and not self._has_proper_noun(phrase):
            return Speaker(self.text(phrase), next(iter(codes)))
        if self._has_proper_noun(phrase) and last.kind == "x" and not self._is_agreement(phrase):
            return Speaker(self.text(phrase), None, is_outlet=True)
        return None

    def _party(self, phrase: Phrase) -> str | None:
        """The one party of an office, a ministry or a spokesperson; nationality alone speaks for nobody."""
        for office in self.people.phrases(self.sentence):
            if phrase.start <= office.office < phrase.end and office.codes:
                return office.codes[0] if len(office.codes) == 1 else None
        if not any(self._is_head(i) for i in range(phrase.start, phrase.end)):
            return None
        codes = {code for unit in self.units[phrase.start : phrase.end] for code in unit.codes}
        return codes.pop() if len(codes) == 1 else None

    def _office_holder(self, phrase: Phrase) -> Speaker | None:
        """ "The president", where the article has said who that is."""
        first, last = self.units[phrase.start].start, self.units[phrase.end - 1].end
        if self.units[phrase.start].kind == "H":
            return None
        for actor in self.actors:
            if actor.kind == "office" and actor.persons and actor.start >= first and actor.end == last:
                code = _code(actor.persons[0])
                return Speaker(actor.persons[0].name, code) if code is not None else None
        return None

    def _pronoun(self, unit: Unit) -> Speaker | None:
        if unit.word not in ("he", "she"):
            return None
        clause = max((t.i for t in self.doc[: unit.start] if t.text in (":", ";")), default=0)
        for actor in self.actors:
            if clause <= actor.start < unit.start and actor.persons:
                return None  # "Bolivia's Luis Arce, he added, …": he may be either
            if actor.kind == "pronoun" and actor.start == unit.start and actor.persons:
                code = _code(actor.persons[0])
                return Speaker(actor.persons[0].name, code) if code is not None else None
        return None

    def _around(self, phrase: Phrase) -> str:
        """The phrase with the two words before it, without what makes somebody a spokesperson."""
        start, end = self.units[phrase.start].start, self.units[phrase.end - 1].end
        return SPOKESPEOPLE.sub(" ", self.doc[max(0, start - 2) : end].text.split(",")[-1])

    def _end(self, start: int) -> int:
        end = start
        while end < len(self.units):
            if self._belongs(end) or (end > start and self._is_linked(end + 1)):
                end += 1
            else:
                break
        while end > start and self.units[end - 1].kind in "'-AHot":
            end -= 1
        return end

    def _belongs(self, index: int) -> bool:
        unit = self.units[index]
        token = self.doc[unit.start]
        if unit.word.lower() in _NEVER:
            return False
        if unit.kind == "-":
            return unit.start > 0 and not self.doc[unit.start - 1].whitespace_ and not token.whitespace_
        if unit.kind == "P":
            return False
        if unit.kind == "A":
            return unit.word in ("the", "a", "an")
        if unit.kind in "SDLGONMH'#":
            return True
        if unit.kind != "x":
            return False
        if unit.word in _OWNERS:
            return index + 1 < len(self.units) and self.units[index + 1].kind == "'"
        return (
            (token.tag_ in ("NNP", "NNPS") and token.text[:1].isupper())
            or unit.word in _INSTITUTIONS | _SPOKESPEOPLE | _MEDIA | _NOBODY_NAMED
        )  # fmt: skip

    def _qualifies(self, index: int) -> bool:
        """Whether the unit is a plain noun as in "space agency" or "opposition leader"."""
        is_noun = self.units[index].kind == "x" and self.doc[self.units[index].start].tag_ == "NN"
        return is_noun and self.units[index + 1].kind not in "SDGL"

    def _is_linked(self, index: int) -> bool:
        """Whether "of" or "for" right before `index` ties it to an office, a ministry or a spokesperson."""
        return index >= 2 and self.units[index - 1].word in _LINKS and self._is_head(index - 2)

    def _is_head(self, index: int) -> bool:
        unit = self.units[index]
        return unit.kind == "O" or unit.word.lower() in _INSTITUTIONS | _SPOKESPEOPLE

    def _is_capital(self, index: int) -> bool:
        unit = self.units[index]
        return unit.kind in "xO" and self.doc[unit.start].text[:1].isupper()

    def _has_proper_noun(self, phrase: Phrase) -> bool:
        return any(
            unit.kind == "x" and self.doc[unit.start].tag_ in ("NNP", "NNPS")
            for unit in self.units[phrase.start : phrase.end]
        )

    def _is_agreement(self, phrase: Phrase) -> bool:
        """Whether it is a treaty that is named: papers do not speak."""
        end = self.sentence.end_offset(self.doc[self.units[phrase.end - 1].end - 1])
        return any(m.kind == "agreement" and m.start < end <= m.end for m in self.mentions)

    def _may_be_subject(self, start: int) -> bool:
        if start == 0:
            return True
        before = self.units[start - 1]
        if before.kind in "ot" or before.word in _PREPOSITIONS:
            return False
        if before.word in _JOINING:
            at = start - 2
            at -= at >= 0 and self.units[at].kind == ","
            return at < 0 or not (self._belongs(at) and self.units[at].kind != "A")
        # "The treaty America wrote": a clause about the noun before.
        return not (before.kind == "x" and self.doc[before.start].tag_ in ("NN", "NNS"))


def _code(person: Person | None) -> str | None:
    """Whom the person stands for where the article or the register says so, and not a guess."""
    if person is None or person.is_private or person.strength <= POINTED:
        return None
    return person.code
