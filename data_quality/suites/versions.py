"""Logs of facts: what the warehouse said of each, and for how long."""

from functools import partial
from typing import Final

import polars as pl

from data_quality.expectations import Suite, is_true, not_before, unique
from data_quality.suites.declared import suite
from data_quality.suites.shapes import is_short_hash
from pipelines.schemas import Table
from pipelines.schemas.marts import (
    bridge_meeting_participant_versions,
    fct_accession_versions,
    fct_forwarded_meetings,
    fct_meeting_versions,
    fct_membership_versions,
)

_FORWARDS: Final[dict[str, pl.Expr]] = {"_leads_away": pl.col("meeting_id") != pl.col("new_meeting_id")}


def _versions_suite(table: Table, key: str) -> Suite:
    """Versions of one fact follow each other: each ends after it began, and one at most is open."""
    return suite(
        table,
        is_short_hash(key),
        not_before("known_to", "known_from", strictly=True),
        unique([key, "known_from"], name="grain_unique"),
        unique(["_open"], name="one_open_version"),
        derived={"_open": pl.when(pl.col("known_to").is_null()).then(pl.col(key))},
    )


fct_accession_versions_suite = partial(_versions_suite, fct_accession_versions, "accession_id")
fct_meeting_versions_suite = partial(_versions_suite, fct_meeting_versions, "meeting_id")
fct_membership_versions_suite = partial(_versions_suite, fct_membership_versions, "membership_id")
bridge_meeting_participant_versions_suite = partial(
    _versions_suite, bridge_meeting_participant_versions, "participant_id"
)


def fct_forwarded_meetings_suite() -> Suite:
    return suite(
        fct_forwarded_meetings,
        is_short_hash("meeting_id"),
        is_short_hash("new_meeting_id"),
        is_true("_leads_away", "leads_elsewhere", "No id is forwarded to itself."),
        not_before("known_to", "known_from", strictly=True),
        derived=_FORWARDS,
    )
