"""Our own file beside the source: what its country names mean where no list of names says so."""

from pathlib import Path
from typing import Final

from pipelines.sources.delimited import packaged_rows
from pipelines.sources.raw import Parsed

NAME_COLUMNS: Final = ("name", "place", "until", "country_codes", "note")


def names() -> Parsed:
    """Rows of names.csv: name as the source writes it, for trips to `place` or before `until` only, and codes."""
    return packaged_rows(Path(__file__).parent, "names.csv", NAME_COLUMNS)
