"""Our own file beside the source: what its country names mean where no list of names says so."""

from pathlib import Path
from typing import Final

from pipelines.sources.delimited import parse_csv
from pipelines.sources.raw import Parsed, RawFile, read_card

NAME_COLUMNS: Final = ("name", "place", "until", "country_codes", "note")


def names() -> Parsed:
    """Rows of names.csv: name as the source writes it, for trips to `place` or before `until` only, and codes."""
    folder = Path(__file__).parent
    card = read_card(folder)
    data = (folder / "names.csv").read_bytes()
    return parse_csv(RawFile(card.name, "names.csv", data, card.licence, card.retrieved_at), NAME_COLUMNS)
