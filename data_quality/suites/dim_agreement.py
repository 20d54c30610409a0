"""Agreements, of the register or met in the news."""

import polars as pl

from data_quality.expectations import Suite, at_least_rows, is_true
from data_quality.source_facts import expected_rows
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_not_blank, is_slug, is_web_address
from pipelines.schemas.marts import dim_agreement


def dim_agreement_suite() -> Suite:
    return suite(
        dim_agreement,
        is_slug("agreement"),
        is_not_blank("name"),
        is_true("_form_is_known", "listed_has_legal_form", "Every listed agreement has a `legal_form`."),
        is_web_address("source_url"),
        at_least_rows(expected_rows("registry", "agreements.csv")),
        derived={"_form_is_known": ~pl.col("is_listed") | pl.col("legal_form").is_not_null()},
    )
