"""Articles in their latest version, without their texts."""

from data_quality.expectations import Suite, between
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_reported_day, is_sha256, is_short_hash, is_web_address
from pipelines.schemas.marts import dim_article


def dim_article_suite() -> Suite:
    return suite(
        dim_article,
        is_short_hash("article_id"),
        is_short_hash("cluster_id"),
        is_sha256("content_hash"),
        is_reported_day("published_date"),
        is_web_address("url"),
        between("accession_count", 0, None, "is not negative"),
        between("meeting_count", 0, None, "is not negative"),
    )
