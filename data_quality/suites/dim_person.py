"""People of the register of offices."""

from data_quality.expectations import Suite, unique
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank
from pipelines.schemas.marts import dim_person


def dim_person_suite() -> Suite:
    return suite(dim_person, is_not_blank("name"), unique(["name"], name="name_unique"))
