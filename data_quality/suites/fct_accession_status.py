"""Where parties stand towards agreements."""

from typing import Final

import polars as pl

from data_quality.expectations import Suite, is_true, unique
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_party, is_slug
from pipelines.schemas.marts import fct_accession_status

_DERIVED: Final[dict[str, pl.Expr]] = {
    "_stage_has_step": (pl.col("stage") == "none") == pl.col("step").is_null(),
    "_plan_is_plan": pl.col("next_factuality").is_null() == pl.col("next_step").is_null(),
}


def fct_accession_status_suite() -> Suite:
    return suite(
        fct_accession_status,
        is_party(),
        is_slug("agreement"),
        unique(["party", "agreement"], name="grain_unique"),
        is_true("_stage_has_step", "stage_has_step", "Every stage but `none` has the step that led to it."),
        is_true("_plan_is_plan", "next_step_is_planned", "`next_step` and `next_factuality` go together."),
        derived=_DERIVED,
    )
