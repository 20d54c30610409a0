"""Which parties of a meeting its evidence says mediated, brokered or facilitated the talks of the others.

A rule over what the lexicon has named. Offers to mediate, deals that somebody brokered, and talks under somebody's
auspices make nobody a mediator.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from pipelines.extract.document import Sentence
from pipelines.extract.mentions import Scene
from pipelines.extract.models import Evidence, Meeting
from pipelines.extract.units import Unit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DONE: Final = _words("mediated brokered facilitated")
_DOING: Final = _words("mediating brokering facilitating")
_DOES: Final = _words("mediates brokers facilitates mediate broker facilitate")
_MEDIATION: Final = _words("mediation facilitation")
_ROLES: Final = _words(
    "mediator mediators intermediary intermediaries facilitator facilitators broker go-between go-betweens"
)
_TALKS: Final = _words(
    "talks talk negotiations negotiation meeting meetings discussions discussion round rounds dialogue consultations"
    " summit contacts session sessions conversation conversations exchange exchanges encounter diplomacy"
)
# What is brokered may be a thing and not an encounter: nobody mediates the meeting told of by having brokered it.
_THINGS: Final = _words(
    "deal deals agreement agreements truce ceasefire cease-fire accord accords pact plan proposal release swap"
    " treaty memorandum peace declaration arrangement framework settlement document"
)
_UNSURE: Final = _words(
    "not n't never no offered offers offer ready willing could may might would should proposed proposes asked urged"
    " invited wants wanted hopes hoped refused denied declined without unless if failed former wanting offering"
)
_AUXILIARIES: Final = _words("is are was were been has have had also currently who which that ,")
_FINITE: Final = _words("VBD VBZ VBP MD")
_WAYS: Final = _words("through via by with under")
# How many words there may be between a participle and the talks that it speaks of.
_NEAR: Final = 6


def with_mediators(scene: Scene, row: Meeting) -> Meeting:
    """The row with those of its parties that its evidence has for mediators."""
    found = find_mediators(scene, row.evidence, row.countries)
    return replace(row, mediators=found) if found else row


def find_mediators(scene: Scene, evidence: Evidence, countries: Collection[str]) -> tuple[str, ...]:
    """Sorted; some of `countries` or none, never all: there must be somebody to mediate between."""
    parties, sure, called = set(countries), set[str](), set[str]()
    for sentence in scene.document.sentences:
        if (
            sentence.field == evidence.field
            and sentence.start < evidence.end
            and evidence.start < sentence.end
        ):
            reading = _Reading(scene, sentence)
            sure.update(reading.mediators())
            called.update(reading.called())
    if len(parties - sure - called) > 1:
        # Who only sees "Qatari mediators" is not said to be mediated with: that takes two others.
        sure |= called
    return tuple(sorted(sure & parties)) if parties - sure else ()


class _Reading:
    """One sentence by its units; positions are those of units."""

    def __init__(self, scene: Scene, sentence: Sentence) -> None:
        self.people = scene.actors.people
        self.doc = sentence.doc
        self.units: list[Unit] = self.people.units[sentence.index]
        self.words = [self.doc[unit.start : unit.end].text.lower() for unit in self.units]

    def mediators(self) -> Iterator[str]:
        for at, word in enumerate(self.words):
            if word in _DONE:
                yield from self._done(at)
            elif word in _DOING:
                yield from self._doing(at)
            elif word in _DOES and self._is(at - 1, "will", "to") and self._speaks_of_talks(at + 1):
                at -= 1 + self._is(at - 2, "set", "due", "expected")
                yield from self._sure(at, self._list_before(at)[0])
            elif word in _MEDIATION:
                yield from self._mediation(at)
            elif word in _ROLES:
                yield from self._role(at)
            elif word == "between" and self._is(at - 1, "-") and self._is(at - 2, "go"):
                yield from self._role(at - 2)

    def called(self) -> Iterator[str]:
        """Parties of whom only the word is there: "Turkish and Qatari mediators"."""
        for at, word in enumerate(self.words):
            if word in _ROLES and at and self.units[at - 1].kind in "SD":
                yield from self._sure(at, self._list_before(at)[0])

    def _done(self, at: int) -> Iterator[str]:
        """ "Mediated by X", "X-mediated talks", "X mediated talks between …"."""
        if self._is(at - 1, "-") or self.words[at - 1].endswith("-"):
            if self._talks_within(at + 1, at + 4):
                yield from self._sure(at, self._compound(at))
        elif self._is(at + 1, "by"):
            if self._spoke_of_talks(at):
                yield from self._sure(at, self._after(at + 2))
        elif self._speaks_of_talks(at + 1):
            end = at
            while self._is(end - 1, *_AUXILIARIES):
                end -= 1
            yield from self._sure(at, self._list_before(end)[0])

    def _doing(self, at: int) -> Iterator[str]:
        """ "With X mediating", "X is mediating talks"."""
        end = at
        while self._is(end - 1, *_AUXILIARIES):
            end -= 1
        parties, start = self._list_before(end)
        if self._is(start - 1, "with") or (end < at and self._speaks_of_talks(at + 1)):
            yield from self._sure(at, parties)

    def _mediation(self, at: int) -> Iterator[str]:
        """ "Through the mediation of X", "with Omani mediation", "mediation by X"."""
        if self._is(at + 1, "of", "by", "from"):
            lead = at - self._is(at - 1, "the")
            if self._is(lead - 1, *_WAYS, "to") or self.words[at + 1] == "by":
                yield from self._sure(at, self._after(at + 2))
            return
        parties, start = self._list_before(at)
        if self._is(start - 1, *_WAYS):
            yield from self._sure(at, parties)

    def _role(self, at: int) -> Iterator[str]:
        """ "With X as mediator", "through Omani mediators", "with X acting as a go-between"."""
        start = at
        while self._is(start - 1, "a", "an", "the", "main", "chief", "key", "sole"):
            start -= 1
        if self._is(start - 1, "as"):
            start -= 1
            start -= self._is(start - 1, "acting", "serving")
            parties, first = self._list_before(start)
            if self._is(first - 1, "with"):
                yield from self._sure(at, parties)
            return
        parties, first = self._list_before(at)
        if self._is(first - 1, "through", "via"):
            yield from self._sure(at, parties or self._after(at + 1))

    def _sure(self, at: int, parties: list[str]) -> list[str]:
        """The parties, unless the words before say that it was only offered or did not happen."""
        return [] if any(word in _UNSURE for word in self.words[max(0, at - _NEAR) : at]) else parties

    def _compound(self, at: int) -> list[str]:
        """ "Qatari-", "Egyptian- and Qatari-" before the participle."""
        codes: list[str] = []
        index = at - 1
        while index >= 0 and (self.units[index].kind in "SDG-c," or self.words[index] == "-"):
            if self.units[index].kind in "SDG":
                codes += self.units[index].codes
            index -= 1
        return codes

    def _list_before(self, end: int) -> tuple[list[str], int]:
        """The parties named right before unit `end`, "A and B" together, and where they start."""
        start, codes = end, list[str]()
        while start > 0 and self._is_party(start - 1):
            start -= 1
            codes += self._codes(start)
        if start < end and codes:
            ahead = start
            while ahead > 1 and self.words[ahead - 1] == "and" and self._is_party(ahead - 2):
                ahead -= 1
                while ahead > 0 and (self._is_party(ahead - 1) or self.words[ahead - 1] == ","):
                    ahead -= 1
                    codes += self._codes(ahead)
            start = ahead
        return codes, start

    def _after(self, start: int) -> list[str]:
        """The parties named from unit `start` on: one, or a list that "and" closes."""
        first, at = self._party(start)
        listed = list(first)
        while self._is(at, ",", "and"):
            is_last = self.words[at] == "and"
            more, at = self._party(at + 1)
            if not more:
                break
            listed += more
            if is_last:
                # "Brokered by Qatar, and Israel agreed": what has a verb of its own is not in the list.
                is_clause = at < len(self.units) and self.doc[self.units[at].start].tag_ in _FINITE
                return first if is_clause else listed
        return first

    def _party(self, start: int) -> tuple[list[str], int]:
        """The codes of the party that starts at unit `start`, and where it ends."""
        end, codes = start, list[str]()
        while end < len(self.units) and self._is_party(end):
            codes += self._codes(end)
            end += 1
        return codes, end

    def _is_party(self, index: int) -> bool:
        if self.words[index] in _WAYS:
            return False
        return self.units[index].kind in "SDGLNOMAH'" or self.words[index] in ("government", "ministry")

    def _codes(self, index: int) -> tuple[str, ...]:
        unit = self.units[index]
        if unit.kind in "SDGL":
            return unit.codes
        if (
            unit.kind == "N"
            and (person := self.people.named(self.doc[unit.start : unit.end].text)) is not None
        ):
            return (person.code,) if person.code else ()
        return ()

    def _speaks_of_talks(self, start: int) -> bool:
        """Whether talks, or "between", come right after."""
        for index in range(start, min(start + _NEAR, len(self.words))):
            word = self.words[index]
            if word in _TALKS or (word == "between" and index == start):
                return True
            if word in _THINGS or word == ",":
                return False
        return False

    def _talks_within(self, start: int, end: int) -> bool:
        for index in range(start, min(end, len(self.words))):
            if self.words[index] in _THINGS:
                return False
            if self.words[index] in _TALKS:
                return True
        return False

    def _spoke_of_talks(self, end: int) -> bool:
        """Whether of the nouns before, that could have been brokered, talks are the last."""
        last = next((w for w in reversed(self.words[:end]) if w in _TALKS or w in _THINGS), "")
        return last in _TALKS

    def _is(self, index: int, *words: str) -> bool:
        return 0 <= index < len(self.words) and self.words[index] in words
