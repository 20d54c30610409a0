"""Find the words that tell of an encounter, with the parties that the sentence gives it.

One `Encounter` per telling; `meetings.py` merges the tellings of one encounter and makes rows of them.
"""

from collections.abc import Iterator

from pipelines.extract import encounter_words as words
from pipelines.extract.actors import Actors
from pipelines.extract.contacts import ContactFrames
from pipelines.extract.document import Document, Sentence
from pipelines.extract.encounter_builder import Encounter
from pipelines.extract.encounter_facts import (
    is_video,
)
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.persons import People
from pipelines.extract.places import PlaceIndex

_RANG = {"rang": "ring", "phoned": "phone", "telephoned": "telephone"}


class Encounters(ContactFrames):
    """All tellings of one document in `found`, in order."""

    def __init__(
        self, document: Document, people: People, actors: Actors, lexicon: Lexicon, places: PlaceIndex
    ) -> None:
        super().__init__(document, people, actors, lexicon, places)
        # The body first: a headline's pronouns and surnames lean on it.
        for sentence in document.sentences:
            if sentence.block in ("noise", "dateline") or (
                sentence.block == "read_also" and ":" in sentence.text[:40]
            ):
                continue  # "Read also: …" tells of another article; a bare headline at the end may be news
            before = len(self.found)
            for made in self._read(sentence):
                self.found.append(made)
            if len(self.found) == before:
                self.found += [e for made in self.contacts(sentence) for e in self._split(made)]

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
                elif lemma in words.TALK_NOUNS or lemma in words.CALL_NOUNS or is_video(token):
                    made = self._talk_noun(sentence, token)
                elif token.lower_ in ("expected", "due", "awaited"):
                    made = self._presence(sentence, token)
            if made is not None and len(set(made.codes)) > 1:
                yield from self._split(made)
