"""One article in, its accessions and meetings out: the rules extractor and the face that others can take."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from pipelines.extract import language
from pipelines.extract.accessions import extract_accessions
from pipelines.extract.dates import find_dates
from pipelines.extract.document import read
from pipelines.extract.encounter_words import CUE
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.meetings import extract_meetings
from pipelines.extract.models import Article, Extraction

_TREATY_WORD: Final = re.compile(
    r"\b(?:Convention|Treaty|Accords?|Charter|Pact|Protocol|Covenant|Compact|Alliance|Coalition|Union|Statute"
    r"|Organi[sz]ation|Agreement|Partnership|Community|League|Forum|Initiative)\b"
)


@dataclass(frozen=True)
class Failure:
    """An article that could not be read: fit for the table of rejects. `str` says why.

    Final is what would fail again; what only failed this time is tried again in the next run.
    """

    id: str
    error: str
    message: str
    is_final: bool = True

    def __str__(self) -> str:
        return f"{self.error}: {self.message}"


@runtime_checkable
class Extractor(Protocol):
    """What turns articles into mentions. `version` changes whenever its answers may."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def extract(self, article: Article) -> Extraction:
        """All rows of one article."""
        ...

    def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction | Failure]:
        """One outcome per article, in order; a failure is yielded, not raised."""
        ...


class RulesExtractor:
    """Rules over the small English parse. Loading the parser takes about a second, at the first article."""

    name = "rules"

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits over the source of this package, the model and the lexicon."""
        return hashlib.sha256(f"{_source_digest()}:{self.lexicon.digest}".encode()).hexdigest()[:12]

    def extract(self, article: Article) -> Extraction:
        """All rows of one article. Raises nothing on any text that the parser can read."""
        if not self._may_tell(article):
            return Extraction(article.id)
        document = read(article, language.english())
        dates = find_dates(article.text, article.published)
        return Extraction(
            article.id,
            tuple(extract_accessions(document, self.lexicon, dates)),
            tuple(extract_meetings(document, self.lexicon)),
        )

    def _may_tell(self, article: Article) -> bool:
        """Whether parsing is worth its time: a word of contact, or the name of something that states join."""
        text = f"{article.title}\n{article.text}"
        return bool(
            CUE.search(text)
            or _TREATY_WORD.search(text)
            or any(True for _ in self.lexicon.agreements.find(text))
        )

    def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction | Failure]:
        """Outcomes in the order of the articles; an error in one of them does not stop the others."""
        for article in articles:
            try:
                yield self.extract(article)
            except Exception as error:  # one bad article must not lose the batch
                yield Failure(article.id, type(error).__name__, str(error)[:500])


@lru_cache(maxsize=1)
def _source_digest() -> str:
    from importlib.metadata import PackageNotFoundError, version

    whole = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for package in ("spacy", language.MODEL.replace("_", "-")):
        try:
            whole.update(f"{package}={version(package)}\n".encode())
        except PackageNotFoundError:
            whole.update(f"{package}=absent\n".encode())
    return whole.hexdigest()
