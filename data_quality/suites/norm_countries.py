"""States and territories of today."""

from typing import Final

from data_quality.expectations import Suite, at_least_rows, matches, unique
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_state
from pipelines.schemas.reference import norm_countries

# ISO 3166-1 had 249 entries in 2026; Kosovo and the European Union are added.
_COUNTRIES: Final = 251


def norm_countries_suite() -> Suite:
    return suite(
        norm_countries,
        is_state("country_code"),
        matches("iso2_code", r"^[A-Z]{2}$", "is_code", "two capital letters"),
        unique(["iso2_code"], name="iso2_code_unique"),
        matches("numeric_code", r"^\d{3}$", "is_code", "three digits"),
        is_not_blank("name"),
        unique(["name"], name="name_unique"),
        at_least_rows(_COUNTRIES),
    )
