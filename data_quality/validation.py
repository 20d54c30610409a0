"""A frame and the suite of its table to one result per expectation, by Great Expectations.

Great Expectations is imported inside the functions: it takes seconds, and naming the expectations needs
none of it.
"""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import polars as pl

from data_quality.expectations import Expectation, ExpectationSpec, Severity, Suite, joined_lists
from data_quality.suites import suite_of

SAMPLES: Final = 20
_GX_SEVERITY: Final[dict[Severity, str]] = {"error": "critical", "warn": "warning"}


@dataclass(frozen=True)
class CheckResult:
    """What became of one expectation. `unexpected_samples` has 20 values at most, as text.

    `observed` is what the whole table showed, where the expectation is one about the whole table.
    """

    name: str
    passed: bool
    severity: Severity
    description: str
    unexpected_count: int = 0
    unexpected_samples: list[str] = field(default_factory=list)
    observed: str | None = None


def expectation_names(table_name: str) -> list[ExpectationSpec]:
    """The expectations of a table, in the order of their results. Raises KeyError for no table of ours."""
    return [
        ExpectationSpec(expectation.name, expectation.severity, expectation.description)
        for expectation in suite_of(table_name).expectations
    ]


def validate(
    frame: pl.DataFrame, table_name: str, *, results: Path | None = None, asset: str | None = None
) -> list[CheckResult]:
    """Validate `frame`, which should have the columns of `table_name`: one result per expectation, in order.

    A column that is missing makes its expectations fail, and nothing raise. With `results`, a folder, the
    full result is kept there under the name of `asset` (by default the table's), for `build_data_docs`.
    """
    suite = suite_of(table_name)
    name = asset or table_name
    # What is derived from a missing column is missing too; the expectations on it fail by themselves.
    present = {
        derived: expression
        for derived, expression in suite.derived.items()
        if set(expression.meta.root_names()) <= set(frame.columns)
    }
    widened = joined_lists(frame.with_columns(**present))
    with _quiet():
        gx = great_expectations()
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        batch = (
            context.data_sources.add_pandas("pandas")
            .add_dataframe_asset(name)
            .add_batch_definition_whole_dataframe("whole")
        )
        made = context.suites.add(gx.ExpectationSuite(name, expectations=_gx_expectations(gx, suite)))
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(name=name, data=batch, suite=made)
        )
        outcome = definition.run(
            batch_parameters={"dataframe": widened.to_pandas()},
            result_format={"result_format": "SUMMARY", "partial_unexpected_count": SAMPLES},
        )
    if results is not None:
        results.mkdir(parents=True, exist_ok=True)
        text = json.dumps(outcome.to_json_dict(), sort_keys=True)
        (results / f"{name}.json").write_text(text, encoding="utf-8")
    by_name = {each.expectation_config.meta["name"]: each for each in outcome.results}
    return [_check_result(expectation, by_name[expectation.name]) for expectation in suite.expectations]


def great_expectations() -> ModuleType:
    """The library, with its reports to its makers turned off, which must happen before the import."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx

    return gx


@contextmanager
def _quiet() -> Iterator[None]:
    """Great Expectations logs the trace of every expectation whose column is missing; the result says it."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _gx_expectations(gx: ModuleType, suite: Suite) -> list[Any]:
    return [
        getattr(gx.expectations, expectation.gx_class)(
            **expectation.arguments,
            description=expectation.description,
            severity=_GX_SEVERITY[expectation.severity],
            meta={"name": expectation.name, "severity": expectation.severity},
        )
        for expectation in suite.expectations
    ]


def _check_result(expectation: Expectation, outcome: Any) -> CheckResult:
    found = outcome.result or {}
    samples = [_text(value) for value in found.get("partial_unexpected_list", [])][:SAMPLES]
    observed = found.get("observed_value")
    return CheckResult(
        name=expectation.name,
        passed=bool(outcome.success),
        severity=expectation.severity,
        description=expectation.description,
        unexpected_count=int(found.get("unexpected_count") or 0),
        unexpected_samples=samples,
        observed=_error(outcome) if observed is None else str(observed),
    )


def _text(value: Any) -> str:
    """A value as people write it: numbers of numpy as numbers, pairs and rows without their brackets."""
    if isinstance(value, dict):
        return ", ".join(f"{key}={_text(each)}" for key, each in value.items())
    if isinstance(value, tuple):
        return ", ".join(_text(each) for each in value)
    return str(value)


def _error(outcome: Any) -> str | None:
    """Why an expectation could not be looked at, such as a column that is missing."""
    info = outcome.exception_info or {}
    if "exception_message" in info:
        return None if info["exception_message"] is None else str(info["exception_message"])
    messages = {str(each["exception_message"]) for each in info.values() if isinstance(each, dict)}
    return "; ".join(sorted(messages)) or None
