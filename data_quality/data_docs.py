"""The kept results of validations to Great Expectations' Data Docs: a site that needs no server."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from data_quality.validation import great_expectations

SITE: Final = "dragoman"


def build_data_docs(results: Path, folder: Path) -> Path:
    """Render what `validate` kept in folder `results` as a site in `folder`; the path of its first page.

    What was in `folder` is replaced. Raises FileNotFoundError where nothing was kept.
    """
    kept = sorted(results.glob("*.json"))
    if not kept:
        raise FileNotFoundError(f"{results}: no validation results are kept there; validate a table first")
    context = great_expectations().get_context(mode="ephemeral")
    site = {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
    }
    shutil.rmtree(folder, ignore_errors=True)
    context.add_data_docs_site(site_name=SITE, site_config=site)
    for file in kept:
        _add(context, json.loads(file.read_text(encoding="utf-8")))
    context.build_data_docs(site_names=[SITE])
    return folder / "index.html"


def _add(context: Any, kept: dict[str, Any]) -> None:
    """Put one kept result, and the suite that it is of, into the stores that the site is built from."""
    gx = great_expectations()
    from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResultSchema
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )

    result = ExpectationSuiteValidationResultSchema().load(kept)
    suite = gx.ExpectationSuite(name=result.suite_name)
    for each in result.results:
        suite.add_expectation_configuration(each.expectation_config)
    context.suites.add(suite)
    key = ValidationResultIdentifier(
        expectation_suite_identifier=ExpectationSuiteIdentifier(result.suite_name),
        run_id=RunIdentifier(
            run_name="latest", run_time=datetime.fromisoformat(kept["meta"]["run_id"]["run_time"])
        ),
        batch_identifier=result.suite_name,
    )
    context.validation_results_store.set(key, result)
