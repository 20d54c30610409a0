"""Encounters told by verbs: who met, saw, rang, received, visited, summoned or invited whom."""

import re

from spacy.tokens import Token

from pipelines.extract import encounter_words as words
from pipelines.extract.actors import Actor
from pipelines.extract.document import Sentence
from pipelines.extract.encounter_builder import Builder, Encounter
from pipelines.extract.encounter_facts import (
    around,
    form_of,
)
from pipelines.extract.participants import codes_of
from pipelines.extract.persons import Person
from pipelines.extract.places import Place
from pipelines.extract.roles import is_passive

# Going there is going to a body that sits there, not to the country.
_SEATS_OF_BODIES = frozenset(
    ["New York", "Geneva", "Vienna", "The Hague", "the Hague", "Davos", "Strasbourg"]
)


class VerbFrames(Builder):
    """One method for each way in which a verb names its parties."""

    def _verb(self, sentence: Sentence, verb: Token, frame: words.VerbFrame) -> Encounter | None:
        lemma = verb.lemma_.lower()
        if any(c.lower_ == "since" and c.dep_ == "mark" for c in verb.children):
            return None  # "seven years since they met" tells of a gap
        doers = self.who.subject(sentence, verb)
        objects = self.who.objects(sentence, verb)
        near = around(verb)
        if frame == "meet" or frame == "shake":
            others = objects + self.who.behind(
                sentence, verb, ("with", "alongside", "between", *(["by"] if is_passive(verb) else []))
            )
            if frame == "shake" and "hands" not in near.lower():
                return None
            if (
                lemma == "meet"
                and not others
                and any(c.dep_ == "dobj" and c.lower_ not in ("one", "each") for c in verb.children)
            ):
                return None  # "met the criteria", "met reporters"
            return self._make(sentence, verb, [doers, others], form_of(near, "in_person"), verb)
        if frame == "see":
            if not objects or not all(a.persons or a.kind in ("office", "pronoun") for a in objects):
                if not re.search(
                    r"\bse(?:e|en|es|eing) (?:each other|one another)|saw (?:each other|one another)", near
                ):
                    return None
            return self._make(
                sentence, verb, [doers, objects], form_of(near, "in_person"), verb, visit=lemma == "await"
            )
        if verb.dep_ in ("ccomp", "xcomp") and verb.head.lemma_ in ("have", "bring", "get"):
            doers = [*self.who.subject(sentence, verb.head), *doers]  # "Scholz had A and B sit down"
        if frame == "sit":
            if not re.search(r"\bs[ai]t(?:s|ting)? (?:down|across|opposite|together|face)", near):
                return None
            others = self.who.behind(sentence, verb, ("with", "from", "opposite", "across"))
            return self._make(sentence, verb, [doers, others], form_of(near, "in_person"), verb)
        if frame == "talk":
            others = self.who.behind(
                sentence, verb, ("with",) if lemma in ("discuss", "negotiate") else ("with", "to")
            )
            if (
                not others
                and not (
                    re.search(
                        r"each other|one another|by (?:tele)?phone|on the phone|bilaterally|sidelines", near
                    )
                )
                and not (
                    lemma in ("speak", "talk", "confer", "negotiate") and any(a.kind == "pair" for a in doers)
                )
            ):
                return None
            if any(a.kind == "state" for a in others) and lemma == "speak":
                return None
            if (
                verb.tag_ in ("VBP", "VBZ")
                and sentence.block != "headline"
                and not self._date(sentence, verb, None)
            ):
                return None  # "the bloc negotiates with A and B as one" is a habit
            form = form_of(near, "in_person" if self._place(sentence, verb, verb) else "unspecified")
            return self._make(sentence, verb, [doers, others], form, verb)
        if frame == "phone" and lemma == "call" and is_passive(verb) and words.TO_THE_MINISTRY.search(near):
            if any(
                a.word in ("ambassador", "envoy", "diplomat", "chargé d'affaires")
                or "ambassador" in _offices(a)
                for a in doers
            ):
                frame = "summon"
        if frame == "phone":
            if (
                any(c.dep_ in ("oprd", "ccomp", "xcomp", "prt", "attr", "acomp") for c in verb.children)
                and lemma == "call"
            ):
                return None
            if not objects or not any(a.persons for a in objects) or is_passive(verb):
                return None
            if (
                lemma == "call"
                and verb.i + 1 < len(verb.doc)
                and not any(a.start <= verb.i + 1 for a in objects)
            ):
                return None
            return self._make(
                sentence, verb, [doers, objects], "video" if words.VIDEO.search(near) else "phone", verb
            )
        if frame == "host":
            if is_passive(verb):
                hosts = self.who.behind(sentence, verb, ("by",))
                guests = doers
                if not hosts and lemma == "receive" and (place := self._place(sentence, verb, verb)):
                    return self._journey(sentence, verb, guests, place, verb)
            else:
                hosts, guests = doers, objects
            if not any(a.persons or a.kind in ("office", "pronoun", "pair") for a in guests):
                return None
            return self._make(sentence, verb, [guests, hosts], form_of(near, "in_person"), verb, visit=True)
        if frame == "visit":
            target = next((c for c in verb.children if c.dep_ == "dobj"), None)
            place = self._place_at(sentence, target)
            if place is not None:
                return self._journey(sentence, verb, doers, place, verb)
            return (
                self._make(sentence, verb, [doers, objects], "in_person", verb, visit=True)
                if objects
                else None
            )
        if frame == "travel":
            place = self._destination(sentence, verb)
            if place is None:
                return None
            return self._journey(sentence, verb, doers, place, verb)
        if frame == "summon":
            guests = doers if is_passive(verb) else objects
            hosts = self.who.behind(sentence, verb, ("by",)) if is_passive(verb) else doers
            place = next((p for p in self.places_of(sentence) if p.rank == 3), None)
            if not hosts and place is None:
                hosts = self.who.behind(sentence, verb, ("to",))
            made = self._make(sentence, verb, [guests, hosts], "in_person", verb)
            if made is not None and len(made.codes) == 1:
                here = (
                    place.country
                    if place is not None
                    else next(
                        (
                            c
                            for c, _ in self.people.dominant.most_common(3)
                            if c not in made.codes and c.isupper()
                        ),
                        None,
                    )
                )
                made.codes += [here] if here else []
            return made
        return self._invitation(sentence, verb, doers, objects)

    def _together(self, sentence: Sentence, verb: Token) -> Encounter | None:
        """ "spent two hours with X", "appeared with X in Y": persons of two states in one place."""
        partners = [a for a in self.who.behind(sentence, verb, ("with", "alongside", "beside")) if a.persons]
        doers = [a for a in self.who.subject(sentence, verb) if a.persons]
        if not doers or not (partners or (len(codes_of([doers])) > 1 and verb.lemma_ in words.GATHER)):
            return None
        made = self._make(sentence, verb, [doers, partners], form_of(around(verb), "in_person"), verb)
        if made is not None and made.format != "in_person":
            return None
        return (
            made
            if made is not None and (made.place or made.date or verb.lemma_ in ("dine", "lunch", "breakfast"))
            else None
        )

    def _invitation(
        self, sentence: Sentence, verb: Token, doers: list[Actor], objects: list[Actor]
    ) -> Encounter | None:
        guests, hosts = (
            (doers, self.who.behind(sentence, verb, ("by",))) if is_passive(verb) else (objects, doers)
        )
        tail = verb.doc[verb.i : verb.right_edge.i + 1].text
        if re.search(r"\b(?:join|joining|accede|sign|participate|take part|attend|become|member)\b", tail):
            return None
        if not guests or not (hosts or self._destination(sentence, verb)):
            return None
        made = self._make(sentence, verb, [guests, hosts], "in_person", None, visit=True)
        place = self._destination(sentence, verb)
        if made is None:
            return None
        if place is not None and place.country not in made.codes and not hosts:
            made.codes.append(place.country)
        made.place = place or made.place
        made.factuality = "possible"
        return made

    def _presence(self, sentence: Sentence, token: Token) -> Encounter | None:
        """ "is in Turkey on a visit", "is expected in Moscow", "will be back in the Oval Office"."""
        verb = token if token.lemma_ == "be" else token
        near = sentence.doc[token.i : min(len(sentence.doc), token.i + 12)].text
        after = sentence.doc[token.i + 1] if token.i + 1 < len(sentence.doc) else None
        if after is None:
            return None
        if token.lemma_ == "be":
            if after.lower_ in ("back", "now", "currently", "already") and token.i + 2 < len(sentence.doc):
                after = sentence.doc[token.i + 2]
            if after.lower_ not in ("in", "at"):
                return None
            future = any(c.dep_ == "aux" and c.lower_ in ("will", "to", "would") for c in token.children)
            there = re.search(r"\bwhere\b", sentence.text[token.idx :][:60])
            if (
                not future
                and not there
                and not re.search(
                    r"\b(?:visit|trip|for talks|stop|official|tour)\b", sentence.text[token.idx :][:120]
                )
            ):
                return None
        elif (after.lower_ not in ("in", "at") and "to " not in near[:14]) or after.lower_ not in (
            "in",
            "at",
        ):
            return None
        place = next((p for p in self.places_of(sentence) if token.i < p.start <= token.i + 5), None)
        doers = self.who.subject(sentence, verb)
        if not doers and token.head.i != token.i:
            doers = self.who.subject(sentence, token.head)
        if place is None:
            return None
        made = self._journey(sentence, token, doers, place, verb)
        if made is not None and token.lemma_ != "be":
            made.factuality = "planned"
            made.date = self._date(sentence, token, "future")
        return made

    def _journey(
        self, sentence: Sentence, trigger: Token, doers: list[Actor], place: Place, verb: Token
    ) -> Encounter | None:
        """A representative who goes to another state: that state is the other party."""
        travellers = [a for a in doers if a.persons or a.kind in ("office", "pronoun", "pair")]
        tail = sentence.doc[trigger.i : min(len(sentence.doc), trigger.i + 18)].text
        if not travellers or words.GATHERING.search(tail.split(";")[0]):
            return None
        partners = self._to_see(sentence, trigger, place)
        made = self._make(sentence, trigger, [travellers], "in_person", verb, visit=True)
        if made is None or (place.name in _SEATS_OF_BODIES and not partners):
            return None
        if (
            verb.lemma_ == "be"
            and made.factuality == "actual"
            and not partners
            and not words.VISIT_WORDS.search(tail)
        ):
            return None
        own = set(made.codes)
        hosts = [p for p in partners if p.code == place.country]
        for person in partners:
            if person.code and person.code not in made.codes:
                made.codes.append(person.code)
            if person not in made.persons:
                made.persons.append(person)
        if place.name == "Brussels" and "BEL" not in made.codes:
            if "EUE" in self.near and "EUE" not in own:
                made.codes.append("EUE")
        elif (not partners or hosts) and place.country not in made.codes:
            made.codes.append(place.country)
        if len(made.codes) < 2:
            return None
        made.place = place
        lemma = verb.lemma_.lower()
        is_ahead = verb.tag_ == "VBG" or (
            verb.tag_ == "VBZ" and lemma != "come" and sentence.block != "headline"
        )
        if made.factuality == "actual" and lemma in ("travel", "fly", "go", "head", "come") and is_ahead:
            made.factuality = "planned"
        return made

    def _to_see(self, sentence: Sentence, trigger: Token, place: Place) -> list[Person]:
        """Whom the traveller sees there: "for talks with X", "to meet X", "where he was received by X"."""
        found: list[Person] = []
        for actor in self.actors.of(sentence):
            if actor.start > trigger.i and actor.persons and actor.kind in ("person", "office"):
                gap = sentence.doc[trigger.i + 1 : actor.start].text
                before = sentence.doc[max(0, actor.start - 3) : actor.start].text
                if actor.persons[0].code == place.country and re.search(r"\bwhere (?:\w+ ){0,4}$", gap + " "):
                    found += actor.persons
                elif re.search(r"\b(?:with|meets?|see|met|by|sees)$", before.strip()) and re.search(
                    r"\b(?:talks|meet(?:ing|s)?|met|received|see|conversation|discuss\w*|negotiat\w+"
                    r"|hosted|welcomed|greeted|summit)\b",
                    gap,
                ):
                    found += [p for p in actor.persons if p.code]
        return found


def _offices(actor: Actor) -> set[str]:
    return {word for person in actor.persons for office in person.offices for word in office.split()} | (
        {"ambassador"} if any("envoy" in p.offices for p in actor.persons) else set()
    )
