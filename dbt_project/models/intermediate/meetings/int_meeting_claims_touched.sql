-- grain: one claim, as it stands now, of what this build has to work out
-- `is_superseded` tells of a plan that was put off: it says nothing of whether and when they met.
{{ config(materialized='view') }}

select
    links.meeting_id,
    links.is_superseded,
    claims.claim_id,
    claims.source_kind,
    claims.source,
    claims.countries,
    claims.persons,
    claims.person_countries,
    claims.mediators,
    claims.format,
    claims.is_visit,
    claims.location,
    claims.location_country,
    claims.factuality,
    claims.event_date,
    claims.event_date_precision,
    claims.event_date_basis,
    claims.event_end_date,
    claims.article_id,
    claims.content_hash,
    claims.outlet,
    claims.cited_sources,
    claims.url,
    claims.reported_date,
    claims.ingested_at,
    claims.cluster_id,
    claims.evidence,
    claims.evidence_field,
    claims.evidence_start,
    claims.evidence_end,
    claims.extractor,
    claims.extractor_version
from {{ ref('int_meetings_touched') }} as touched
inner join {{ ref('int_meeting_links_logged') }} as links
    on touched.meeting_id = links.meeting_id and links.known_to is null
inner join {{ ref('int_meeting_claims_logged') }} as claims
    on links.claim_id = claims.claim_id and claims.known_to is null
