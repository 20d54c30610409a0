-- grain: one encounter as one article states it, or one registry of visits
{{ config(
    materialized='incremental', incremental_strategy='append', on_schema_change='append_new_columns',
    pre_hook="{{ delete_touched('meeting_id', ref('int_meetings_touched')) }}"
) }}

select
    claim_id,
    source_kind,
    source,
    meeting_id,
    countries,
    persons,
    mediators,
    format,
    is_visit,
    location,
    location_country,
    factuality,
    event_date,
    event_date_precision,
    event_date_basis,
    event_end_date,
    article_id,
    content_hash,
    outlet,
    cited_sources,
    url,
    reported_date,
    ingested_at,
    cluster_id,
    evidence,
    evidence_field,
    evidence_start,
    evidence_end,
    extractor,
    extractor_version
from {{ ref('int_meeting_claims_touched') }}
