-- grain: one version of one claim: what one article or registry said, for as long as the warehouse knew it so
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key=['claim_id', 'known_from'],
    on_schema_change='append_new_columns', full_refresh=false
) }}
{%- set columns = [
    'claim_id',
    'source_kind',
    'source',
    'accession_id',
    'party',
    'agreement',
    'is_listed',
    'step',
    'factuality',
    'capacity',
    'speaker',
    'speaker_party',
    'event_date',
    'event_date_precision',
    'event_date_basis',
    'article_id',
    'content_hash',
    'outlet',
    'cited_sources',
    'url',
    'reported_date',
    'cluster_id',
    'evidence',
    'evidence_field',
    'evidence_start',
    'evidence_end',
    'extractor',
    'extractor_version'
] %}

{{ claims_log(ref('int_accession_claims_unioned'), columns) }}
