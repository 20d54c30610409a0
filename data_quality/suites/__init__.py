"""One suite per table, in the module of the table's name; `suite_of` finds it.

Suites are made when asked for: limits such as "tomorrow" are those of the moment.
"""

from collections.abc import Callable
from typing import Final

from data_quality.expectations import Suite
from data_quality.suites.bridge_meeting_participants import bridge_meeting_participants_suite
from data_quality.suites.declared import suite
from data_quality.suites.dim_agreement import dim_agreement_suite
from data_quality.suites.dim_article import dim_article_suite
from data_quality.suites.dim_office_holder import dim_office_holder_suite
from data_quality.suites.dim_person import dim_person_suite
from data_quality.suites.fct_accession_claims import fct_accession_claims_suite
from data_quality.suites.fct_accession_status import fct_accession_status_suite
from data_quality.suites.fct_accessions import fct_accessions_suite
from data_quality.suites.fct_meeting_claims import fct_meeting_claims_suite
from data_quality.suites.fct_meetings import fct_meetings_suite
from data_quality.suites.fct_memberships import fct_memberships_suite
from data_quality.suites.file_counts import file_counts_suite
from data_quality.suites.mention_accessions import mention_accessions_suite
from data_quality.suites.mention_meetings import mention_meetings_suite
from data_quality.suites.norm_agreements import norm_agreements_suite
from data_quality.suites.norm_articles import norm_articles_suite
from data_quality.suites.norm_cities import norm_cities_suite
from data_quality.suites.norm_countries import norm_countries_suite
from data_quality.suites.norm_country_codes import norm_country_codes_suite
from data_quality.suites.norm_country_descriptions import norm_country_descriptions_suite
from data_quality.suites.norm_country_groups import norm_country_groups_suite
from data_quality.suites.norm_country_labels import norm_country_labels_suite
from data_quality.suites.norm_country_names import norm_country_names_suite
from data_quality.suites.norm_leaders import norm_leaders_suite
from data_quality.suites.norm_memberships import norm_memberships_suite
from data_quality.suites.norm_offices import norm_offices_suite
from data_quality.suites.norm_official_trips import norm_official_trips_suite
from data_quality.suites.norm_states import norm_states_suite
from data_quality.suites.norm_treaties import norm_treaties_suite
from data_quality.suites.norm_treaty_actions import norm_treaty_actions_suite
from data_quality.suites.norm_trip_meetings import norm_trip_meetings_suite
from data_quality.suites.raw_files import raw_files_suite
from data_quality.suites.rejects import fct_rejects_suite, rejects_suite
from data_quality.suites.versions import (
    bridge_meeting_participant_versions_suite,
    fct_accession_versions_suite,
    fct_forwarded_meetings_suite,
    fct_meeting_versions_suite,
    fct_membership_versions_suite,
)
from pipelines.schemas import table

SUITES: Final[dict[str, Callable[[], Suite]]] = {
    "raw_files": raw_files_suite,
    "norm_articles": norm_articles_suite,
    "rejects": rejects_suite,
    "norm_countries": norm_countries_suite,
    "norm_country_names": norm_country_names_suite,
    "norm_country_groups": norm_country_groups_suite,
    "norm_country_descriptions": norm_country_descriptions_suite,
    "norm_cities": norm_cities_suite,
    "norm_agreements": norm_agreements_suite,
    "norm_memberships": norm_memberships_suite,
    "norm_offices": norm_offices_suite,
    "norm_states": norm_states_suite,
    "norm_country_codes": norm_country_codes_suite,
    "norm_country_labels": norm_country_labels_suite,
    "norm_treaties": norm_treaties_suite,
    "norm_treaty_actions": norm_treaty_actions_suite,
    "norm_leaders": norm_leaders_suite,
    "norm_official_trips": norm_official_trips_suite,
    "norm_trip_meetings": norm_trip_meetings_suite,
    "mention_accessions": mention_accessions_suite,
    "mention_meetings": mention_meetings_suite,
    "dim_agreement": dim_agreement_suite,
    "dim_person": dim_person_suite,
    "dim_office_holder": dim_office_holder_suite,
    "dim_article": dim_article_suite,
    "fct_memberships": fct_memberships_suite,
    "fct_membership_versions": fct_membership_versions_suite,
    "fct_accession_claims": fct_accession_claims_suite,
    "fct_accessions": fct_accessions_suite,
    "fct_accession_versions": fct_accession_versions_suite,
    "fct_accession_status": fct_accession_status_suite,
    "fct_meeting_claims": fct_meeting_claims_suite,
    "fct_meetings": fct_meetings_suite,
    "fct_meeting_versions": fct_meeting_versions_suite,
    "fct_forwarded_meetings": fct_forwarded_meetings_suite,
    "bridge_meeting_participants": bridge_meeting_participants_suite,
    "bridge_meeting_participant_versions": bridge_meeting_participant_versions_suite,
    "fct_rejects": fct_rejects_suite,
    "file_counts": file_counts_suite,
}


def suite_of(table_name: str) -> Suite:
    """The suite of a table: its own, or what its schema declares. Raises KeyError for no table of ours."""
    if table_name in SUITES:
        return SUITES[table_name]()
    return suite(table(table_name))
