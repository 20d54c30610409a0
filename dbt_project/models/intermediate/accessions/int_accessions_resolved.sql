-- grain: one (party, agreement, step)
with

claims as (
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
        url,
        reported_date,
        cluster_id,
        evidence
    from {{ ref('int_accession_claims_unioned') }}
),

facts as (
    select
        accession_id,
        {{ factuality_now('factuality', 'reported_date') }} as factuality,
        min(reported_date) as first_reported_date,
        max(reported_date) as last_reported_date,
        count(*) as claim_count,
        count(distinct cluster_id) as source_count,
        coalesce(
            list(distinct outlet order by outlet) filter (where outlet is not null), cast([] as varchar[])
        ) as outlets,
        bool_or(factuality = 'actual') and bool_or(factuality = 'negated') as has_factuality_conflict
    from claims
    group by accession_id
),

-- The two kinds of sources side by side: what each says of the step by itself.
sides as (
    select
        accession_id,
        source_kind,
        {{ factuality_now('factuality', 'reported_date') }} as factuality
    from claims
    group by accession_id, source_kind
),

side_dates as (
    select
        claims.accession_id,
        claims.source_kind,
        claims.factuality,
        claims.event_date,
        claims.event_date_precision,
        row_number() over (
            partition by claims.accession_id, claims.source_kind
            order by
                claims.capacity = 'member' desc,
                claims.event_date_basis = 'stated' desc,
                case when claims.factuality <> 'actual' then claims.reported_date end desc nulls last,
                {{ precision_rank('claims.event_date_precision') }} desc,
                claims.reported_date asc nulls last,
                -- Who left and came back joined twice: the fact, as always, is the first time.
                claims.event_date asc nulls last,
                claims.claim_id asc
        ) as side_rank
    from claims
    inner join sides
        on
            claims.accession_id = sides.accession_id
            and claims.source_kind = sides.source_kind
            and claims.factuality = sides.factuality
),

registry_sources as (
    select
        accession_id,
        list(distinct source order by source) as registry_sources
    from claims
    where source_kind = 'registry'
    group by accession_id
),

-- Only claims of what holds now say when: the day of a plan is not the day of the event.
chosen as (
    select claims.*
    from claims
    inner join facts
        on claims.accession_id = facts.accession_id and claims.factuality = facts.factuality
),

-- A source may have several dates of one step, of those who left and came back: two sources contradict each
-- other where not one date of the one fits a date of the other.
comparisons as (
    select
        claims.accession_id,
        bool_or(
            {{ dates_fit(
                'claims.event_date', 'claims.event_date_precision',
                'others.event_date', 'others.event_date_precision'
            ) }}
        ) as agrees
    from chosen as claims
    inner join chosen as others
        on
            claims.accession_id = others.accession_id
            and claims.cluster_id < others.cluster_id
            and claims.capacity is not distinct from others.capacity
    where claims.event_date_basis = 'stated' and others.event_date_basis = 'stated'
    group by claims.accession_id, claims.cluster_id, others.cluster_id
),

date_conflicts as (
    select
        accession_id,
        bool_or(not agrees) as has_date_conflict
    from comparisons
    group by accession_id
),

-- A source that gives only the year supports every day of it, so a finer date that fits the coarser ones
-- has all their sources and its own; one that does not fit has to win by number.
date_supports as (
    select
        candidates.claim_id,
        count(distinct witnesses.cluster_id) as support
    from chosen as candidates
    inner join chosen as witnesses
        on
            candidates.accession_id = witnesses.accession_id
            and {{ is_same_or_coarser(
                'witnesses.event_date', 'witnesses.event_date_precision',
                'candidates.event_date', 'candidates.event_date_precision'
            ) }}
    where candidates.event_date_basis = 'stated' and witnesses.event_date_basis = 'stated'
    group by candidates.claim_id
),

ranked as (
    select
        chosen.*,
        row_number() over (
            partition by chosen.accession_id
            order by
                -- An observer has not joined yet: of two capacities the member's is the fact.
                chosen.capacity = 'member' desc,
                chosen.event_date_basis = 'stated' desc,
                -- A depositary knows the day better than any report of it.
                chosen.source_kind = 'registry' desc,
                -- Of a plan the latest word holds: it may have been put off.
                case when chosen.factuality <> 'actual' then chosen.reported_date end desc nulls last,
                coalesce(date_supports.support, 0) desc,
                {{ precision_rank('chosen.event_date_precision') }} desc,
                chosen.reported_date asc nulls last,
                chosen.event_date asc nulls last,
                chosen.article_id asc,
                chosen.claim_id asc
        ) as claim_rank
    from chosen
    left join date_supports on chosen.claim_id = date_supports.claim_id
)

select
    facts.accession_id,
    ranked.party,
    ranked.agreement,
    ranked.is_listed,
    ranked.step,
    facts.factuality,
    ranked.capacity,
    ranked.event_date,
    ranked.event_date_precision,
    ranked.event_date_basis,
    facts.first_reported_date,
    facts.last_reported_date,
    facts.claim_count,
    facts.source_count,
    facts.outlets,
    facts.has_factuality_conflict or coalesce(date_conflicts.has_date_conflict, false) as has_conflict,
    ranked.evidence,
    ranked.article_id as evidence_article_id,
    ranked.url as evidence_url,
    news.factuality as news_factuality,
    news.event_date as news_date,
    coalesce(news.event_date_precision, 'unknown') as news_date_precision,
    registries.event_date as registry_date,
    coalesce(registries.event_date_precision, 'unknown') as registry_date_precision,
    coalesce(registry_sources.registry_sources, cast([] as varchar[])) as registry_sources
from facts
inner join ranked on facts.accession_id = ranked.accession_id and ranked.claim_rank = 1
left join date_conflicts on facts.accession_id = date_conflicts.accession_id
left join side_dates as news
    on facts.accession_id = news.accession_id and news.source_kind = 'news' and news.side_rank = 1
left join side_dates as registries
    on
        facts.accession_id = registries.accession_id
        and registries.source_kind = 'registry'
        and registries.side_rank = 1
left join registry_sources on facts.accession_id = registry_sources.accession_id
