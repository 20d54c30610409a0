"""Raw files, normalized articles, and rejects."""

import polars as pl

from pipelines.schemas import codes
from pipelines.schemas.core import Column, Table

INSTANT = pl.Datetime("us", "UTC")

raw_files = Table(
    name="raw_files",
    layer="raw",
    grain="one file of one source, in one version",
    description="What was taken in: every file's bytes lie unchanged under their SHA-256.",
    key=("source", "locator", "raw_id"),
    columns=(
        Column("source", pl.String(), "name of the source"),
        Column("locator", pl.String(), "where the file was found: a path within the source"),
        Column("raw_id", pl.String(), "SHA-256 of the bytes, hexadecimal"),
        Column("byte_count", pl.Int64(), "size of the file", unit="bytes"),
        Column("licence", pl.String(), "SPDX licence identifier of the source, or 'unknown'"),
        Column(
            "fetched_at", INSTANT, "when these bytes were first taken in, or the source's own release time"
        ),
        Column("origin", pl.String(), "where it came from", codes=codes.RAW_ORIGINS),
        Column("url", pl.String(), "address from which it came, where it came over HTTP", nullable=True),
        Column("etag", pl.String(), "the server's tag of this version", nullable=True),
        Column("last_modified", pl.String(), "the server's time of this version", nullable=True),
        Column("is_current", pl.Boolean(), "whether tables are made of it: the source still offers it"),
    ),
)

norm_articles = Table(
    name="norm_articles",
    layer="normalized",
    grain="one version of one article",
    description="Articles of all sources in one shape. Offsets of evidence count characters of title or text.",
    key=("article_id", "content_hash"),
    columns=(
        Column("article_id", pl.String(), "hash of the URL, or of the content where there is no URL"),
        Column("content_hash", pl.String(), "SHA-256 of title and text, hexadecimal"),
        Column("source", pl.String(), "name of the source that it came by"),
        Column("locator", pl.String(), "file, and line where a file holds many articles"),
        Column("raw_id", pl.String(), "SHA-256 of the raw file", references="raw_files.raw_id"),
        Column("source_article_id", pl.String(), "the identifier that the source gives it", nullable=True),
        Column("url", pl.String(), "address of the article", nullable=True),
        Column("outlet", pl.String(), "who published it", nullable=True),
        Column("cited_sources", pl.List(pl.String()), "outlets that the text names as its own sources"),
        Column("language", pl.String(), "ISO 639-1 code of the language, as given or detected"),
        Column("published_date", pl.Date(), "day of publication", nullable=True),
        Column("title", pl.String(), "headline", nullable=True),
        Column("text", pl.String(), "text, paragraphs as they came"),
        Column("fetched_at", INSTANT, "when the raw file was first taken in"),
        Column("cluster_id", pl.String(), "article_id of the first article with the same text"),
    ),
    sort_by=("published_date",),
)

rejects = Table(
    name="rejects",
    layer="extracted",
    grain="one thing that could not be used",
    description="Nothing is lost in silence: rows in = rows out + rejects.",
    key=("reject_id",),
    columns=(
        Column("reject_id", pl.String(), "hash of source, locator, line, stage and reason"),
        Column("source", pl.String(), "name of the source"),
        Column("locator", pl.String(), "file"),
        Column("line", pl.Int64(), "line or row of the file, counted from 1", nullable=True),
        Column("stage", pl.String(), "stage at which it was rejected", codes=codes.STAGES),
        Column("reason", pl.String(), "why", codes=codes.REJECT_REASONS),
        Column("detail", pl.String(), "the particulars, in one sentence"),
        Column("sample", pl.String(), "the first 200 characters of what was rejected", nullable=True),
    ),
    sort_by=("source", "locator", "line"),
)

ARTICLE_TABLES = (raw_files, norm_articles, rejects)
