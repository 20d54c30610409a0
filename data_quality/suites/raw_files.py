"""What was taken in."""

from datetime import UTC, datetime, timedelta

from data_quality.expectations import Suite, between
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_sha256
from pipelines.schemas.articles import raw_files


def raw_files_suite() -> Suite:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return suite(
        raw_files,
        is_sha256("raw_id"),
        is_not_blank("locator"),
        is_not_blank("licence"),
        between("byte_count", 0, None, "is not negative"),
        # A warning: it tells of a wrong clock, here or where the packages were locked, not of wrong data.
        between("fetched_at", None, tomorrow, "is not in the future", severity="warn"),
    )
