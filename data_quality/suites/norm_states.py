"""States of today and of the past, with the days between which they stand."""

from typing import Final

import polars as pl

from data_quality.expectations import Suite, at_least_rows, is_true, matches, not_before, unique
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_state, is_web_address
from pipelines.schemas.country_codes import norm_states

_FORMER: Final = pl.col("kind").is_in(["former_state", "former_territory"])
_DERIVED: Final[dict[str, pl.Expr]] = {
    "_former_ended": pl.col("valid_to").is_not_null() == _FORMER,
    "_former_succeeded": ~_FORMER | (pl.col("successor_codes").list.len() > 0),
    "_successors_known": pl.col("successor_codes").list.eval(pl.element().is_not_null()).list.all()
    & (pl.col("successor_codes").list.set_difference(pl.col("country_code").implode()).list.len() == 0),
    "_not_its_own_successor": ~pl.col("successor_codes").list.contains(pl.col("country_code")),
}


def norm_states_suite() -> Suite:
    return suite(
        norm_states,
        is_state("country_code"),
        matches("iso2_code", r"^[A-Z]{2}$", "is_code", "two capital letters"),
        matches("numeric_code", r"^\d{3}$", "is_code", "three digits"),
        is_not_blank("name"),
        unique(["name"], name="name_unique"),
        not_before("valid_to", "valid_from"),
        is_true("_former_ended", "former_ended", "What is no more has a last day, and nothing else has one."),
        is_true("_former_succeeded", "former_succeeded", "What is no more has successors."),
        is_true("_successors_known", "successors_known", "Every successor is a row of the table."),
        is_true("_not_its_own_successor", "not_its_own_successor", "No state succeeds itself."),
        is_web_address("source_url"),
        at_least_rows(expected_rows("countries", "states.csv")),
        derived=_DERIVED,
    )
