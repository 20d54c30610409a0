"""Bytes of the register to rows."""

from pipelines.sources.delimited import parse_csv
from pipelines.sources.raw import Parsed, RawFile

CSV_COLUMNS = {
    "agreements.csv": (
        "slug",
        "name",
        "aliases",
        "contextual_aliases",
        "legal_form",
        "depositary",
        "opened_date",
        "in_force_date",
        "founding_members",
        "wikidata_id",
        "source_url",
    ),
    "memberships.csv": ("party", "agreement", "step", "date", "capacity", "last_day", "source_url"),
    "offices.csv": (
        "person",
        "aliases",
        "country_code",
        "office",
        "title",
        "valid_from",
        "valid_to",
        "source_url",
    ),
}


def parse(file: RawFile) -> Parsed:
    """Rows of one file, keys as in the file, with `_locator` and `_line`."""
    return parse_csv(file, CSV_COLUMNS[file.locator])
