"""Who takes part: from a word to the actors that it names, by the parse and, where that fails, by order.

The small model hangs "with X" and coordinated subjects in many wrong places; words between the same two
clause marks belong together all the same.
"""

import re
from collections.abc import Iterable

from spacy.tokens import Token

from pipelines.extract.actors import Actor, Actors
from pipelines.extract.document import Sentence
from pipelines.extract.persons import Person
from pipelines.extract.roles import subject


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PLACE_PREPOSITIONS = _words("in at from to near into outside on of over for about towards")
_SEGMENT_END = frozenset([";", ":", "\u2014", "\u2013", "(", ")"])
# Joint delegations: the Washington of "In Washington" is a place, not a party.
GATHERING_BODIES = _words(
    "g7 g20 brics apec sco asean opec opec-plus coalition-of-the-willing quad wto imf world-bank unhrc"
    " cis eaeu ots global-coalition-isis commonwealth cica"
)


class Participants:
    """Looks up parties in the sentences of one document."""

    def __init__(self, actors: Actors) -> None:
        self.actors = actors

    def party(self, sentence: Sentence, token: Token | None) -> list[Actor]:
        """The actors that an argument names: its own and those listed with it."""
        if token is None:
            return []
        actor = self.actors.at(sentence, token)
        if actor is None and token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "DET"):
            # The head noun may be no actor while its "of A and B" or apposition is: "talks of A".
            for child in token.children:
                if child.dep_ in ("appos", "nmod", "compound") or (
                    child.dep_ == "prep" and child.lower_ == "of"
                ):
                    inner = child if child.dep_ != "prep" else next(iter(child.children), None)
                    found = self.actors.at(sentence, inner) if inner is not None else None
                    if found is not None and found.kind == "person":
                        actor = found
                        break
        if actor is None or actor.is_adjective:
            return []
        if actor.is_possessive and actor.kind == "state" and token.dep_ not in ("poss", "compound"):
            return []
        return self._usable(self.actors.group(sentence, actor))

    def subject(self, sentence: Sentence, verb: Token) -> list[Actor]:
        """Who does it: by the parse, else the nearest actor to the left in the same clause."""
        doer = subject(verb)
        found = self.party(sentence, doer)
        if not found and (doer is None or (doer.pos_ == "PROPN" and doer.i > verb.i) or doer.dep_ == "dobj"):
            found = self.left(sentence, verb)
        return found

    def objects(self, sentence: Sentence, verb: Token) -> list[Actor]:
        """Whom: the direct object, else an actor that follows the verb at once."""
        found: list[Actor] = []
        for child in verb.children:
            if child.dep_ in ("dobj", "dative") and child.pos_ in ("PROPN", "NOUN", "PRON"):
                found += self.party(sentence, child)
        if not found:
            particle = verb.i + 1 < len(verb.doc) and verb.doc[verb.i + 1].lower_ in ("up", "in", "back")
            follower = next(
                (
                    a
                    for a in self.actors.of(sentence)
                    if verb.i < a.start <= verb.i + 1 + particle and not a.is_adjective
                ),
                None,
            )
            if follower is not None and (follower.persons or follower.kind in ("office", "pair")):
                found = self._usable(self.actors.group(sentence, follower))
        return found

    def behind(
        self, sentence: Sentence, token: Token, prepositions: Iterable[str], reach: int = 14
    ) -> list[Actor]:
        """The actors behind a preposition: hung on the token, else next to the right in its clause."""
        wanted = set(prepositions)
        found: list[Actor] = []
        stack = [c for c in token.children if c.dep_ in ("prep", "agent", "dative")]
        for child in stack:
            if child.lower_ in wanted:
                for pobj in child.children:
                    if pobj.dep_ in ("pobj", "pcomp", "conj"):
                        found += [a for a in self.party(sentence, pobj) if a not in found]
        if any(a.codes or a.kind == "pair" for a in found):
            return found + [a for a in self._repeated(sentence, found[-1], wanted) if a not in found]
        doc = sentence.doc
        for index in range(token.i + 1, min(len(doc), token.i + reach)):
            word = doc[index]
            if (word.lower_ in _SEGMENT_END and word.lower_ != "(") or word.lower_ in (
                "who",
                "that",
                "which",
            ):
                break
            if word.pos_ == "VERB" and word.tag_ in ("VBD", "VBZ", "VBP") and token.pos_ in ("NOUN", "PROPN"):
                break
            if word.lower_ in wanted:
                actor = next(
                    (
                        a
                        for a in self.actors.of(sentence)
                        if index < a.start <= index + 4 and not a.is_adjective
                    ),
                    None,
                )
                if actor is not None and all(
                    t.pos_ in ("DET", "ADJ", "NOUN", "ADV", "PROPN", "NUM", "PRON")
                    for t in doc[index + 1 : actor.start]
                ):
                    found = self._usable(self.actors.group(sentence, actor))
                    return (
                        found + [a for a in self._repeated(sentence, found[-1], wanted) if a not in found]
                        if found
                        else []
                    )
        return found

    def _repeated(self, sentence: Sentence, last: Actor, wanted: set[str]) -> list[Actor]:
        """ "with A and with B": the second one."""
        doc = sentence.doc
        at = last.end
        while at < len(doc) and doc[at].lower_ in (",", "and"):
            at += 1
        if at > last.end and at < len(doc) and doc[at].lower_ in wanted:
            actor = next(
                (a for a in self.actors.of(sentence) if at < a.start <= at + 3 and not a.is_adjective), None
            )
            if actor is not None:
                return self._usable(self.actors.group(sentence, actor))
        return []

    def left(self, sentence: Sentence, token: Token, persons_only: bool = False) -> list[Actor]:
        """The nearest actor before the token in its clause that no preposition makes a place or an aside."""
        doc = sentence.doc
        for actor in reversed(self.actors.of(sentence)):
            if actor.end > token.i or actor.is_adjective or actor.is_possessive:
                continue
            between = doc[actor.end : token.i]
            if any(t.lower_ in _SEGMENT_END for t in between):
                break
            if actor.kind in ("state", "group") and (persons_only or self._is_placed(sentence, actor)):
                continue
            if self._is_placed(sentence, actor) and doc[actor.start - 1].lower_ in (
                "of",
                "from",
                "about",
                "for",
            ):
                continue
            return self._usable(self.actors.group(sentence, actor))
        return []

    def _is_placed(self, sentence: Sentence, actor: Actor) -> bool:
        at = actor.start - 1
        if at >= 0 and sentence.doc[at].lower_ in ("the", "a"):
            at -= 1
        return at >= 0 and sentence.doc[at].lower_ in _PLACE_PREPOSITIONS

    def _usable(self, group: list[Actor]) -> list[Actor]:
        """Without the bodies that are a setting rather than a party."""
        return [a for a in group if a.persons or a.kind == "office" or not (set(a.codes) & GATHERING_BODIES)]

    def previous_subject(self, sentence: Sentence, reach: int = 2) -> Person | None:
        """The person whom the sentence before was about."""
        for back in range(1, reach + 1):
            index = sentence.index - back
            if index < 0 or self.actors.document.sentences[index].field != sentence.field:
                return None
            person = self.actors.subject_of(index)
            if person is not None:
                return person
        return None


def is_split(text: str) -> bool:
    """Whether several partners are met one by one, not together."""
    return bool(
        re.search(
            r"\b(?:separate(?:ly)?|one by one|one (?:\w+ )?after (?:another|the other)|each in turn|in turn"
            r"|individually)\b",
            text,
            re.IGNORECASE,
        )
    )


def codes_of(groups: list[list[Actor]]) -> set[str]:
    """The states and organisations of all actors in the groups."""
    return {code for group in groups for actor in group for code in actor.codes}


def persons_of(groups: list[list[Actor]]) -> list[Person]:
    """The persons of all actors in the groups, in order."""
    return [person for group in groups for actor in group for person in actor.persons]
