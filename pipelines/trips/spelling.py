"""Sets the text of remarks right before it is read: white space, dashes, slips in the words that decide."""

import re
from typing import Final

from pipelines.normalize.typos import is_slip_of
from pipelines.trips.vocabulary import words

_COMMON: Final = words(
    "accompanied attended discussed official working private informal meeting minister president foreign"
    " secretary ministerial participated summit briefed visit with"
)
# A set has another order in each process.
_IN_ORDER: Final = tuple(sorted(_COMMON))
# Words of English that are one letter from a common one, and right.
_NO_SLIPS: Final = words(
    "officials meetings ministers presidents secretaries summits visits visited privately privates resident"
    " residents melting submit submits width wish wit wits worming unofficial informal formal vis visa"
    " ministerials precedent attend attends discusses discuss"
)
_OF_BOTH: Final = re.compile(
    r"\b(heads? of state)\s+(?:and|or)\s+(?:heads? of\s+|of\s+)?government", re.IGNORECASE
)
_DASHES: Final = re.compile(r"(?<=\w)\s?[–‑‐](?=\w)")
_ALPHABETIC: Final = re.compile(r"[A-Za-z]{4,}")


def plain_text(text: str) -> str:
    """`text` on one line, mended, "heads of state and government" told once."""
    return mended(_DASHES.sub("-", _OF_BOTH.sub(r"\1", " ".join(text.split()))))


def mended(text: str) -> str:
    """`text` with slips in the words that decide set right: "Offical Visit" is an official visit."""

    def word(found: re.Match[str]) -> str:
        written = found[0]
        low = written.lower()
        if low in _COMMON or low in _NO_SLIPS:
            return written
        meant = next((each for each in _IN_ORDER if is_slip_of(low, each)), None)
        if meant is None:
            return written
        return meant.capitalize() if written[0].isupper() else meant

    return _ALPHABETIC.sub(word, text)
