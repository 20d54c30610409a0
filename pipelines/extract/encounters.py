"""Find the words that tell of an encounter, with the parties that the sentence gives it.

One `Encounter` per telling; `meetings.py` merges the tellings of one encounter and makes rows of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from spacy.tokens import Token

from pipelines.extract import encounter_words as words
from pipelines.extract.actors import Actor, Actors
from pipelines.extract.dates import DateMention, Tense, find_dates
from pipelines.extract.document import Document, Sentence
from pipelines.extract.encounter_facts import (
    around,
    factuality_of,
    first_day,
    form_of,
    governor_of,
    is_absence,
)
from pipelines.extract.event_dates import date_for, standing
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.participants import GATHERING_BODIES, Participants, is_split
from pipelines.extract.persons import People, Person
from pipelines.extract.places import Place, PlaceIndex, find_places
from pipelines.extract.roles import is_passive

# Going there is going to a body that sits there, not to the country.
_SEATS_OF_BODIES = frozenset(
    ["New York", "Geneva", "Vienna", "The Hague", "the Hague", "Davos", "Strasbourg"]
)
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
_RANG = {"rang": "ring", "phoned": "phone", "telephoned": "telephone"}
_TRAVEL_TO = frozenset(["to", "in", "at", "into", "for", "on"])


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


class Encounters:
    """All tellings of one document, in order."""

    def __init__(
        self, document: Document, people: People, actors: Actors, lexicon: Lexicon, places: PlaceIndex
    ) -> None:
        self.document, self.people, self.actors = document, people, actors
        self.lexicon, self.place_index = lexicon, places
        article = document.article
        self._dates: dict[str, list[DateMention]] = {
            "text": find_dates(article.text, article.published),
            "title": find_dates(article.title, article.published),
        }
        self.who = Participants(actors)
        self.near = frozenset(people.dominant)
        self.protagonist = people.protagonist
        self.places: dict[int, list[Place]] = {}
        self.found: list[Encounter] = []
        # The body first: a headline's pronouns and surnames lean on it.
        for sentence in document.sentences:
            if sentence.block in ("noise", "dateline") or (
                sentence.block == "read_also" and ":" in sentence.text[:40]
            ):
                continue  # "Read also: …" tells of another article; a bare headline at the end may be news
            for made in self._read(sentence):
                self.found.append(made)

    @property
    def published(self) -> date | None:
        """The article's day."""
        return self.document.article.published

    def places_of(self, sentence: Sentence) -> list[Place]:
        """Places of the sentence, names of persons left out."""
        if sentence.index not in self.places:
            taken = {
                i
                for unit in self.people.units[sentence.index]
                if unit.kind == "N"
                and (p := self.people.named(unit.word)) is not None
                and (p.code or " " in p.name)
                for i in range(unit.start, unit.end)
                if p.code or sentence.doc[i].ent_type_ == "PERSON"
            }
            self.places[sentence.index] = find_places(
                sentence.doc, self.lexicon, self.place_index, self.near, taken
            )
        return self.places[sentence.index]

    def _read(self, sentence: Sentence) -> Iterator[Encounter]:
        for token in sentence.doc:
            lemma = token.lemma_.lower()
            made: Encounter | None = None
            # The tagger takes "Biden rang Sisi" for one name.
            told = _RANG.get(token.lower_)
            if token.pos_ in ("VERB", "AUX") or told:
                frame = words.VERBS.get(told or lemma)
                if frame is not None:
                    made = self._verb(sentence, token, frame)
                elif lemma in words.TOGETHER:
                    made = self._together(sentence, token)
                elif lemma == "be" or token.lower_ in ("expected", "due", "awaited"):
                    made = self._presence(sentence, token)
            elif token.pos_ in ("NOUN", "PROPN") or token.lower_ in ("expected", "due", "awaited"):
                if lemma in words.VISIT_NOUNS:
                    made = self._visit_noun(sentence, token)
                elif lemma in words.TALK_NOUNS or lemma in words.CALL_NOUNS or _is_video(token):
                    made = self._talk_noun(sentence, token)
                elif token.lower_ in ("expected", "due", "awaited"):
                    made = self._presence(sentence, token)
            if made is not None and len(set(made.codes)) > 1:
                yield from self._split(made)

    def _date_beside(self, sentence: Sentence, trigger: Token, tense: Tense | None) -> DateMention | None:
        """The nearest date in the same clause, as the words stand, that no verb of saying owns."""
        best: tuple[int, DateMention] | None = None
        doc = sentence.doc
        for mention in self._dates[sentence.field]:
            if (
                not (sentence.start <= mention.start and mention.end <= sentence.end)
                or mention.value_for(tense) is None
            ):
                continue
            at = mention.start - sentence.start
            token = next((t for t in doc if t.idx <= at < t.idx + len(t.text_with_ws)), doc[0])
            first, last = sorted((token.i, trigger.i))
            between = doc[first:last]
            if len(between) > 18 or any(t.text in (";", ":", "\u2014") for t in between):
                continue
            if any(_opens_clause(t) for t in between if t.i != trigger.i):
                continue
            if token.i > 0 and any(t.lemma_ in words.SAYING for t in doc[max(0, token.i - 3) : token.i]):
                continue
            if best is None or len(between) < best[0]:
                best = (len(between), mention)
        return best[1] if best else None

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

    def _company(self, sentence: Sentence, trigger: Token) -> list[Actor]:
        """Who else is said to be there: "joined by", "in the presence of", "together with", "at the invitation of"."""
        found: list[Actor] = []
        for actor in self.actors.of(sentence):
            before = sentence.doc[max(0, actor.start - 6) : actor.start].text
            if (actor.persons or actor.kind == "office") and words.COMPANY.search(before):
                between = sentence.doc[min(trigger.i, actor.start) : max(trigger.i, actor.end)].text
                if ";" not in between:
                    found += [a for a in self.actors.group(sentence, actor) if a not in found]
        return found

    def place_near(self, sentence: Sentence, token: Token) -> Place | None:
        """The place told beside the token."""
        return self._place(sentence, token, None)

    def day_near(self, sentence: Sentence, token: Token) -> str | None:
        """The past date told beside the token, ISO."""
        found = date_for(token, self._dates[sentence.field], sentence.start, "past")
        found = found or self._date_beside(sentence, token, "past")
        return found.value_for("past") if found else None

    def _day_before(self, sentence: Sentence, tense: Tense | None) -> str | None:
        """The day of the sentence before, for what happens "there"."""
        for earlier in self.document.before(sentence):
            days = [
                value
                for m in self._dates[earlier.field]
                if earlier.start <= m.start < earlier.end
                and (value := m.value_for(tense))
                and len(value) == 10
            ]
            return days[-1] if days and earlier.field == sentence.field else None
        return None

    def day_of_section(self, sentence: Sentence) -> str | None:
        """The day in the heading above the sentence ("SUNDAY'S OTHER CALLERS"), else the one of the opening."""
        opening = [s for s in self.document.sentences if s.field == "title"][:1]
        opening += [s for s in self.document.sentences if s.field == "text" and s.block != "dateline"][:3]
        heads = [s for s in self.document.before(sentence) if s.block == "subhead"]
        for source in [*heads, *opening]:
            for mention in self._dates[source.field]:
                value = mention.value_for("past")
                if source.start <= mention.start < source.end and value and len(value) == 10:
                    return value
        return None

    @cached_property
    def venue(self) -> Place | None:
        """Where the gathering is held that the article is about: told with "on the sidelines", or in the opening."""
        for sentence in self.document.sentences:
            match = words.SIDELINES.search(sentence.text)
            if match and sentence.field == "text":
                found = [
                    p
                    for p in self.places_of(sentence)
                    if p.rank >= 2 and sentence.doc[p.start].idx > match.end()
                ]
                if found:
                    return found[0]
        opening = [s for s in self.document.sentences if s.field == "title"][:1]
        opening += [s for s in self.document.sentences if s.field == "text" and s.block != "dateline"][:5]
        opening += [s for s in self.document.sentences if s.block == "dateline"][:1]
        for sentence in opening:
            for place in self.places_of(sentence):
                before = sentence.doc[max(0, place.start - 2) : place.start].text.lower()
                if place.rank >= 2 and (
                    sentence.block == "dateline" or re.search(r"(?:\b(?:in|at)(?: the)?|'s)$", before)
                ):
                    return place
        return None

    def _split(self, made: Encounter) -> Iterator[Encounter]:
        """One encounter for each partner where the text says that they were seen one by one."""
        if len(made.codes) < 3 or not is_split(made.sentence.text) or len(made.persons) != len(made.codes):
            yield made
            return
        star = self.protagonist if self.protagonist in made.persons else made.persons[0]
        for person in made.persons:
            if person is not star and person.code and star is not None and star.code:
                yield replace(made, codes=[star.code, person.code], persons=[star, person])

    def _make(
        self,
        sentence: Sentence,
        trigger: Token,
        groups: list[list[Actor]],
        form: str,
        verb: Token | None,
        **more: object,
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
                pair_codes, pair_persons = self._pair(actor, codes)
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
            sentence, trigger, codes, persons, form, factuality, firm, place=place, date=day, **more
        )  # type: ignore[arg-type]
        made.is_echo = only_pairs and factuality == "actual" and not day and place is None
        return made

    def _pair(self, actor: Actor, so_far: list[str]) -> tuple[tuple[str, ...], tuple[Person, ...]]:
        """Whom "the two leaders" means: the parties of the last telling of as many, or the last two persons."""
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

    # --- frames --------------------------------------------------------------------------------------

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
            if place is None or (False):
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
        """ "spent two hours with X", "appeared with X in Y": persons of two states in one place at one time."""
        partners = [a for a in self.who.behind(sentence, verb, ("with", "alongside", "beside")) if a.persons]
        doers = [a for a in self.who.subject(sentence, verb) if a.persons]
        if not doers or not (partners or (len(_codes([doers])) > 1 and verb.lemma_ in words.GATHER)):
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

    def _date(self, sentence: Sentence, token: Token, tense: Tense | None) -> str | None:
        found = date_for(token, self._dates[sentence.field], sentence.start, tense)
        return found.value_for(tense) if found else None

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
        """Whom the traveller is to see there: "for talks with X", "to meet X", "where he was received by X"."""
        found: list[Person] = []
        for actor in self.actors.of(sentence):
            if actor.start > trigger.i and actor.persons and actor.kind in ("person", "office"):
                gap = sentence.doc[trigger.i + 1 : actor.start].text
                before = sentence.doc[max(0, actor.start - 3) : actor.start].text
                if actor.persons[0].code == place.country and re.search(r"\bwhere (?:\w+ ){0,4}$", gap + " "):
                    found += actor.persons
                elif re.search(r"\b(?:with|meets?|see|met|by|sees)$", before.strip()) and re.search(
                    r"\b(?:talks|meet(?:ing|s)?|met|received|see|conversation|discuss\w*|negotiat\w+|hosted|welcomed|greeted|summit)\b",
                    gap,
                ):
                    found += [p for p in actor.persons if p.code]
        return found

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
        is_call = lemma in words.CALL_NOUNS or _is_video(noun)
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
        codes = _codes(groups)
        has_pair = any(a.kind == "pair" for g in groups for a in g)
        lacks_side = len(codes) < 2 or (bool(partners) and not codes - _codes([partners]))
        if verb is not None and not has_pair and (lacks_side or verb.lemma_ in words.HOSTS):
            groups = self._beside_verb(sentence, noun, verb, groups, bool(partners or own or beside))
        is_one_sided = len(_codes(groups) - _codes([partners])) == 0
        if is_one_sided and partners and not has_pair and self.protagonist not in _persons(groups):
            groups.append(self._other_side(sentence, noun, _codes(groups)))
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
        if is_sided or partners or len(_codes([doers])) > 1 or any(a.kind == "pair" for a in doers):
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

    # --- places -------------------------------------------------------------------------------------

    def _place_at(self, sentence: Sentence, token: Token | None) -> Place | None:
        if token is None:
            return None
        edges = {t.i for t in token.subtree if t.i >= token.left_edge.i and t.i <= token.i}
        return next(
            (
                p
                for p in self.places_of(sentence)
                if p.start <= token.i < p.end or (p.start in edges and p.end > token.i - 1)
            ),
            None,
        )

    def _destination(self, sentence: Sentence, verb: Token) -> Place | None:
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ in _TRAVEL_TO:
                for pobj in child.children:
                    if (place := self._place_at(sentence, pobj)) is not None:
                        return place
            if (
                child.dep_ == "xcomp"
                and child.lemma_ in ("visit", "travel", "come", "go")
                and (found := self._destination(sentence, child))
            ):
                return found
            if (
                child.dep_ == "dobj"
                and verb.lemma_ == "visit"
                and (place := self._place_at(sentence, child)) is not None
            ):
                return place
        for place in self.places_of(sentence):
            if verb.i < place.start <= verb.i + 4 and sentence.doc[place.start - 1].lower_ in (
                "to",
                "in",
                "at",
                "for",
                "the",
            ):
                return place
        return None

    def _place(self, sentence: Sentence, trigger: Token, verb: Token | None) -> Place | None:
        """The place that stands with the event and behind a preposition; a building before a city, a city before a land."""
        best: tuple[int, int, Place] | None = None
        for place in self.places_of(sentence):
            at = place.start
            while (
                at > 0
                and sentence.doc[at - 1].lower_ in ("the", "a", "capital", "city", "of")
                and at > place.start - 3
            ):
                at -= 1
            if at == 0 or sentence.doc[at - 1].lower_ not in ("in", "at", "near", "outside", "inside", "to"):
                continue
            holder = sentence.doc[at - 1].head
            if (
                trigger.pos_ == "NOUN"
                and holder.i != trigger.i
                and holder.lemma_ in (words.VISIT_NOUNS | words.TALK_NOUNS)
            ):
                continue  # "talks with X and a visit to Y" were not held in Y
            rank = standing(trigger, sentence.doc[at - 1])
            if rank is None and verb is not None:
                rank = standing(verb, sentence.doc[at - 1])
            if rank is None:
                continue
            key = (rank, -place.rank)
            if best is None or key < best[:2]:
                best = (*key, place)
        return best[2] if best else self._place_beside(sentence, trigger)

    def _place_beside(self, sentence: Sentence, trigger: Token) -> Place | None:
        """The place next behind the event in its clause as the words stand; for "there", the place named before."""
        doc = sentence.doc
        for place in self.places_of(sentence):
            between = (
                doc[trigger.i + 1 : place.start] if place.start > trigger.i else doc[place.end : trigger.i]
            )
            if len(between) > 12 or any(t.text in (";", ":", "\u2014") for t in between):
                continue
            before = doc[max(0, place.start - 2) : place.start].text.lower()
            if re.search(r"\b(?:in|at)(?: the)?$", before) and not any(
                _opens_clause(t) for t in between if t.i != trigger.i
            ):
                return place
        if any(t.lower_ == "there" and t.dep_ == "advmod" for t in doc):
            for earlier in self.document.before(sentence):
                if sentence.index - earlier.index > 2:
                    break
                if found := [p for p in self.places_of(earlier) if p.rank >= 2]:
                    return found[-1]
        return None


def _codes(groups: list[list[Actor]]) -> set[str]:
    return {code for group in groups for actor in group for code in actor.codes}


def _persons(groups: list[list[Actor]]) -> list[Person]:
    return [person for group in groups for actor in group for person in actor.persons]


def _is_video(noun: Token) -> bool:
    return (
        noun.lemma_.lower() in ("conference", "linkup")
        and noun.i > 0
        and "video" in noun.doc[noun.i - 1].lower_
    )


def _opens_clause(token: Token) -> bool:
    """Whether a finite verb tells something else than when and where: "which began on" and "is to be held" do not."""
    return token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP") and token.lemma_ not in words.LOCATING


def _offices(actor: Actor) -> set[str]:
    return {word for person in actor.persons for office in person.offices for word in office.split()} | (
        {"ambassador"} if any("envoy" in p.offices for p in actor.persons) else set()
    )
