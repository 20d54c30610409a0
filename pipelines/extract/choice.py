"""Which extractor reads the articles: the settings say it, and this is the one place that knows them all."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Protocol, runtime_checkable

from pipelines.extract.extractor import Extractor, LearnedExtractor
from pipelines.extract.lexicon import Lexicon
from pipelines.settings import Settings
from pipelines.storage import Storage


@runtime_checkable
class Priced(Protocol):
    """An extractor whose work costs something besides time."""

    def costs(self) -> dict[str, int | float]:
        """What it has asked for and spent so far, by name."""
        ...


@contextmanager
def open_extractor(settings: Settings, lexicon: Lexicon) -> Iterator[Extractor]:
    """The extractor that `settings` name, for one run; `Settings()` has checked that it can work.

    At the end its connections are closed; its name, version and costs can still be asked for.
    """
    if settings.extractor == "learned":
        yield LearnedExtractor(lexicon)
        return
    # An HTTP client that the learned extractor has no use for.
    from pipelines.extract.llm.extractor import LlmExtractor

    with closing(LlmExtractor(settings.llm, lexicon, Storage.from_settings(settings).llm_answers)) as model:
        yield model


def costs(extractor: Extractor) -> dict[str, int | float]:
    """What `extractor` has cost so far, names led by its own; nothing for one that costs nothing."""
    if not isinstance(extractor, Priced):
        return {}
    return {f"{extractor.name}_{name}": value for name, value in extractor.costs().items()}
