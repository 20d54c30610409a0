"""Bytes of a dropped file to article rows."""

from pipelines.sources.articles.limits import Limits
from pipelines.sources.articles.read import read_articles
from pipelines.sources.raw import Parsed, RawFile


def parse(file: RawFile, limits: Limits) -> Parsed:
    """Rows and rejects of one file, by the ending of its name; keys as in articles.fields.article_row."""
    return read_articles(file, limits)
