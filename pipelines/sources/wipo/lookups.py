"""Our own file beside the source: which agreement each of WIPO's short names means."""

from pathlib import Path
from typing import Final

from pipelines.sources.delimited import packaged_rows
from pipelines.sources.raw import Parsed

TREATY_COLUMNS: Final = ("treaty", "title", "agreement", "concluded_date", "in_force_date")


def treaties() -> Parsed:
    """Rows of treaties.csv: short name, title, slug, dates of conclusion and of entry into force."""
    return packaged_rows(Path(__file__).parent, "treaties.csv", TREATY_COLUMNS)
