"""Article rows of all sources to `norm_articles`: identity, duplicates, clusters of copies, attribution."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import polars as pl

from pipelines.ids import content_hash, stable_id
from pipelines.normalize.attribution import attribute
from pipelines.normalize.fit import Fitted, fit
from pipelines.schemas.articles import norm_articles
from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, Row

_GIVEN: Final = ("source", "raw_id", "source_article_id", "url", "outlet", "language", "title", "text")
_TYPES: Final[dict[str, pl.DataType]] = {
    **{name: pl.String() for name in (*_GIVEN, "article_id", "content_hash", "locator", LOCATOR)},
    "cited_sources": pl.List(pl.String()),
    "published_date": pl.Date(),
    "fetched_at": pl.Datetime("us", "UTC"),
    LINE: pl.Int64(),
}
# What campaigns and social networks add to an address does not make another article.
_TRACKING: Final = frozenset({"fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "yclid", "cmpid"})


class ReadArticles(Protocol):
    """Article rows as the readers of the sources give them, and what they could not read."""

    @property
    def rows(self) -> Sequence[Row]: ...

    @property
    def rejects(self) -> Sequence[Reject]: ...


def normalize_articles(parsed: Mapping[str, ReadArticles]) -> Fitted:
    """`norm_articles` from the article rows of every source, and all rejects, the readers' among them.

    Rows in = rows out + rejects. Which of two duplicates stays does not hang on the order of the sources:
    the one that was taken in first, then by source, file and line.
    """
    rows = [_identified(row) for row in chain.from_iterable(each.rows for each in parsed.values())]
    unread = [reject for each in parsed.values() for reject in each.rejects]
    ordered = pl.LazyFrame(rows, schema=_TYPES).sort("fetched_at", "source", LOCATOR, LINE, "raw_id")
    numbered = ordered.with_columns(
        pl.int_range(pl.len()).over("article_id", "content_hash").alias("_copy"),
        pl.concat_str("source", pl.lit("/"), "locator")
        .first()
        .over("article_id", "content_hash")
        .alias("_first"),
    ).collect()
    single = numbered.lazy().filter(pl.col("_copy") == 0).with_columns(_cluster().alias("cluster_id"))
    fitted = fit(single, norm_articles, "articles")
    copies = numbered.filter(pl.col("_copy") > 0)
    return Fitted(fitted.table, fitted.frame, [*unread, *_duplicates(copies), *fitted.rejects])


def article_id(url: str | None, version: str) -> str:
    """The key of an article: by its address where it has one, else by its content hash `version`."""
    address = None if url is None else article_address(url)
    return stable_id(version) if address is None else stable_id(address)


def article_address(url: str) -> str | None:
    """`url` without fragment and tracking parameters; None for what is no address of one article.

    A home page is none: whoever gives it for every article would have them all taken for versions of one.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.netloc.lower()
    except ValueError:
        return None
    if (
        parts.scheme.lower() not in {"http", "https"}
        or not host
        or (parts.path in {"", "/"} and not parts.query)
    ):
        return None
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in _TRACKING and not name.lower().startswith("utm_")
    ]
    return urlunsplit((parts.scheme.lower(), host, parts.path, urlencode(query), ""))


def _identified(row: Row) -> dict[str, Any]:
    """A row with its keys and its attribution; blank strings are null."""
    given = {name: row[name] if row[name] and str(row[name]).strip() else None for name in _GIVEN}
    version = content_hash(f"{given['title'] or ''}\x1f{given['text'] or ''}".encode())
    attribution = attribute(given["text"] or "", given["outlet"])
    line = row[LINE]
    return {
        **given,
        "article_id": article_id(given["url"], version),
        "content_hash": version,
        "outlet": attribution.outlet,
        "cited_sources": list(attribution.cited_sources),
        "published_date": row["published_date"],
        "fetched_at": row["fetched_at"],
        "locator": row[LOCATOR] if line is None else f"{row[LOCATOR]}:{line}",
        LOCATOR: row[LOCATOR],
        LINE: line,
    }


def _cluster() -> pl.Expr:
    """The earliest article with the same text; white space, case and date do not tell copies apart."""
    text = pl.col("text").str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    return pl.col("article_id").sort_by("published_date", "article_id", nulls_last=True).first().over(text)


def _duplicates(copies: pl.DataFrame) -> Iterable[Reject]:
    for row in copies.iter_rows(named=True):
        yield Reject(
            source=row["source"],
            locator=row[LOCATOR],
            line=row[LINE],
            stage="normalize",
            reason="duplicate",
            # The version of the file is named because two versions of one file may repeat the same line.
            detail=f"the article is in {row['_first']} already; this copy's file is {row['raw_id'][:12]}",
            sample=row["title"] or row["text"],
        )
