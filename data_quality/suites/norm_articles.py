"""Articles of all sources."""

from data_quality.expectations import Suite, at_least_rows, matches, not_null
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import (
    is_not_blank,
    is_reported_day,
    is_sha256,
    is_short_hash,
    is_web_address,
)
from pipelines.schemas.articles import norm_articles


def norm_articles_suite() -> Suite:
    return suite(
        norm_articles,
        is_short_hash("article_id"),
        is_short_hash("cluster_id"),
        is_sha256("content_hash"),
        is_sha256("raw_id"),
        is_not_blank("text"),
        is_reported_day("published_date"),
        matches("language", r"^en$", "is_english", "English, the one language that is read"),
        is_web_address("url"),
        # Events without a date of their own are dated by publication: many undated articles mean a source
        # whose dates are no longer read.
        not_null("published_date", mostly=0.5, severity="warn"),
        # The corpus ships with the project and is always there.
        at_least_rows(expected_rows("corpus", "articles.jsonl"), severity="warn"),
    )
