"""Read an article into tagged sentences whose offsets always lead back to the article's own words.

Paragraphs and sentences are cut by rules of our own and each sentence is tagged by itself: the small
model splits in quotations and headlines, and an error there spoils everything that follows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipelines.extract.blocks import Block, Piece, cut
from pipelines.extract.models import Article, Evidence, EvidenceField

# Longer texts are no news articles: what lies beyond is not read.
MAX_TEXT_CHARS: Final = 200_000
# Longer "sentences" are tables, code or noise: they are left out, not cut, since half a sentence misleads.
MAX_SENTENCE_CHARS: Final = 2_000

_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"'“‘/])(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|Gen|Lt|Col|Maj|Capt|Sgt|Sen|Rep|Gov|Prof|Hon|Rev|Amb|Pres|Adm|No|Nos"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun|vs|cf|al|approx|Art|Fig|Vol"
    r"|i\.e|e\.g|a\.k\.a|[A-Z](?:\.[A-Z])*)\.$"
)
# After "U.S." or a name's initial these words do start a sentence.
_STARTER = re.compile(
    r"[\"'“‘(\[]*(?:The|This|That|These|Those|It|He|She|They|We|In|On|At|But|And|However|Its|His|Her|Their|A|An|As|After"
    r"|For|If|When|While|There|No|Not|Both|Earlier|Last|Meanwhile|Since)\b"
)
_SENTENCE_END = re.compile(r"(?:[.!?]+|…)[\"'”’»)\]]*(?=\s+[\"'“‘«(\[\-–—]*\s?[A-ZÀ-Þ0-9])")
_SAID_AFTER = re.compile(
    r"\s+(?:(?:[A-ZÀ-Þ][\w.\-'’]*\s+){1,4}|(?:the|his|her)\s+(?:\w+\s+){1,3})?"
    r"(?:said|says|wrote|added|told|asked|tweeted|posted|noted|stated|declared|warned|insisted|replied|commented)\b"
)
_DISTURBING = re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]")
_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‐": "-", "‑": "-"}
)


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence, tagged: `start`, `end` are character offsets in the article's `field`.

    `doc` holds this sentence alone, so a token stands at `start + token.idx`. The doc's text has the
    same length as the article's words; curly quotes and control characters in it are made plain.
    """

    index: int
    field: EvidenceField
    start: int
    end: int
    block: Block
    paragraph: int
    doc: Doc

    @property
    def text(self) -> str:
        """The words as tagged (plain quotes); for evidence use `Document.evidence`."""
        return self.doc.text

    def offset(self, token: Token) -> int:
        """Where the token starts in the field."""
        return self.start + token.idx

    def end_offset(self, token: Token) -> int:
        """Where the token ends in the field."""
        return self.start + token.idx + len(token.text)


@dataclass(frozen=True, eq=False)
class Document:
    """An article with its sentences in order, the title's first."""

    article: Article
    sentences: list[Sentence] = field(default_factory=list)
    skipped_chars: int = 0

    def evidence(self, sentence: Sentence, start: int | None = None, end: int | None = None) -> Evidence:
        """The article's own words from `start` to `end` (offsets in the field; the whole sentence if left out)."""
        start = sentence.start if start is None else start
        end = sentence.end if end is None else end
        source = self.article.title if sentence.field == "title" else self.article.text
        return Evidence(sentence.field, start, end, source[start:end])

    def before(self, sentence: Sentence) -> Iterator[Sentence]:
        """Sentences before this one, nearest first."""
        return reversed(self.sentences[: sentence.index])


def read(article: Article, nlp: Language) -> Document:
    """Parse an article. Never raises on any text; what it leaves out is counted in `skipped_chars`."""
    text = article.text[:MAX_TEXT_CHARS]
    skipped = len(article.text) - len(text)
    planned: list[tuple[EvidenceField, int, int, Block, int]] = []
    title = article.title[:MAX_SENTENCE_CHARS]
    skipped += len(article.title) - len(title)
    if title.strip():
        lead = len(title) - len(title.lstrip())
        planned.append(("title", lead, len(title.rstrip()), "headline", -1))
    for piece in cut(text):
        if _same(text[piece.start : piece.end], title):
            continue
        for start, end in _sentences(text, piece):
            if end - start > MAX_SENTENCE_CHARS:
                skipped += end - start
            else:
                planned.append(("text", start, end, piece.block, piece.paragraph))
    sources = {"title": title, "text": text}
    docs = nlp.pipe(
        (_one_sentence(nlp, plain(sources[f][start:end])) for f, start, end, _, _ in planned), batch_size=64
    )
    sentences: list[Sentence] = []
    for (field_name, start, end, block, paragraph), doc in zip(planned, docs, strict=True):
        if len(doc) == 0:
            continue
        sentences.append(Sentence(len(sentences), field_name, start, end, block, paragraph, doc))
    return Document(article, sentences, skipped)


def plain(text: str) -> str:
    """The same number of characters with curly quotes made straight and control characters made blanks."""
    return _DISTURBING.sub(" ", text.translate(_PLAIN))


def _same(line: str, title: str) -> bool:
    return bool(title) and " ".join(line.split()).casefold() == " ".join(title.split()).casefold()


def _one_sentence(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def _sentences(text: str, piece: Piece) -> Iterator[tuple[int, int]]:
    start = piece.start
    if piece.block in ("dateline", "subhead", "read_also"):
        yield piece.start, piece.end
        return
    for match in _SENTENCE_END.finditer(text, piece.start, piece.end):
        before, after = text[start : match.end()], text[match.end() : min(match.end() + 80, piece.end)]
        mark = match[0]
        if (
            mark == "."
            and _ABBREVIATION.search(before[-12:])
            and not (before[-4:].count(".") > 1 and _STARTER.match(after.lstrip()))
        ):
            continue
        if mark[-1] in "\"'”’»" and _SAID_AFTER.match(after):
            continue
        if not after.strip():
            continue
        yield start, match.end()
        start = match.end() + len(after) - len(after.lstrip())
    if start < piece.end:
        yield start, piece.end
