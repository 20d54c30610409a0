"""One tagger, one lexicon and one extractor for all extraction tests: loading them takes seconds."""

import pytest
from spacy.language import Language

from pipelines.extract.extractor import LearnedExtractor
from pipelines.extract.language import english
from pipelines.extract.lexicon import Lexicon
from pipelines.reference import reference_tables


@pytest.fixture(scope="session")
def nlp() -> Language:
    return english()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.from_tables(reference_tables())


@pytest.fixture(scope="session")
def extractor(lexicon: Lexicon) -> LearnedExtractor:
    return LearnedExtractor(lexicon)
