"""Steps of states towards and away from agreements."""

from typing import Final

import polars as pl

from data_quality.expectations import Suite, unique
from data_quality.suites.declared import suite
from data_quality.suites.shapes import (
    EVENT,
    RATIFIED,
    REPORTED,
    claims,
    event_date,
    is_party,
    is_slug,
    no_ratified_accord,
)
from pipelines.schemas.marts import fct_accessions

# What a registry has may have happened after the last report of it.
_REPORTED: Final[dict[str, pl.Expr]] = {
    name: pl.when(pl.col("registry_date").is_null()).then(expression) for name, expression in REPORTED.items()
}


def fct_accessions_suite() -> Suite:
    return suite(
        fct_accessions,
        is_party(),
        is_slug("agreement"),
        unique(["party", "agreement", "step"], name="grain_unique"),
        no_ratified_accord(),
        *event_date(),
        *claims(),
        derived={**EVENT, **RATIFIED, **_REPORTED},
    )
