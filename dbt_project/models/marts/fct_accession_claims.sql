-- grain: one (party, agreement, step, factuality) as one article states it, or one step of one registry
{{ config(
    materialized='incremental', incremental_strategy='append', on_schema_change='append_new_columns',
    pre_hook="{{ delete_touched('accession_id', ref('int_accessions_touched')) }}"
) }}

select
    claim_id,
    source_kind,
    source,
    accession_id,
    party,
    agreement,
    is_listed,
    step,
    factuality,
    capacity,
    speaker,
    speaker_party,
    event_date,
    event_date_precision,
    event_date_basis,
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
from {{ ref('int_accession_claims_touched') }}
