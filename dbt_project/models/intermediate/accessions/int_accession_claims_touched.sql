-- grain: one claim, as it stands now, of what this build has to work out
{{ config(materialized='view') }}

select
    claims.claim_id,
    claims.source_kind,
    claims.source,
    claims.accession_id,
    claims.party,
    claims.agreement,
    claims.is_listed,
    claims.step,
    claims.factuality,
    claims.capacity,
    claims.speaker,
    claims.speaker_party,
    claims.event_date,
    claims.event_date_precision,
    claims.event_date_basis,
    claims.article_id,
    claims.content_hash,
    claims.outlet,
    claims.cited_sources,
    claims.url,
    claims.reported_date,
    claims.cluster_id,
    claims.evidence,
    claims.evidence_field,
    claims.evidence_start,
    claims.evidence_end,
    claims.extractor,
    claims.extractor_version,
    claims.ingested_at
from {{ ref('int_accession_claims_logged') }} as claims
inner join {{ ref('int_accessions_touched') }} as touched on claims.accession_id = touched.accession_id
where claims.known_to is null
