"""Encounters that no verb of meeting tells: two representatives in one clause, and words of being together.

"With the minister at his side", "came out of four days behind closed doors with", "toasted each other":
the words of contact are many, so here the parties come first and any such word in their clause will do.
Asked only about sentences in which nothing else was found.
"""

import re
from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from pipelines.extract import encounter_words as words
from pipelines.extract.actors import Actor
from pipelines.extract.document import Sentence
from pipelines.extract.encounter_builder import Encounter
from pipelines.extract.encounter_nouns import NounFrames
from pipelines.extract.participants import codes_of

# What two sides do together: as their joint act it is an encounter, or follows from one.
_JOINT: Final = frozenset(
    ["discuss", "agree", "sign", "exchange", "review", "settle", "pledge", "announce", "unveil", "inaugurate", "open", "conclude", "seal", "hold", "gather", "convene", "assemble", "negotiate", "toast", "embrace", "appear", "stroll", "walk", "stand", "pose", "clink", "compare", "thrash", "hammer", "initial", "reaffirm", "face", "hail", "declare", "vow", "back"]
)  # fmt: skip
# Words of presence; one of them beside two representatives puts them in one room.
_TOGETHER: Final = re.compile(
    r"\b(?:red carpet|guard of honou?r|at (?:his|her|their) side|side by side|shoulder to shoulder"
    r"|behind closed doors|hand ?shakes?"
    r"|shook|embrac\w+|hugg?\w*|toast\w*|banquet|state dinner|dinner|lunch|breakfast|over (?:tea|coffee"
    r"|lunch|dinner)|golf|strolled"
    r"|joint (?:press|news) (?:conference|briefing)|before the cameras|in front of the cameras|face to"
    r" face|face-to-face|same room"
    r"|one room|at the (?:same )?table|across (?:the|a) table|opposite (?:him|her|each)|host(?:ed|s"
    r"|ing)?|guests?|visitors?|welcom\w+"
    r"|greet\w+|awaited|tarmac|runway|airport|in person|tête-à-tête|alongside|flanked|accompanied|in"
    r" attendance|in the presence"
    r"|hours? with|minutes with|days? with|took (?:him|her|them) aside|round of talks|talks|conversation"
    r"|meeting|tour of|photo(?:graph)?"
    r"|joint (?:declaration|statement|communiqu\w)|summit|between them|in between|press conference"
    r"|signing ceremony|ceremony)\b",
    re.IGNORECASE,
)
_ON_THE_LINE: Final = re.compile(
    r"\b(?:rang|phoned|telephoned|telephone[ds]?|on the (?:phone|line)|phone (?:call|talks|conversation)"
    r"|phoned|by phone|dialled|hotline"
    r"|long-distance|receiver|over the phone|down the line|got hold of|got through to|call(?:s|ed)?"
    r" (?:with|from|to))\b",
    re.IGNORECASE,
)
# Telling of words, wishes and other times: persons are named together without having been so.
_APART: Final = re.compile(
    r"\b(?:letter|message|wrote|tweet\w*|posted|cable|congratulat\w+|condolences|statement by|accus\w+"
    r"|criticis\w+|warned|sanction\w*|according to"
    r"|spokes\w+|reporters|told (?:the )?(?:media|journalists|parliament|\w+ television|Fox)|not since"
    r"|never|without|instead of|whether|predecessor"
    r"|ambassador at large|warrant|elected|election|born|successor|analysts?|experts?)\b|\?",
    re.IGNORECASE,
)


class ContactFrames(NounFrames):
    """Reads clauses by who is in them."""

    def contacts(self, sentence: Sentence) -> Iterator[Encounter]:
        """Encounters of the clauses in which two or more named representatives are together."""
        if sentence.block in ("headline", "subhead", "read_also", "noise"):
            return
        for clause in _clauses(sentence, self.actors.of(sentence)):
            made = self._contact(sentence, clause)
            if made is not None and len(set(made.codes)) > 1:
                yield made

    def _contact(self, sentence: Sentence, actors: list[Actor]) -> Encounter | None:
        named = [a for a in actors if a.codes and (a.persons or a.kind == "office") and not a.is_possessive]
        if len(codes_of([named])) < 2 or not any(a.kind == "person" for a in named):
            return None
        doc = sentence.doc
        text = doc[max(0, named[0].start - 12) : min(len(doc), named[-1].end + 14)].text
        if _APART.search(text):
            return None
        verb = self._joint_verb(sentence, named)
        on_the_line = _ON_THE_LINE.search(text)
        if verb is None and not on_the_line and not _TOGETHER.search(text):
            return None
        trigger = verb if verb is not None else _main_verb(sentence, named[0])
        if trigger is None:
            return None
        form = "phone" if on_the_line else "video" if words.VIDEO.search(text) else "in_person"
        made = self._make(sentence, trigger, [named], form, trigger)
        if made is None or made.factuality in ("negated", "possible"):
            return None
        # Told in other words elsewhere, it is the same encounter, whoever sat in.
        made.is_definite, made.is_firm = True, False
        # Without a word of presence, a place or a day has to show that the act was one.
        if not on_the_line and not made.date and not made.place and not _TOGETHER.search(text):
            return None
        return made

    def _joint_verb(self, sentence: Sentence, named: list[Actor]) -> Token | None:
        """The verb of which representatives of two states are together the subject."""
        for actor in named:
            group = self.actors.group(sentence, actor)
            if len(codes_of([group])) < 2:
                continue
            for token in sentence.doc[actor.start : group[-1].end]:
                if token.dep_ == "nsubj" and token.head.lemma_ in _JOINT:
                    return token.head
        return None


def _clauses(sentence: Sentence, actors: list[Actor]) -> Iterator[list[Actor]]:
    """The actors between one semicolon or dash and the next."""
    current: list[Actor] = []
    end = 0
    for actor in actors:
        if current and any(t.text in (";", "\u2014") for t in sentence.doc[end : actor.start]):
            yield current
            current = []
        if actor.kind in ("person", "office", "pronoun"):
            current.append(actor)
        end = actor.end
    if current:
        yield current


def _main_verb(sentence: Sentence, actor: Actor) -> Token | None:
    current = sentence.doc[actor.end - 1]
    for _ in range(8):
        if current.pos_ in ("VERB", "AUX"):
            return current
        if current.head.i == current.i:
            break
        current = current.head
    return sentence.root if sentence.root.pos_ in ("VERB", "AUX") else None
