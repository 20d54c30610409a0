"""Bytes of the corpus to article rows."""

from pipelines.sources.articles.limits import Limits
from pipelines.sources.articles.read import read_articles
from pipelines.sources.raw import Parsed, RawFile


def parse(file: RawFile, limits: Limits) -> Parsed:
    """One row or reject for each article of the file; keys as in articles.fields.article_row."""
    return read_articles(file, limits)
