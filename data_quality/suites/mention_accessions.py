"""Accession statements as extracted."""

from data_quality.expectations import Suite
from data_quality.suites.declared import suite
from data_quality.suites.shapes import (
    EVIDENCE,
    RATIFIED,
    evidence,
    is_partial_date,
    is_party,
    is_short_hash,
    is_slug,
    no_ratified_accord,
)
from pipelines.schemas.mentions import mention_accessions


def mention_accessions_suite() -> Suite:
    return suite(
        mention_accessions,
        is_short_hash("mention_id"),
        is_party(),
        is_party("speaker_party"),
        is_slug("agreement"),
        is_partial_date("date"),
        no_ratified_accord(),
        *evidence(),
        derived={**EVIDENCE, **RATIFIED},
    )
