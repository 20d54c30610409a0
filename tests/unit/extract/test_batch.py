"""What is written down of an extraction, and what is left for the next run."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from pipelines.extract.batch import Mentions, NothingExtractedError, extract_articles
from pipelines.extract.extractor import Failure
from pipelines.extract.models import Accession, Article, Dropped, Evidence, Extraction
from pipelines.ids import content_hash
from pipelines.schemas.articles import norm_articles
from pipelines.storage import Storage


class Scripted:
    """Reads what it is told to read: `ok`, `bad` and `later` are what may stand in a text."""

    name = "scripted"
    version = "scripted-1"

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.is_away = False

    def extract(self, article: Article) -> Extraction:
        evidence = Evidence("text", 0, len(article.text), article.text)
        return Extraction(
            article.id,
            (Accession("KAZ", "nato", "interest", "actual", evidence),),
            dropped=(Dropped("invented_evidence", f"not in {article.text}", "{}"),),
        )

    def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction | Failure]:
        for article in articles:
            self.seen.append(article.text)
            if "bad" in article.text:
                yield Failure(article.id, "BadAnswerError", "no JSON")
            elif "later" in article.text and self.is_away:
                yield Failure(article.id, "AwayError", "HTTP 500", is_final=False)
            else:
                yield self.extract(article)


def articles(*texts: str) -> pl.DataFrame:
    row = {
        "source": "inbox",
        "raw_id": "0" * 64,
        "source_article_id": None,
        "url": None,
        "outlet": None,
        "cited_sources": [],
        "language": "en",
        "published_date": date(2025, 11, 7),
        "title": None,
        "fetched_at": datetime(2025, 11, 8, tzinfo=UTC),
        "cluster_id": "c",
    }
    rows = [
        row
        | {
            "article_id": content_hash(text.encode())[:16],
            "content_hash": content_hash(text.encode()),
            "locator": f"{text}.txt",
            "text": text,
        }
        for text in texts
    ]
    return pl.DataFrame(rows, schema=norm_articles.polars_schema())


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path)


def counts(found: Mentions) -> tuple[int, int, int]:
    return found.read, found.kept, found.postponed


def reasons(found: Mentions) -> list[tuple[str, str]]:
    return sorted((reject.locator, reject.reason) for reject in found.rejects)


def test_only_what_is_final_is_written_down(storage: Storage) -> None:
    extractor = Scripted()
    given = articles("ok 1", "later 1", "bad 1", "later 2", "ok 2")
    extractor.is_away = True
    first = extract_articles(given, extractor, storage, batch_size=2)
    assert counts(first) == (3, 0, 2)
    assert first.accessions.height == 2
    assert reasons(first) == [
        ("bad 1.txt", "extraction_failed"),
        ("later 1.txt", "extraction_postponed"),
        ("later 2.txt", "extraction_postponed"),
        ("ok 1.txt", "invented_evidence"),
        ("ok 2.txt", "invented_evidence"),
    ]

    extractor.is_away = False
    extractor.seen.clear()
    second = extract_articles(given, extractor, storage, batch_size=2)
    assert extractor.seen == ["later 1", "later 2"]
    assert counts(second) == (2, 3, 0)
    assert second.accessions.height == 4
    assert ("later 1.txt", "extraction_postponed") not in reasons(second)
    assert ("bad 1.txt", "extraction_failed") in reasons(second)

    extractor.seen.clear()
    assert counts(extract_articles(given, extractor, storage, batch_size=2)) == (0, 5, 0)
    assert extractor.seen == []


def test_where_nothing_at_all_could_be_read_no_empty_tables_are_made(storage: Storage) -> None:
    extractor = Scripted()
    extractor.is_away = True
    with pytest.raises(NothingExtractedError, match="none of 2 articles could be read; AwayError: HTTP 500"):
        extract_articles(articles("later 1", "later 2"), extractor, storage, batch_size=1)
    assert counts(extract_articles(articles("ok", "later 1"), extractor, storage, batch_size=1)) == (1, 0, 1)


def test_no_articles_are_no_error(storage: Storage) -> None:
    assert counts(extract_articles(articles(), Scripted(), storage, batch_size=1)) == (0, 0, 0)
