"""Article rows to norm_articles: identity, versions, duplicates, clusters of copies."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.normalize.articles import article_address, article_id, normalize_articles
from pipelines.normalize.fit import Fitted
from pipelines.schemas.articles import norm_articles
from pipelines.schemas.reject import Reject, reject_frame
from pipelines.schemas.rows import LINE, LOCATOR, Row

TAKEN_IN = datetime(2026, 1, 5, tzinfo=UTC)
UNREAD = Reject("inbox", "b.jsonl", "raw", "invalid_json", "not JSON", line=3)


@dataclass
class Read:
    rows: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def row(text: str = "The text of it.", **changes: object) -> Row:
    given: Row = {
        "source_article_id": "a",
        "url": None,
        "outlet": None,
        "language": "en",
        "published_date": date(2025, 11, 7),
        "title": "A title",
        "text": text,
        "source": "inbox",
        "raw_id": "ab" * 32,
        "fetched_at": TAKEN_IN,
        LOCATOR: "a.txt",
        LINE: None,
    }
    return given | changes


def normalized(*rows: Row) -> Fitted:
    return normalize_articles({"raw_inbox__articles": Read(list(rows))})


def test_a_row_has_the_declared_shape() -> None:
    (article,) = normalized(row(**{LINE: 3, LOCATOR: "a.jsonl"})).frame.iter_rows(named=True)
    assert list(article) == norm_articles.column_names
    assert article["locator"] == "a.jsonl:3"
    assert article["article_id"] == article["cluster_id"]
    assert article["fetched_at"] == TAKEN_IN


def test_no_articles_are_a_table_without_rows() -> None:
    assert normalized().frame.schema == norm_articles.polars_schema()


def test_rejects_of_the_readers_are_passed_on() -> None:
    assert normalize_articles({"inbox": Read([], [UNREAD])}).rejects == [UNREAD]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://e.org/a?utm_source=x&id=1&fbclid=2#top", "https://e.org/a?id=1"),
        (" HTTPS://E.org/A ", "https://e.org/A"),
        ("https://e.org/", None),
        ("https://e.org/?p=1", "https://e.org/?p=1"),
        ("not an address", None),
        ("http://[broken", None),
    ],
)
def test_address(url: str, address: str | None) -> None:
    assert article_address(url) == address


def test_identity_is_the_address_or_else_the_content() -> None:
    assert article_id("https://e.org/a#top", "v1") == article_id("https://e.org/a", "v2")
    assert article_id(None, "v1") != article_id(None, "v2")
    assert article_id("https://e.org/", "v1") == article_id(None, "v1")


def test_another_text_at_the_same_address_is_another_version() -> None:
    url = "https://e.org/a"
    frame = normalized(row("First."), row("One.", url=url), row("Two.", url=url)).frame
    assert frame.height == 3
    assert frame["article_id"].n_unique() == 2
    assert frame["content_hash"].n_unique() == 3


def test_a_duplicate_is_rejected_and_names_the_first() -> None:
    later = TAKEN_IN + timedelta(days=1)
    # The later one comes first: which one stays does not hang on the order of the files.
    result = normalized(row(**{LOCATOR: "a.txt"}, fetched_at=later), row(**{LOCATOR: "b.txt"}))
    assert result.frame["locator"].to_list() == ["b.txt"]
    (reject,) = result.rejects
    assert (reject.locator, reject.reason, reject.stage) == ("a.txt", "duplicate", "normalize")
    assert "inbox/b.txt" in reject.detail


def test_duplicates_in_versions_of_one_file_are_told_apart() -> None:
    repeated = [row(**{LOCATOR: "a.jsonl", LINE: 1}, raw_id=version * 32) for version in ("aa", "bb", "cc")]
    result = normalized(*repeated)
    assert reject_frame(result.rejects).height == 2


def test_copies_of_a_text_are_one_cluster_under_the_earliest() -> None:
    early, late = date(2025, 11, 7), date(2025, 11, 8)
    frame = normalized(
        row("The  text\nof it.", url="https://e.org/late", published_date=late),
        row("THE TEXT OF IT. ", url="https://e.org/early", published_date=early, title="Another"),
        row("The text of it.", url="https://e.org/undated", published_date=None),
        row("Another text.", url="https://e.org/other"),
    ).frame
    clusters = dict(frame.select("url", "cluster_id").iter_rows())
    first = article_id("https://e.org/early", "")
    assert clusters["https://e.org/late"] == clusters["https://e.org/undated"] == first
    assert clusters["https://e.org/early"] == first
    assert clusters["https://e.org/other"] == article_id("https://e.org/other", "")


def test_attribution_fills_the_outlet_only_where_the_source_gives_none() -> None:
    text = "It is so. This was reported by Reuters, according to UNN."
    frame = normalized(row(text), row(text, outlet="Reuters", url="https://e.org/a")).frame
    found = {
        url: (outlet, cited)
        for url, outlet, cited in frame.select("url", "outlet", "cited_sources").iter_rows()
    }
    assert found == {None: ("UNN", ["Reuters"]), "https://e.org/a": ("Reuters", ["UNN"])}


def test_a_row_that_does_not_fit_is_a_reject_of_its_source() -> None:
    result = normalized(row(), row(" ", source="corpus", **{LOCATOR: "b.txt"}))
    assert result.frame.height == 1
    assert [(reject.source, reject.reason) for reject in result.rejects] == [("corpus", "missing_column")]


ROWS = st.builds(
    row,
    text=st.sampled_from(["The text.", "the TEXT.", "Another.", " "]),
    url=st.sampled_from([None, "https://e.org/a", "https://e.org/a#b", "https://e.org/c"]),
    title=st.sampled_from([None, "", "A title"]),
    published_date=st.sampled_from([None, date(2025, 1, 1), date(2025, 1, 2)]),
    fetched_at=st.sampled_from([TAKEN_IN, TAKEN_IN + timedelta(days=1)]),
)


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(ROWS, max_size=8))
def test_rows_are_accounted_for_in_any_order(rows: list[Row]) -> None:
    numbered = [each | {LINE: number} for number, each in enumerate(rows, start=1)]
    result = normalized(*numbered)
    assert result.frame.height + len(result.rejects) == len(rows)
    assert set(result.frame["cluster_id"]) <= set(result.frame["article_id"])
    again = normalized(*reversed(numbered))
    assert result.frame.equals(again.frame)
    assert reject_frame(result.rejects).equals(reject_frame(again.rejects))


def test_the_key_is_unique() -> None:
    frame = normalized(row(), row("Two."), row(url="https://e.org/a")).frame
    assert not frame.select(norm_articles.key).is_duplicated().any()
    assert frame.select(pl.col("content_hash").str.len_chars().unique()).item() == 64
