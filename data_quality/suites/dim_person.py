"""People who hold or held an office; two may have one name, and REIGN often gives the surname alone."""

from data_quality.expectations import Suite
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank
from pipelines.schemas.marts import dim_person


def dim_person_suite() -> Suite:
    return suite(dim_person, is_not_blank("name"))
