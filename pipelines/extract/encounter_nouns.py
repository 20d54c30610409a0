"""Encounters told by nouns: talks with A, the visit of B to C, a call between D and E."""

import re

from spacy.tokens import Token

from pipelines.extract import encounter_words as words
from pipelines.extract.actors import Actor
from pipelines.extract.document import Sentence
from pipelines.extract.encounter_builder import Encounter
from pipelines.extract.encounter_facts import (
    around,
    form_of,
    governor_of,
    is_video,
)
from pipelines.extract.encounter_verbs import VerbFrames
from pipelines.extract.participants import codes_of, persons_of
from pipelines.extract.roles import is_passive


class NounFrames(VerbFrames):
    """What a noun and the verb that carries it say of the parties."""

    def _visit_noun(self, sentence: Sentence, noun: Token) -> Encounter | None:
        travellers = [a for c in noun.children if c.dep_ == "poss" for a in self.who.party(sentence, c)]
        before = self.actors.at(sentence, sentence.doc[noun.i - 1]) if noun.i else None
        if not travellers:
            travellers = self.who.behind(sentence, noun, ("by", "of"))
        if not travellers and before is not None and before.persons:
            travellers = [before]
        verb = governor_of(noun)
        if not travellers and verb is not None and not noun.dep_.startswith("nsubj"):
            travellers = self.who.subject(sentence, verb)
        place = next(
            (
                found
                for c in noun.children
                if c.dep_ == "prep" and c.lower_ in ("to", "in", "at")
                for pobj in c.children
                if (found := self._place_at(sentence, pobj)) is not None
            ),
            None,
        )
        if place is None:
            place = next(
                (
                    p
                    for p in self.places_of(sentence)
                    if noun.i < p.start <= noun.i + 4 and sentence.doc[noun.i + 1].lower_ == "to"
                ),
                None,
            )
        if place is None and noun.i:
            place = next((p for p in self.places_of(sentence) if p.end == noun.i and p.rank < 3), None)
        if place is None or not travellers:
            return None
        persons_only = [a for a in travellers if a.persons or a.kind in ("office", "pronoun")]
        return self._journey(sentence, noun, persons_only, place, verb or noun)

    def _talk_noun(self, sentence: Sentence, noun: Token) -> Encounter | None:
        lemma = noun.lemma_.lower()
        doc = sentence.doc
        left = doc[max(0, noun.left_edge.i) : noun.i].text
        if words.SIDELINES.search(doc[max(0, noun.i - 9) : noun.i].text) and not any(
            c.dep_ == "prep" and c.lower_ in ("with", "between") for c in noun.children
        ):
            return None  # the gathering on whose margins others meet
        if words.DOMESTIC.search(left) or (lemma == "word" and "with" not in doc[noun.i : noun.i + 3].text):
            return None
        if lemma in ("round", "exchange", "handshake", "chat", "word", "dialogue") and not any(
            c.dep_ == "prep" and c.lower_ in ("of", "with", "between") for c in noun.children
        ):
            return None
        if lemma in ("negotiation", "negotiations", "dialogue") and not any(
            c.lower_ in ("with", "between") for c in noun.children
        ):
            return None
        if lemma == "round" and re.match(
            r"of (?:\w+ ){0,2}(?:talks|negotiations|consultations)", doc[noun.i + 1 :].text
        ):
            return None  # the talks speak for themselves
        if noun.lower_ == "talk" and not re.match(r"(?:\w+ ){0,3}(?:with|between)\b", doc[noun.i + 1 :].text):
            return None
        near = around(noun)
        if lemma == "call" and not (
            re.search(r"(?:phone|video|telephone|conference|joint)[ -]?$", left.strip(), re.IGNORECASE)
            or any(c.dep_ == "prep" and c.lower_ in ("with", "between", "from") for c in noun.children)
        ):
            return None
        pairs = self.who.behind(sentence, noun, ("between", "among", "of", "involving"), reach=5)
        is_call = lemma in words.CALL_NOUNS or is_video(noun)
        partners = self.who.behind(sentence, noun, ("with", "from") if is_call else ("with",))
        own = [a for c in noun.children if c.dep_ == "poss" for a in self.who.party(sentence, c)]
        beside = [
            a
            for a in self.actors.of(sentence)
            if noun.left_edge.i <= a.start
            and a.end <= noun.i
            and a not in own
            and doc[a.start].lower_ not in ("un", "nato")
            and not (a.end < noun.i - 3)
        ]
        if doc[noun.i - 1].text != "-":
            # "the Bucharest summit" was held there; "Moscow-Kyiv talks" were held by the two.
            beside = [
                a
                for a in beside
                if a.persons or doc[a.start : a.end].text not in self.place_index.capitals or lemma == "talk"
            ]
        orgs = [a for a in beside if len(a.codes) == 1 and not a.codes[0].isupper()]
        beside = [a for a in beside if a not in orgs]
        groups = [own, beside, pairs, partners]
        verb = governor_of(noun)
        relative = next((c for c in noun.children if c.dep_ == "relcl"), None)
        if relative is not None and relative.lemma_ in ("hold", "have", "conduct", "pay"):
            groups += [self.who.subject(sentence, relative), self.who.behind(sentence, relative, ("with",))]
        codes = codes_of(groups)
        has_pair = any(a.kind == "pair" for g in groups for a in g)
        lacks_side = len(codes) < 2 or (bool(partners) and not codes - codes_of([partners]))
        if verb is not None and not has_pair and (lacks_side or verb.lemma_ in words.HOSTS):
            groups = self._beside_verb(sentence, noun, verb, groups, bool(partners or own or beside))
        is_one_sided = len(codes_of(groups) - codes_of([partners])) == 0
        if is_one_sided and partners and not has_pair and self.protagonist not in persons_of(groups):
            groups.append(self._other_side(sentence, noun, codes_of(groups)))
        if not any(groups):
            return None
        default = (
            "in_person"
            if lemma
            in ("meeting", "summit", "audience", "handshake", "lunch", "dinner", "breakfast", "trilateral")
            else "unspecified"
        )
        form = "phone" if is_call else form_of(near, default)
        if form == "unspecified" and self._place(sentence, noun, verb):
            form = "in_person"
        if is_call and words.VIDEO.search(near):
            form = "video"
        definite = any(c.lower_ in ("the", "this", "that", "their", "these") for c in noun.children)
        return self._make(sentence, noun, groups, form, verb, is_definite=definite)

    def _beside_verb(
        self, sentence: Sentence, noun: Token, verb: Token, groups: list[list[Actor]], is_sided: bool
    ) -> list[list[Actor]]:
        """The parties that the noun's verb adds: who held the talks, with whom, by whom."""
        doers = [] if noun.dep_.startswith("nsubj") else self.who.subject(sentence, verb)
        agents = self.who.behind(sentence, verb, ("by",)) if is_passive(verb) else []
        partners = self.who.behind(sentence, verb, ("with",))
        if any(a.kind == "state" for a in doers) and verb.lemma_ not in words.LIGHT:
            doers = []
        if noun.dep_ == "pobj" and noun.head.lower_ in ("of", "for", "on", "about") and not is_sided:
            return groups
        told = self.who.objects(sentence, verb) if verb.lemma_ in words.TELL and noun.dep_ == "pobj" else []
        if told and noun.head.lower_ in ("in", "during", "at", "over", "by"):
            return [doers, told, *groups]
        if is_sided or partners or len(codes_of([doers])) > 1 or any(a.kind == "pair" for a in doers):
            return [doers, *groups, partners, agents]
        return groups

    def _other_side(self, sentence: Sentence, noun: Token, codes: set[str]) -> list[Actor]:
        """Who talked with the partner named, where the clause leaves it unsaid: the one the text is about."""
        for actor in reversed(self.actors.of(sentence)):
            if actor.end <= noun.i and actor.persons and actor.codes and not set(actor.codes) & codes:
                return [actor]
        person = self.protagonist
        if person is None or person.code in codes:
            person = self.who.previous_subject(sentence)
        if person is None or person.code is None or person.code in codes:
            return []
        return [Actor(sentence.index, noun.i, noun.i, "pronoun", (person.code,), (person,))]
