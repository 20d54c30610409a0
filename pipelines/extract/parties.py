"""Find the states that a document speaks of: by name, adjective, people, capital, seat or counted group."""

import re
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipelines.extract.agreements import Agreements
from pipelines.extract.document import MAX_TEXT_CHARS, Document, Sentence
from pipelines.extract.lexicon import Lexicon, StateName
from pipelines.extract.units import GIVEN_NAMES, follows_a_name

_AMERICAN_GEORGIA = re.compile(
    r"\b(?:Atlanta|Fulton County|Savannah|Bulldogs|Gov\. Kemp|Brian Kemp|Stacey Abrams)\b"
)


@dataclass(frozen=True)
class PartyMention:
    """Tokens `start` to `end` (exclusive) of a sentence and the states that they name."""

    sentence: int
    start: int
    end: int
    codes: tuple[str, ...]


class Parties:
    """The states in one document."""

    def __init__(self, document: Document, lexicon: Lexicon, agreements: Agreements) -> None:
        self.document = document
        self.lexicon = lexicon
        self.agreements = agreements
        self.by_sentence: list[list[PartyMention]] = []
        whole = f"{document.article.title}\n{document.article.text[:MAX_TEXT_CHARS]}"
        self._american_georgia = bool(_AMERICAN_GEORGIA.search(whole)) and "Tbilisi" not in whole
        self._sure = self._sure_codes()
        for sentence in document.sentences:
            self.by_sentence.append(self._read(sentence))

    def of(self, sentence: Sentence) -> list[PartyMention]:
        """Mentions in the sentence, from left to right."""
        return self.by_sentence[sentence.index]

    def is_elsewhere(self, codes: tuple[str, ...]) -> bool:
        """Whether the name of the state means another place in this article: Georgia of the United States."""
        return codes == ("GEO",) and self._american_georgia

    def _sure_codes(self) -> set[str]:
        article = self.document.article
        return {
            value.code
            for text in (article.title, article.text[:MAX_TEXT_CHARS])
            for hit in self.lexicon.states.find(text)
            if len({value.code for value in hit.values}) == 1
            for value in hit.values
            if not value.is_ambiguous
        }

    def _read(self, sentence: Sentence) -> list[PartyMention]:
        found: list[PartyMention] = []
        taken = self.agreements.of(sentence)
        text, doc = sentence.text, sentence.doc
        for hit in self.lexicon.groups.find(text):
            span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
            if span is not None and not any(m.start < span.end and span.start < m.end for m in taken):
                codes = dict.fromkeys(code for value in hit.values for code in value)
                found.append(PartyMention(sentence.index, span.start, span.end, tuple(codes)))
        for states in self.lexicon.states.find(text):
            span = doc.char_span(states.start, states.end, alignment_mode="expand")
            if span is None or any(m.start < span.end and span.start < m.end for m in found):
                continue
            inside = next((m for m in taken if m.start < span.end and span.start < m.end), None)
            if inside is not None and (
                inside.end - inside.start > span.end - span.start or inside.slug != "eu"
            ):
                continue
            chosen = self._choose(span, states.values)
            if chosen is not None:
                found.append(PartyMention(sentence.index, span.start, span.end, (chosen.code,)))
        found.sort(key=lambda mention: mention.start)
        return found

    def _choose(self, span: Span, values: tuple[StateName, ...]) -> StateName | None:
        token = span[0]
        codes = {value.code for value in values}
        following = span.doc[span.end] if span.end < len(span.doc) else None
        best = _kind_before(following, values)
        is_doubtful = len(span) == 1 and (best.is_ambiguous or token.text in GIVEN_NAMES)
        if is_doubtful and follows_a_name(span.doc, span.start):
            return None
        if following is not None and following.text == "24":
            return None
        if best.kind in ("name", "alias") and self.is_elsewhere((best.code,)):
            return None
        if len(codes) > 1:
            sure = [value for value in values if value.code in self._sure]
            return (
                sure[0]
                if len({value.code for value in sure}) == 1
                else (best if best.kind in ("name", "alias") else None)
            )
        if best.is_ambiguous and best.code not in self._sure:
            return (
                best
                if token.pos_ in ("PROPN", "ADJ") and best.kind not in ("seat", "demonym_noun_plural")
                else None
            )
        if best.is_ambiguous and best.kind in ("name", "alias") and best.code == "GBR":
            return None
        return best


def _kind_before(following: Token | None, values: tuple[StateName, ...]) -> StateName:
    """Of the uses that one spelling has (name, adjective), the one that fits the word behind it."""
    if following is not None and following.pos_ in ("NOUN", "ADJ", "PROPN"):
        adjectives = [value for value in values if value.kind == "demonym_adjective"]
        if adjectives:
            return adjectives[0]
    return next((value for value in values if value.kind != "demonym_adjective"), values[0])
