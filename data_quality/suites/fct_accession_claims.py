"""What each article says of accessions."""

from data_quality.expectations import Suite
from data_quality.suites.declared import suite
from data_quality.suites.shapes import (
    EVENT,
    EVIDENCE,
    RATIFIED,
    event_date,
    evidence,
    is_party,
    is_reported_day,
    is_slug,
    no_ratified_accord,
)
from pipelines.schemas.marts import fct_accession_claims


def fct_accession_claims_suite() -> Suite:
    return suite(
        fct_accession_claims,
        is_party(),
        is_party("speaker_party"),
        is_slug("agreement"),
        is_reported_day("reported_date"),
        no_ratified_accord(),
        *event_date(),
        *evidence(),
        derived={**EVENT, **EVIDENCE, **RATIFIED},
    )
