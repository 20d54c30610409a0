"""Which language a text is in, with caution: headlines and briefs full of names look like any language."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Protocol, cast

READ_LANGUAGE: Final = "en"

# Words that English text cannot do without and that other languages in Latin letters do not have.
_FUNCTION_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "the of and that with from by which said has have been were will would this its their after they",
    )
)
# Every ninth word or more is one of them in running English; in other languages hardly any.
_ENGLISH_SHARE: Final = 0.08
# Below these the guess is as good as none: "Finland joins NATO" is French to the classifier, at 0.12.
_MIN_WORDS: Final = 6
_MIN_PROBABILITY: Final = 0.85
# Enough to be sure of, and quick on a text of a million characters.
_CHARACTERS: Final = 5_000

_WORD: Final = re.compile(r"[^\W\d_]+")
_NAMES: Final = {"english": "en", "eng": "en"}


class _Classifier(Protocol):
    def classify(self, instance: str) -> Sequence[object]: ...


def language_code(given: str) -> str:
    """ISO 639-1 code of a language as a source writes it: "en-GB" and "English" are "en"."""
    name = given.strip().lower()
    return _NAMES.get(name, re.split(r"[-_]", name)[0])


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language of `text`; English where the text is too short or mixed to tell."""
    start = text[:_CHARACTERS]
    words = [word.lower() for word in _WORD.findall(start)]
    if not words:
        return READ_LANGUAGE
    letters = "".join(words)
    if sum(ord(letter) > 0x24F for letter in letters) > len(letters) / 2:
        # Letters that are not Latin: no English, however short, so the best guess names the language.
        guess = _classify(start)[0]
        return guess if guess != READ_LANGUAGE else "und"
    if sum(word in _FUNCTION_WORDS for word in words) >= _ENGLISH_SHARE * len(words):
        return READ_LANGUAGE
    guess, probability = _classify(start)
    return guess if len(words) >= _MIN_WORDS and probability >= _MIN_PROBABILITY else READ_LANGUAGE


def language_name(code: str) -> str:
    """English name of a language by its code, or the code where there is none."""
    import pycountry

    found = pycountry.languages.get(alpha_2=code) if len(code) == 2 else pycountry.languages.get(alpha_3=code)
    return code if found is None else str(found.name)


def _classify(text: str) -> tuple[str, float]:
    guess, probability = _classifier().classify(text)
    return str(guess), float(cast("float", probability))


@lru_cache(maxsize=1)
def _classifier() -> _Classifier:
    """Unpacking the model takes a second; English text with its function words never comes here."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return cast("_Classifier", LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))
