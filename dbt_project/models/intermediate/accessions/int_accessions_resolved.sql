-- grain: one (party, agreement, step)
{{ config(
    materialized='incremental', incremental_strategy='append', on_schema_change='append_new_columns',
    pre_hook="{{ delete_touched('accession_id', ref('int_accessions_touched')) }}"
) }}

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
        reported_date,
        cluster_id
    from {{ ref('int_accession_claims_touched') }}
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

-- A source may have several dates of one step, of those who left and came back. Sources that say the same are
-- taken together: what is compared with what else is said is each set of dates, not each claim.
dates_by_source as (
    select
        accession_id,
        capacity,
        cluster_id,
        list(distinct concat_ws('|', event_date, event_date_precision) order by 1) as dates
    from chosen
    where event_date_basis = 'stated'
    group by accession_id, capacity, cluster_id
),

-- Where each of two sources has one day, and another, there is nothing more to compare.
days_apart as (
    select
        accession_id,
        capacity
    from dates_by_source
    where len(dates) = 1 and ends_with(dates[1], '|day')
    group by accession_id, capacity
    having count(distinct dates) > 1
),

date_sets as (
    select
        dates_by_source.accession_id,
        dates_by_source.capacity,
        dates_by_source.dates,
        row_number() over (
            partition by dates_by_source.accession_id, dates_by_source.capacity
            order by dates_by_source.dates
        ) as set_number
    from dates_by_source
    left join days_apart
        on
            dates_by_source.accession_id = days_apart.accession_id
            and dates_by_source.capacity is not distinct from days_apart.capacity
    where days_apart.accession_id is null
    group by dates_by_source.accession_id, dates_by_source.capacity, dates_by_source.dates
),

set_dates as (
    select
        accession_id,
        capacity,
        set_number,
        unnest(list_transform(dates, lambda each: cast(split_part(each, '|', 1) as date))) as event_date,
        unnest(list_transform(dates, lambda each: split_part(each, '|', 2))) as event_date_precision
    from date_sets
),

-- Two of them contradict each other where not one date of the one fits a date of the other.
comparisons as (
    select
        sets.accession_id,
        bool_or(
            {{ dates_fit(
                'sets.event_date', 'sets.event_date_precision',
                'others.event_date', 'others.event_date_precision'
            ) }}
        ) as agrees
    from set_dates as sets
    inner join set_dates as others
        on
            sets.accession_id = others.accession_id
            and sets.capacity is not distinct from others.capacity
            and sets.set_number < others.set_number
    group by sets.accession_id, sets.capacity, sets.set_number, others.set_number
),

date_conflicts as (
    select distinct accession_id
    from comparisons
    where not agrees
    union
    select accession_id
    from days_apart
),

-- A source that gives only the year supports every day of it, so a finer date that fits the coarser ones
-- has all their sources and its own; one that does not fit has to win by number.
stated_dates as (
    select distinct
        accession_id,
        event_date,
        event_date_precision
    from chosen
    where event_date_basis = 'stated'
),

supporting_dates as (
    select
        accession_id,
        event_date,
        event_date_precision,
        event_date as supporting_date,
        event_date_precision as supporting_precision
    from stated_dates
    union all
    select
        accession_id,
        event_date,
        event_date_precision,
        cast(date_trunc('month', event_date) as date) as supporting_date,
        'month' as supporting_precision
    from stated_dates
    where event_date_precision = 'day'
    union all
    select
        accession_id,
        event_date,
        event_date_precision,
        cast(date_trunc('year', event_date) as date) as supporting_date,
        'year' as supporting_precision
    from stated_dates
    where event_date_precision in ('day', 'month')
),

date_supports as (
    select
        candidates.accession_id,
        candidates.event_date,
        candidates.event_date_precision,
        count(distinct witnesses.cluster_id) as support
    from supporting_dates as candidates
    inner join chosen as witnesses
        on
            candidates.accession_id = witnesses.accession_id
            and candidates.supporting_date = witnesses.event_date
            and candidates.supporting_precision = witnesses.event_date_precision
    where witnesses.event_date_basis = 'stated'
    group by candidates.accession_id, candidates.event_date, candidates.event_date_precision
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
        ) as claim_rank,
        coalesce(date_supports.support, 0) as support
    from chosen
    left join date_supports
        on
            chosen.accession_id = date_supports.accession_id
            and chosen.event_date = date_supports.event_date
            and chosen.event_date_precision = date_supports.event_date_precision
            and chosen.event_date_basis = 'stated'
),

-- What speaks for another date than the chosen one.
rivals as (
    select
        ranked.accession_id,
        max(ranked.support) as support,
        max({{ precision_rank('ranked.event_date_precision') }}) as precision_rank
    from ranked
    inner join ranked as winners
        on ranked.accession_id = winners.accession_id and winners.claim_rank = 1
    where
        ranked.event_date_basis = 'stated'
        and ranked.capacity is not distinct from winners.capacity
        and (
            ranked.event_date <> winners.event_date
            or ranked.event_date_precision <> winners.event_date_precision
        )
    group by ranked.accession_id
),

-- The day for which it was last planned, beside the day on which it happened.
plans as (
    select
        accession_id,
        event_date,
        event_date_precision,
        row_number() over (
            partition by accession_id
            order by
                reported_date desc nulls last,
                {{ precision_rank('event_date_precision') }} desc,
                event_date asc,
                claim_id asc
        ) as plan_rank
    from claims
    where factuality = 'planned' and event_date is not null
)

select
    facts.accession_id,
    ranked.party,
    ranked.agreement,
    ranked.is_listed,
    ranked.step,
    -- Nobody has said that it took place: a plan whose day is over is no deed.
    case
        when
            facts.factuality = 'planned'
            and {{ last_possible_day('ranked.event_date', 'ranked.event_date_precision') }} < {{ known_on() }}
            then 'unconfirmed'
        else facts.factuality
    end as factuality,
    ranked.capacity,
    ranked.event_date,
    ranked.event_date_precision,
    ranked.event_date_basis,
    case
        when ranked.event_date_basis = 'none' then 'no_date'
        when ranked.event_date_basis = 'publication' then 'earliest_report'
        when ranked.source_kind = 'registry' then 'registry'
        when rivals.accession_id is null then 'only_date'
        when facts.factuality <> 'actual' then 'latest_report'
        when ranked.support > rivals.support then 'most_sources'
        when {{ precision_rank('ranked.event_date_precision') }} > rivals.precision_rank then 'finest_date'
        else 'first_reported'
    end as event_date_rule,
    plans.event_date as planned_date,
    coalesce(plans.event_date_precision, 'unknown') as planned_date_precision,
    facts.first_reported_date,
    facts.last_reported_date,
    facts.claim_count,
    facts.source_count,
    facts.outlets,
    facts.has_factuality_conflict or date_conflicts.accession_id is not null as has_conflict,
    words.evidence,
    ranked.article_id as evidence_article_id,
    words.url as evidence_url,
    news.factuality as news_factuality,
    news.event_date as news_date,
    coalesce(news.event_date_precision, 'unknown') as news_date_precision,
    registries.event_date as registry_date,
    coalesce(registries.event_date_precision, 'unknown') as registry_date_precision,
    coalesce(registry_sources.registry_sources, cast([] as varchar[])) as registry_sources
from facts
inner join ranked on facts.accession_id = ranked.accession_id and ranked.claim_rank = 1
inner join {{ ref('int_accession_claims_touched') }} as words on ranked.claim_id = words.claim_id
left join rivals on facts.accession_id = rivals.accession_id
left join plans on facts.accession_id = plans.accession_id and plans.plan_rank = 1
left join date_conflicts on facts.accession_id = date_conflicts.accession_id
left join side_dates as news
    on facts.accession_id = news.accession_id and news.source_kind = 'news' and news.side_rank = 1
left join side_dates as registries
    on
        facts.accession_id = registries.accession_id
        and registries.source_kind = 'registry'
        and registries.side_rank = 1
left join registry_sources on facts.accession_id = registry_sources.accession_id
