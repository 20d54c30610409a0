"""Find agreements in a document: by name, by a word that points back ("the bloc"), or by the look of a name.

An agreement here is anything that three or more states can join or leave. Bilateral deals, company
alliances and sports bodies are not mentioned by this module; what happens to an agreement is not its matter.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from pipelines.extract.document import Document, Sentence
from pipelines.extract.lexicon import Lexicon

_TREATY_WORDS: Final = frozenset(
    [
        "treaty",
        "convention",
        "accord",
        "accords",
        "agreement",
        "pact",
        "protocol",
        "statute",
        "charter",
        "covenant",
    ]
    + ["amendment", "declaration", "pledge", "arrangement", "regime", "plan"]
)
_ALLIANCES: Final = frozenset(
    ["nato", "csto", "aes", "pacific-alliance", "alba", "global-coalition-isis", "aukus"]
)
_COURTS: Final = frozenset(["rome-statute", "icj-statute", "special-tribunal-aggression"])
_COALITIONS: Final = frozenset(
    [
        "global-coalition-isis",
        "coalition-of-the-willing",
        "operation-prosperity-guardian",
        "opec-plus",
        "ramstein-group",
    ]
)
_VENUES: Final = frozenset(
    ["un", "eu", "g7", "g20", "imf", "world-bank", "apec", "unhrc", "quad", "osce", "who"]
)
_ZONES: Final = frozenset(["schengen-area", "euro-area", "eea", "afcfta"])
# Words after which "it" or "the group" may mean the agreement; the second value says which ones fit.
_GENERIC: Final[dict[str, str]] = {
    **dict.fromkeys(["treaty", "convention", "pact", "statute", "protocol", "covenant"], "treaty"),
    **dict.fromkeys(
        ["accord", "accords", "agreement", "agreements", "text", "texts", "document", "charter"], "treaty"
    ),
    **dict.fromkeys(
        ["bloc", "organisation", "organization", "grouping", "body", "club", "association"], "body"
    ),
    **dict.fromkeys(
        ["group", "forum", "community", "union", "council", "agency", "bank", "family", "league"], "body"
    ),
    **dict.fromkeys(["initiative", "partnership", "commonwealth", "format", "framework", "cartel"], "body"),
    **dict.fromkeys(["alliance"], "alliance"),
    **dict.fromkeys(["court", "tribunal"], "court"),
    **dict.fromkeys(["coalition"], "coalition"),
    **dict.fromkeys(["zone", "area"], "zone"),
}
# Kinds of names that say what they are, so that "the union" cannot mean an organisation of another name.
_OWN_WORDS: Final = frozenset(
    [
        "union",
        "community",
        "council",
        "league",
        "forum",
        "bank",
        "agency",
        "commonwealth",
        "charter",
        "protocol",
    ]
    + ["initiative", "partnership", "accord", "accords", "framework", "statute", "convention"]
)
_HEADS = (
    r"Convention|Treaty|Accords?|Charter|Pact|Protocol|Covenant|Compact|Alliance|Coalition|Declaration|Initiative"
    r"|Union|Community|Organi[sz]ation|League|Association|Partnership|Forum|Agreement|Statute|Network|Bank|Platform"
)
_CAP = r"[A-Z][\w'’\-]*"
_OPEN: Final = re.compile(
    rf"\b((?:{_CAP} (?:(?:and|of|on|for) )?){{1,6}})?(?:{_HEADS})\b"
    rf"(?: (?:on|for|of|against|in|to|concerning|relating to|between)(?: the)? (?:{_CAP}(?: (?:and|of|on|for|in|the|against) )?\s?){{1,8}})?"
)
_POINTING: Final = frozenset(["the", "this", "that", "these", "its", "their", "'s"])
_TREATY_HEAD = re.compile(r"\b(?:Convention|Treaty|Accords?|Charter|Pact|Protocol|Covenant|Statute)\b")
# Bilateral deals, parts of states, firms and clubs that look like agreements.
_NOT_JOINED: Final = re.compile(
    r"(?:Free Trade|Economic Partnership|Strategic Partnership|Partnership and Cooperation|Enhanced Partnership|Friendship"
    r"|Extradition|Peace Treaty|Investment|Security Agreement|Memorandum|Football|Soccer|Rugby|Cricket|Basketball|Olympic"
    r"|Athletic|Sports?|Banking|Bankers|Airlines?|Motor|Press Association|Bar Association|Medical|Trade Union|Labou?r|Workers"
    r"|Teachers|Students|Chamber|Party|Democratic|Christian|Republican|Liberal|National Bank|Central Bank|State Bank|Deutsche"
    r"|Honda|Renault|Nissan|Star Alliance|Net.Zero|Soviet Union|Civil|Credit Union|European Council|Constitution|Charter School"
    r"|Accession|Gripen|Comprehensive Economic|Cooperation Agreement|Trade Agreement|Framework Agreement|Association Agreement"
    r"|Belovezha|Peace Agreement|Peace Accords?|Ceasefire|Doha Agreement|Minsk|Dayton|Oslo|Camp David|Good Friday)"
)


@dataclass(frozen=True)
class AgreementMention:
    """Tokens `start` to `end` (exclusive) of the sentence; `kind` is name, generic or open."""

    sentence: int
    start: int
    end: int
    slug: str
    is_listed: bool
    kind: str


class Agreements:
    """All mentions of agreements in one document, in order, each resolved to a slug."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.by_sentence: list[list[AgreementMention]] = [[] for _ in document.sentences]
        self._focus: dict[str, int] = {}
        for sentence in document.sentences:
            self._read(sentence)

    def of(self, sentence: Sentence) -> list[AgreementMention]:
        """Mentions in the sentence, from left to right."""
        return self.by_sentence[sentence.index]

    def last_before(
        self, sentence: Sentence, position: int, fits: Callable[[str], bool] | None = None, reach: int = 6
    ) -> AgreementMention | None:
        """The nearest mention before token `position`, at most `reach` sentences back."""
        for back in range(reach + 1):
            index = sentence.index - back
            if index < 0:
                break
            for mention in reversed(self.by_sentence[index]):
                if (back or mention.end <= position) and (fits is None or fits(mention.slug)):
                    return mention
        return None

    def focus(self) -> str | None:
        """The agreement that the article names most, if it names one."""
        return max(self._focus, key=lambda slug: self._focus[slug]) if self._focus else None

    def fits(self, word: str, slug: str) -> bool:
        """Whether "the <word>" can mean this agreement."""
        kind = _GENERIC.get(word)
        if kind is None:
            return False
        name = self.lexicon.agreement_names.get(slug, slug.replace("-", " ")).lower()
        words = set(re.findall(r"[a-z]+", name))
        if word in _OWN_WORDS and (
            {word, word.rstrip("s")} & words or (word == "accord" and "accords" in words)
        ):
            return True
        if kind == "alliance":
            return slug in _ALLIANCES or "alliance" in words
        if kind == "court":
            return slug in _COURTS
        if kind == "coalition":
            return slug in _COALITIONS or "coalition" in words
        if kind == "zone":
            return slug in _ZONES or "area" in words
        is_treaty = bool(words & _TREATY_WORDS) and slug not in {"nato", "csto"}
        if kind == "treaty":
            return is_treaty or slug == "rome-statute"
        return not is_treaty and (
            word not in _OWN_WORDS or (word in {"union", "community", "club"} and False)
        )

    def _read(self, sentence: Sentence) -> None:
        found: list[AgreementMention] = []
        text, doc = sentence.text, sentence.doc
        for hit in self.lexicon.agreements.find(text):
            span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
            if span is None:
                continue
            written = text[hit.start : hit.end]
            sure = [value.slug for value in hit.values if not value.is_contextual]
            if sure:
                if not _is_other_thing(span, written):
                    self._add(found, sentence, span, sure[0], listed=True, kind="name")
                continue
            slugs = {value.slug for value in hit.values}
            if mention := self._linked(sentence, found, span.start, lambda slug, ok=slugs: slug in ok):  # type: ignore[misc]
                self._add(found, sentence, span, mention.slug, listed=mention.is_listed, kind="generic")
        self._read_open(sentence, found)
        for token in doc:
            word = token.lower_
            if word in _GENERIC and token.i and not any(m.start <= token.i < m.end for m in found):
                self._read_generic(sentence, found, token, word)
        found.sort(key=lambda mention: mention.start)
        self.by_sentence[sentence.index] = found

    def _read_generic(
        self, sentence: Sentence, found: list[AgreementMention], token: Token, word: str
    ) -> None:
        first = next(
            (i for i in range(token.i - 1, max(-1, token.i - 5), -1) if sentence.doc[i].lower_ in _POINTING),
            None,
        )
        if first is None:
            return
        modifiers = list(sentence.doc[first + 1 : token.i])
        # "the military alliance" points back; "the Sahel alliance" and "a new alliance" name something.
        if any(t.pos_ in ("PROPN", "VERB", "AUX", "ADP", "PUNCT") for t in modifiers):
            return
        if any(t.lower_ in ("new", "bilateral", "peace", "trade", "bailout") for t in modifiers):
            return
        following = sentence.doc[token.i + 1] if token.i + 1 < len(sentence.doc) else None
        if token.pos_ == "PROPN" and following is not None and following.pos_ == "PROPN":
            return
        mention = self._linked(sentence, found, token.i, lambda slug: self.fits(word, slug))
        if mention is not None:
            self._add(
                found,
                sentence,
                sentence.doc[token.i : token.i + 1],
                mention.slug,
                mention.is_listed,
                kind="generic",
            )

    def _linked(
        self, sentence: Sentence, found: list[AgreementMention], position: int, fits: Callable[[str], bool]
    ) -> AgreementMention | None:
        self.by_sentence[sentence.index] = sorted(found, key=lambda mention: mention.start)
        near = self.last_before(sentence, position, fits, reach=0)
        focus = self.focus()
        if near is None and focus is not None and fits(focus) and self._focus[focus] >= 2:
            return self.last_before(sentence, position, lambda slug: slug == focus, reach=400)
        return near or self.last_before(sentence, position, fits, reach=40)

    def _read_open(self, sentence: Sentence, found: list[AgreementMention]) -> None:
        for hit in _OPEN.finditer(sentence.text):
            name = hit[0].strip()
            for tail in (" and", " of", " on", " for", " in", " the", " against"):
                name = name.removesuffix(tail)
            name = re.sub(
                r"^(?:The|A|An|This|In|On|At|Under|After|Since|But|And|With|From|For|Both) ", "", name
            )
            start = sentence.text.index(name, hit.start())
            span = sentence.doc.char_span(start, start + len(name), alignment_mode="expand")
            if (
                span is None
                or len(name.split()) < 2
                or (sentence.block == "headline" and len(name.split()) < 3)
            ):
                continue
            if any(m.start < span.end and span.start < m.end for m in found) or _NOT_JOINED.search(name):
                continue
            if _is_bilateral(name, self.lexicon) or not (
                _TREATY_HEAD.search(name) or " of " in name or len(name.split()) > 2
            ):
                continue
            self._add(found, sentence, span, slug_of(name), listed=False, kind="open")

    def _add(
        self,
        found: list[AgreementMention],
        sentence: Sentence,
        span: Span,
        slug: str,
        listed: bool,
        kind: str,
    ) -> None:
        found.append(AgreementMention(sentence.index, span.start, span.end, slug, listed, kind))
        if kind != "open":
            self._focus[slug] = self._focus.get(slug, 0) + (3 if sentence.field == "title" else 1)


def slug_of(name: str) -> str:
    """An unlisted agreement's name in lower case joined by hyphens, without the article."""
    words = re.findall(r"[\w']+", name.lower().replace("’", "'"))
    return "-".join(word.removesuffix("'s") for word in words if word != "the" or word != words[0])


def _is_other_thing(span: Span, written: str) -> bool:
    """Whether the name is used for something else here: a car, a surname, a street."""
    following = span.doc[span.end] if span.end < len(span.doc) else None
    previous = span.doc[span.start - 1] if span.start else None
    if written in ("Quad", "AU", "ECT", "TAC", "MSP", "ECO", "CIS", "ARF") and following is not None:
        return following.pos_ == "PROPN" and following.lower_ not in ("charter", "summit")
    # "UN Security Council", "WHO Director-General" are organs; they stay mentions, but "EU-Japan" is a pair.
    return (
        previous is not None
        and previous.text == "-"
        and span.start > 1
        and span.doc[span.start - 2].pos_ == "PROPN"
    )


def _is_bilateral(name: str, lexicon: Lexicon) -> bool:
    states = {
        value.code for hit in lexicon.states.find(name) for value in hit.values if value.kind != "capital"
    }
    return len(states) == 2 or "Bilateral" in name
