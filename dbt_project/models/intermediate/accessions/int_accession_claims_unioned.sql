-- grain: one (party, agreement, step, factuality) as one article states it, or one step of one registry
-- A row of a registry is a claim like any other: it happened, on the day that the registry gives.
with

news as (
    select
        claim_id,
        'news' as source_kind,
        source,
        accession_id,
        party,
        agreement,
        is_listed,
        step,
        factuality,
        capacity,
        event_date,
        event_date_precision,
        event_date_basis,
        article_id,
        outlet,
        cited_sources,
        url,
        reported_date,
        cluster_id,
        evidence,
        evidence_field,
        evidence_start,
        evidence_end,
        extractor,
        extractor_version
    from {{ ref('int_accession_claims_dated') }}
),

registries as (
    select
        steps.claim_id,
        'registry' as source_kind,
        steps.source,
        {{ stable_id(['steps.party', 'steps.agreement', 'steps.step']) }} as accession_id,
        steps.party,
        steps.agreement,
        agreements.agreement is not null as is_listed,
        steps.step,
        'actual' as factuality,
        steps.capacity,
        steps.step_date as event_date,
        steps.step_date_precision as event_date_precision,
        'stated' as event_date_basis,
        cast(null as varchar) as article_id,
        cast(null as varchar) as outlet,
        cast([] as varchar[]) as cited_sources,
        steps.source_url as url,
        cast(null as date) as reported_date,
        'registry:' || steps.source as cluster_id,
        steps.evidence,
        'record' as evidence_field,
        0 as evidence_start,
        length(steps.evidence) as evidence_end,
        cast(null as varchar) as extractor,
        cast(null as varchar) as extractor_version
    from {{ ref('int_registry_steps_unioned') }} as steps
    left join {{ ref('stg_reference__agreements') }} as agreements
        on steps.agreement = agreements.agreement
)

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
    event_date,
    event_date_precision,
    event_date_basis,
    article_id,
    outlet,
    cited_sources,
    url,
    reported_date,
    cluster_id,
    evidence,
    evidence_field,
    evidence_start,
    evidence_end,
    extractor,
    extractor_version
from news
union all
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
    event_date,
    event_date_precision,
    event_date_basis,
    article_id,
    outlet,
    cited_sources,
    url,
    reported_date,
    cluster_id,
    evidence,
    evidence_field,
    evidence_start,
    evidence_end,
    extractor,
    extractor_version
from registries
