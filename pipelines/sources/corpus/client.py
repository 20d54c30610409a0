"""The embedded corpus: articles in the contributors' own words, which ship with the project."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.sources.raw import RawFile, packaged_files


def fetch() -> Iterator[RawFile]:
    """Every file of the source, as bytes."""
    yield from packaged_files(Path(__file__).parent)
