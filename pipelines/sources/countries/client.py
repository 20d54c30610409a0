"""Countries: ISO 3166-1 and 3166-3 as packaged by pycountry, names as packaged by countrynames, and the project's own.

The two packages are pinned in the lock file, so their data files are as good as a dated download.
"""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from pipelines.sources.raw import PACKAGES_LOCKED_AT, RawFile, packaged_files

FOLDER = Path(__file__).parent
ISO_FILE = "pycountry/iso3166-1.json"
FORMER_FILE = "pycountry/iso3166-3.json"
NAMES_FILE = "countrynames/data.yaml"


def fetch() -> Iterator[RawFile]:
    """Every file of the source, as bytes."""
    yield from packaged_files(FOLDER)
    for package, resource, locator, licence in (
        ("pycountry", "databases/iso3166-1.json", ISO_FILE, "LGPL-2.1-only"),
        ("pycountry", "databases/iso3166-3.json", FORMER_FILE, "LGPL-2.1-only"),
        ("countrynames", "data.yaml", NAMES_FILE, "MIT"),
    ):
        yield RawFile(
            source="countries",
            locator=locator,
            data=files(package).joinpath(resource).read_bytes(),
            licence=licence,
            fetched_at=PACKAGES_LOCKED_AT,
        )
