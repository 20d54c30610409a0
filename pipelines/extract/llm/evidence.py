"""Words that a model gives as evidence, found in the article; or not, and then they are no evidence."""

import re
from typing import Final

from pipelines.extract.models import Article, Evidence, EvidenceField

_FIELDS: Final[tuple[EvidenceField, ...]] = ("title", "text")

# Signs that models put in each other's place while copying. One sign for one sign, so that offsets stay.
_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
    }
)


def locate(article: Article, words: str) -> Evidence | None:
    """Where `words` stand in the title or, first found, in the text; None where they do not.

    Line breaks, blanks and the shape of quotation marks and dashes may differ: the evidence is what the
    article has at that place, never what was asked for.
    """
    parts = words.translate(_SIGNS).split()
    if not parts:
        return None
    # The exact words first: folded, an earlier place could look the same.
    patterns = (re.compile(re.escape(words.strip())), re.compile(r"\s+".join(map(re.escape, parts))))
    for pattern, fold in zip(patterns, (False, True), strict=True):
        for field in _FIELDS:
            value: str = getattr(article, field)
            match = pattern.search(value.translate(_SIGNS) if fold else value)
            if match is not None:
                return Evidence(field, match.start(), match.end(), value[match.start() : match.end()])
    return None
