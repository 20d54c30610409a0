"""When and where: the dates and places that belong to a telling, by the parse and by order."""

import re
from datetime import date
from functools import cached_property

from spacy.tokens import Token

from pipelines.extract import encounter_words as words
from pipelines.extract.actors import Actors
from pipelines.extract.dates import DateMention, Tense, find_dates
from pipelines.extract.document import Document, Sentence
from pipelines.extract.event_dates import date_for, standing
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.participants import Participants
from pipelines.extract.persons import People
from pipelines.extract.places import Place, PlaceIndex, find_places

_TRAVEL_TO = frozenset(["to", "in", "at", "into", "for", "on"])


class Setting:
    """Dates and places of one document, looked up for a word in one of its sentences."""

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
        self.places: dict[int, list[Place]] = {}

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
        """The day in the heading above ("SUNDAY'S OTHER CALLERS"), else the one of the opening."""
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
        """Where the gathering of the article is held: told with "on the sidelines", or in the opening."""
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

    def _date(self, sentence: Sentence, token: Token, tense: Tense | None) -> str | None:
        found = date_for(token, self._dates[sentence.field], sentence.start, tense)
        return found.value_for(tense) if found else None

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
        """The place behind a preposition that stands with the event; a building before a city, a city before a land."""
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
        """The place next behind the event as the words stand; for "there", the place named before."""
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


def _opens_clause(token: Token) -> bool:
    """Whether a finite verb tells more than when and where: "which began on" and "is to be held" do not."""
    return token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP") and token.lemma_ not in words.LOCATING
