"""Our own files beside the source: which agreement a treaty is, who a participant is, and corrections."""

from pathlib import Path
from typing import Final

from pipelines.sources.delimited import packaged_rows
from pipelines.sources.raw import Parsed

TREATY_COLUMNS: Final = ("treaty", "title", "agreement", "concluded_date", "in_force_date")
PARTICIPANT_COLUMNS: Final = ("name", "party", "reason")
CORRECTION_COLUMNS: Final = ("treaty", "participant", "column_name", "expect", "value", "reason")


def treaties() -> Parsed:
    """Rows of treaties.csv: number, title, slug, dates of conclusion and of entry into force."""
    return _read("treaties.csv", TREATY_COLUMNS)


def participants() -> Parsed:
    """Rows of participants.csv: names that status lists, WIPO's too, use in a sense of their own."""
    return _read("participants.csv", PARTICIPANT_COLUMNS)


def corrections() -> Parsed:
    """Rows of corrections.csv: which cell, what it must be for the correction to hold, the right date."""
    return _read("corrections.csv", CORRECTION_COLUMNS)


def _read(name: str, columns: tuple[str, ...]) -> Parsed:
    return packaged_rows(Path(__file__).parent, name, columns)
