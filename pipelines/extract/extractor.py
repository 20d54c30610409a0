"""One article in, its accessions and meetings out: the learned extractor and the face that others can take."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol, runtime_checkable

from pipelines.extract import language
from pipelines.extract.document import MAX_SENTENCE_CHARS, MAX_TEXT_CHARS, Document, read
from pipelines.extract.learned.accessions import accession_rows
from pipelines.extract.learned.claims import read_claims
from pipelines.extract.learned.meetings import meeting_rows
from pipelines.extract.learned.network import ENCODER, HEADS, network
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.mediators import with_mediators
from pipelines.extract.mentions import read_scene
from pipelines.extract.models import Article, Dropped, Extraction
from pipelines.extract.screen import Screen
from pipelines.extract.speakers import with_speaker
from pipelines.extract.workers import available_cores, read_in_order


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


class LearnedExtractor:
    """Reference tables find who and what is named; a small trained network reads what is said of them.

    Loading the tagger and the network takes about a second, at the first article.
    """

    name = "learned"

    def __init__(self, lexicon: Lexicon, workers: int | None = None) -> None:
        """`workers`: processes for many articles; by default one for each core."""
        self.lexicon = lexicon
        self.workers = available_cores() if workers is None else workers
        self.screen = Screen(lexicon)

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits over the source of this package, its weights and the lexicon."""
        return hashlib.sha256(f"{_source_digest()}:{self.lexicon.digest}".encode()).hexdigest()[:12]

    def extract(self, article: Article) -> Extraction:
        """All rows of one article. Raises nothing on any text."""
        return self.read(article) if self.screen.passes(article) else Extraction(article.id)

    def read(self, article: Article) -> Extraction:
        """`extract` without the screen."""
        document = read(article, language.english())
        scene = read_scene(document, self.lexicon)
        claims = read_claims(scene, network())
        accessions = accession_rows(document, self.lexicon, claims.accessions)
        meetings = meeting_rows(document, claims.meetings)
        return Extraction(
            article.id,
            tuple(with_speaker(scene, row) for row in accessions),
            tuple(with_mediators(scene, row) for row in meetings),
            _skipped(document),
        )

    def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction | Failure]:
        """Outcomes in the order of the articles; an error in one of them does not stop the others."""
        return read_in_order(articles, partial(_reader, self.lexicon), self.workers)

    def extract_or_fail(self, article: Article) -> Extraction | Failure:
        """`extract`, an error as a value: one bad article must not lose the batch."""
        try:
            return self.extract(article)
        except Exception as error:
            is_final = not isinstance(error, MemoryError | OSError)
            return Failure(article.id, type(error).__name__, str(error)[:500], is_final)


def _reader(lexicon: Lexicon) -> Callable[[Article], Extraction | Failure]:
    # Loaded here, where an error ends the run: a missing model must not become a failure of every article.
    language.english()
    network()
    return LearnedExtractor(lexicon).extract_or_fail


def _skipped(document: Document) -> tuple[Dropped, ...]:
    """What was too long to be read, said once for an article."""
    if not document.skipped_chars:
        return ()
    detail = (
        f"{document.skipped_chars} characters not read: an article is read up to {MAX_TEXT_CHARS} characters,"
        f" a sentence up to {MAX_SENTENCE_CHARS}"
    )
    return (Dropped("too_long", detail, document.article.text[:200]),)


@lru_cache(maxsize=1)
def _source_digest() -> str:
    from importlib.metadata import PackageNotFoundError, version

    whole = hashlib.sha256()
    folder = Path(__file__).parent
    learned = folder / "learned"
    weights = [learned / "weights" / name for name in (ENCODER, HEADS, "tokenizer.json")]
    for path in sorted([*folder.glob("*.py"), *learned.glob("*.py"), *weights]):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for package in (
        "spacy",
        language.MODEL.replace("_", "-"),
        "onnxruntime",
        "tokenizers",
        "numpy",
        "networkx",
    ):
        try:
            whole.update(f"{package}={version(package)}\n".encode())
        except PackageNotFoundError:
            whole.update(f"{package}=absent\n".encode())
    return whole.hexdigest()
