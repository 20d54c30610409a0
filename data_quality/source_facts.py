"""What the files beside the sources say that expectations need; read as files, no source is imported."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl
import yaml

SOURCES: Final = Path(__file__).resolve().parent.parent / "pipelines" / "sources"


@lru_cache
def expected_rows(source: str, file: str) -> int:
    """How many rows `file` of `source` has at least, by the source's source.yml. Raises KeyError."""
    card = yaml.safe_load((SOURCES / source / "source.yml").read_text(encoding="utf-8"))
    by_file = {table["file"]: int(table["expected_rows"]) for table in card["tables"]}
    return by_file[file]


@lru_cache
def political_accords() -> tuple[str, ...]:
    """Slugs of the register's agreements that nobody ratifies."""
    register = pl.read_csv(SOURCES / "registry" / "agreements.csv", columns=["slug", "legal_form"])
    return tuple(register.filter(pl.col("legal_form") == "political_accord")["slug"])
