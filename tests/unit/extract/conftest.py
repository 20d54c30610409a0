"""One language model and one lexicon for all extraction tests: loading them takes seconds."""

import pytest
from spacy.language import Language

from pipelines.extract.language import english


@pytest.fixture(scope="session")
def nlp() -> Language:
    return english()
