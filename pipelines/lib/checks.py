"""From an expectation suite to Dagster asset checks: one check per expectation."""

from collections.abc import Callable, Iterator

import dagster as dg
import polars as pl

from data_quality.validation import CheckResult, expectation_names, validate
from pipelines.settings import Settings
from pipelines.storage import Storage

WAREHOUSE_POOL = "warehouse"


def suite_checks(
    table_name: str,
    asset: str,
    read: Callable[[], pl.DataFrame],
    *,
    pool: str | None = None,
    name: str | None = None,
) -> dg.AssetChecksDefinition:
    """The checks of `asset`, whose rows `read` gives, by the suite of `table_name`.

    `name`, by default the asset's, tells several suites of one asset apart.

    Expectations of severity `error` block: what stands downstream is not built when they fail.
    """
    specs = {
        expectation.name: dg.AssetCheckSpec(
            expectation.name,
            asset=asset,
            description=expectation.description,
            blocking=expectation.severity == "error",
        )
        for expectation in expectation_names(table_name)
    }

    @dg.multi_asset_check(name=f"{name or asset}_expectations", specs=list(specs.values()), pool=pool)
    def expectations() -> Iterator[dg.AssetCheckResult]:
        results = Storage.from_settings(Settings()).validations
        for result in validate(read(), table_name, results=results, asset=name or asset):
            yield _check_result(asset, result)

    return expectations


def _check_result(asset: str, result: CheckResult) -> dg.AssetCheckResult:
    blocking = result.severity == "error"
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=result.name,
        passed=result.passed,
        severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
        description=result.description,
        metadata={
            "unexpected_count": result.unexpected_count,
            "unexpected_samples": dg.MetadataValue.json(
                [str(sample) for sample in result.unexpected_samples]
            ),
        },
    )
