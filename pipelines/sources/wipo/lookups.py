"""Our own file beside the source: which agreement each of WIPO's short names means."""

from pathlib import Path
from typing import Final

from pipelines.sources.delimited import parse_csv
from pipelines.sources.raw import Parsed, RawFile, read_card

TREATY_COLUMNS: Final = ("treaty", "title", "agreement", "concluded_date", "in_force_date")


def treaties() -> Parsed:
    """Rows of treaties.csv: short name, title, slug, dates of conclusion and of entry into force."""
    folder = Path(__file__).parent
    card = read_card(folder)
    data = (folder / "treaties.csv").read_bytes()
    file = RawFile(card.name, "treaties.csv", data, card.licence, card.retrieved_at)
    return parse_csv(file, TREATY_COLUMNS)
