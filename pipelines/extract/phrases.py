"""Find many fixed phrases in a text at once: an index by words, longest match first.

Knows nothing of states or agreements, and needs no language model: `lexicon.py` fills it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, TypeVar

Value = TypeVar("Value")

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
# A single word in capitals shorter than this may be an abbreviation of something else.
SHOUTED_WORD_CHARS: Final = 5


@dataclass(frozen=True)
class Found(Generic[Value]):
    """The phrase at `text[start:end]` with every value that it was indexed under."""

    start: int
    end: int
    values: tuple[Value, ...]


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Lower case without accents, and one spelling of -ise and -ize words."""
    base = unicodedata.normalize("NFKD", word.lower())
    base = "".join(c for c in base if not unicodedata.combining(c))
    return base.replace("organiz", "organis").replace("defense", "defence")


class PhraseIndex(Generic[Value]):
    """Phrases to values. Several values may share one phrase."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, ...], list[tuple[str, Value]]] = {}
        # By first word, the lengths that phrases have, longest first: few to try at each place of a text.
        self._sizes: dict[str, tuple[int, ...]] = {}

    def add(self, phrase: str, value: Value) -> None:
        """Index `phrase`; case matters where it is one word, and for its first letter."""
        words = tuple(fold(word) for word in _WORD.findall(phrase))
        if words:
            self._entries.setdefault(words, []).append((phrase, value))
            sizes = self._sizes.get(words[0], ())
            if len(words) not in sizes:
                self._sizes[words[0]] = tuple(sorted((*sizes, len(words)), reverse=True))

    def find(self, text: str) -> Iterator[Found[Value]]:
        """Phrases from left to right that do not overlap, the longest at each place."""
        spans = [(match.start(), match.end()) for match in _WORD.finditer(text)]
        words = [fold(text[start:end]) for start, end in spans]
        i = 0
        while i < len(words):
            best = self._longest(text, words, spans, i)
            if best is not None and words[i] == "the" and i + 1 < len(words):
                # "the Organisation" must not hide "Organisation of American States", nor "the Water Convention",
                # which means it only where it was named, the name itself.
                inner = self._longest(text, words, spans, i + 1)
                if inner is not None and (inner[0] >= best[0] or inner[0] == best[0] - 1 > 1):
                    best = None
            if best is None:
                i += 1
            else:
                yield Found(spans[i][0], spans[i + best[0] - 1][1], tuple(dict.fromkeys(best[1])))
                i += best[0]

    def _longest(
        self, text: str, words: list[str], spans: list[tuple[int, int]], i: int
    ) -> tuple[int, list[Value]] | None:
        for size in self._sizes.get(words[i], ()):
            entries = self._entries.get(tuple(words[i : i + size])) if i + size <= len(words) else None
            if entries is None:
                continue
            written = text[spans[i][0] : spans[i + size - 1][1]]
            values = [value for phrase, value in entries if _same_case(phrase, written)]
            if values:
                return size, values
        return None


def _same_case(phrase: str, written: str) -> bool:
    """Whether capitals allow `written` to be `phrase`: 'chad', 'the states' and 'who' are not names."""
    if phrase == written:
        return True
    if " " not in phrase and "-" not in phrase:
        if phrase[:1].islower():
            return phrase.lower() == written.lower()
        plain = "".join(c for c in unicodedata.normalize("NFKD", phrase) if not unicodedata.combining(c))
        plain_written = "".join(
            c for c in unicodedata.normalize("NFKD", written) if not unicodedata.combining(c)
        )
        return plain == plain_written or (written.isupper() and len(written) >= SHOUTED_WORD_CHARS)
    if phrase.islower():
        return True
    skip = {"the", "of", "and", "on", "for", "in", "to", "against"}
    ours = [w for w in _WORD.findall(phrase) if w.isalpha() and w.lower() not in skip]
    theirs = [w for w in _WORD.findall(written) if w.isalpha() and w.lower() not in skip]
    # Enough capitals must be there: the first proper word's; "Paris climate accord" passes.
    return bool(ours) and bool(theirs) and (theirs[0][:1].isupper() or not ours[0][:1].isupper())
