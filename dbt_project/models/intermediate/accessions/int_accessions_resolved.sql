-- grain: one (party, agreement, step)
with

claims as (
    select
        claim_id,
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
    from {{ ref('int_accession_claims_dated') }}
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

-- Only claims of what holds now say when: the day of a plan is not the day of the event.
chosen as (
    select claims.*
    from claims
    inner join facts
        on claims.accession_id = facts.accession_id and claims.factuality = facts.factuality
),

date_conflicts as (
    select
        accession_id,
        {{ have_dates_in_conflict('event_date', 'event_date_precision', 'event_date_basis') }}
            as has_date_conflict
    from chosen
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
                chosen.event_date_basis = 'stated' desc,
                -- Of a plan the latest word holds: it may have been put off.
                case when chosen.factuality <> 'actual' then chosen.reported_date end desc nulls last,
                coalesce(date_supports.support, 0) desc,
                {{ precision_rank('chosen.event_date_precision') }} desc,
                chosen.reported_date asc nulls last,
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
    facts.has_factuality_conflict or date_conflicts.has_date_conflict as has_conflict,
    ranked.evidence,
    ranked.article_id as evidence_article_id,
    ranked.url as evidence_url
from facts
inner join ranked on facts.accession_id = ranked.accession_id and ranked.claim_rank = 1
inner join date_conflicts on facts.accession_id = date_conflicts.accession_id
