-- grain: one encounter in the world
{{ config(
    materialized='incremental', incremental_strategy='append', on_schema_change='append_new_columns',
    pre_hook="{{ delete_touched('meeting_id', ref('int_meetings_touched')) }}"
) }}

with

claims as (
    select
        claim_id,
        source_kind,
        meeting_id,
        is_superseded,
        countries,
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
        outlet,
        reported_date,
        cluster_id
    from {{ ref('int_meeting_claims_touched') }}
),

-- What was put off does not tell what came of it, unless there is nothing else.
counted as (
    select
        *,
        not is_superseded or bool_and(is_superseded) over (partition by meeting_id) as is_current
    from claims
),

encounters as (
    select
        meeting_id,
        {{ factuality_now('factuality', 'reported_date') }} filter (where is_current) as factuality,
        -- Resolution never joins two formats that texts name: at most one is not 'unspecified'.
        coalesce(min(case when format <> 'unspecified' then format end), 'unspecified') as format,
        min(reported_date) as first_reported_date,
        max(reported_date) as last_reported_date,
        count(*) as claim_count,
        count(distinct cluster_id) as source_count,
        coalesce(
            list(distinct outlet order by outlet) filter (where outlet is not null), cast([] as varchar[])
        ) as outlets,
        list(distinct source_kind order by source_kind) as source_kinds,
        bool_or(factuality = 'actual' and is_current)
        and bool_or(factuality = 'negated' and is_current) as has_factuality_conflict,
        bool_or(is_superseded and factuality in ('planned', 'negated')) as is_rescheduled
    from counted
    group by meeting_id
),

holding as (
    select counted.*
    from counted
    inner join encounters
        on counted.meeting_id = encounters.meeting_id and counted.factuality = encounters.factuality
    where counted.is_current
),

-- A day that a fifth of the sources name is no slip of one of them.
day_sources as (
    select
        meeting_id,
        event_date,
        count(distinct cluster_id) as source_count
    from holding
    where event_date_precision = 'day'
    group by meeting_id, event_date
),

supported as (
    select
        holding.*,
        coalesce(
            day_sources.source_count * 5
            >= max(day_sources.source_count) over (partition by holding.meeting_id),
            false
        ) as event_date_supported
    from holding
    left join day_sources
        on
            holding.meeting_id = day_sources.meeting_id
            and holding.event_date = day_sources.event_date
            and holding.event_date_precision = 'day'
),

-- Only claims of what holds now say where and when: the place of a plan is not the place of the encounter.
chosen as (
    select
        claims.*,
        row_number() over (
            partition by claims.meeting_id
            order by
                claims.event_date_basis = 'stated' desc,
                -- Of a plan the latest word holds: it may have been changed.
                case when claims.factuality <> 'actual' then claims.reported_date end desc nulls last,
                {{ precision_rank('claims.event_date_precision') }} desc,
                -- Of a stay of several days the first, but not by one article against many.
                claims.event_date_supported desc,
                claims.event_date asc nulls last,
                claims.reported_date asc nulls last,
                claims.article_id asc,
                claims.claim_id asc
        ) as claim_rank
    from supported as claims
),

-- Place and country go together: a claim that has both comes before one that has the place alone.
places as (
    select
        meeting_id,
        location,
        location_country,
        row_number() over (
            partition by meeting_id
            order by
                (location is not null and location_country is not null) desc,
                location is not null desc,
                claim_rank asc
        ) as place_rank
    from chosen
    where location is not null or location_country is not null
),

-- The fullest list of those who met that a claim has: of a summit each article names some.
lists as (
    select
        meeting_id,
        first(
            countries order by len(countries) desc, source_count desc, countries asc
        ) as countries
    from (
        select
            meeting_id,
            countries,
            count(distinct cluster_id) as source_count
        from chosen
        group by meeting_id, countries
    ) as counted_lists
    group by meeting_id
),

-- The last day of the stay: by a registry, or the last day on which the news has them together in one visit.
ends as (
    select
        meeting_id,
        max(coalesce(event_end_date, event_date)) filter (where event_date_precision = 'day') as end_date
    from chosen
    where source_kind = 'registry' or is_visit
    group by meeting_id
),

conflicts as (
    select
        meeting_id,
        bool_or(is_visit) as is_visit,
        -- Days of one visit are no conflict; far from each other they are.
        coalesce(
            max(event_date) filter (where event_date_precision = 'day')
            - min(event_date) filter (where event_date_precision = 'day')
            > case when bool_or(is_visit) then 14 else 0 end,
            false
        )
        or count(distinct location_country) > 1
        -- One stay entered twice, with two ends.
        or count(distinct coalesce(event_end_date, event_date)) filter (where source_kind = 'registry') > 1
            as has_date_or_place_conflict
    from chosen
    group by meeting_id
),

-- The day for which it was last planned, beside the day on which it took place.
plans as (
    select
        meeting_id,
        event_date,
        event_date_precision,
        row_number() over (
            partition by meeting_id
            order by
                reported_date desc nulls last,
                {{ precision_rank('event_date_precision') }} desc,
                event_date asc,
                claim_id asc
        ) as plan_rank
    from counted
    where factuality = 'planned' and event_date is not null
),

cancellations as (
    select
        meeting_id,
        max(reported_date) as cancelled_reported_date
    from counted
    where factuality = 'negated'
    group by meeting_id
)

select
    encounters.meeting_id,
    lists.countries,
    encounters.format,
    conflicts.is_visit,
    places.location,
    places.location_country,
    case
        when
            encounters.factuality = 'planned'
            and {{ last_possible_day('chosen.event_date', 'chosen.event_date_precision') }} < {{ known_on() }}
            then 'unconfirmed'
        else encounters.factuality
    end as factuality,
    chosen.event_date,
    chosen.event_date_precision,
    chosen.event_date_basis,
    case
        when chosen.event_date_precision = 'day' and ends.end_date > chosen.event_date then ends.end_date
    end as event_end_date,
    plans.event_date as planned_date,
    coalesce(plans.event_date_precision, 'unknown') as planned_date_precision,
    encounters.is_rescheduled,
    cancellations.cancelled_reported_date,
    encounters.first_reported_date,
    encounters.last_reported_date,
    encounters.claim_count,
    encounters.source_count,
    encounters.outlets,
    encounters.has_factuality_conflict or conflicts.has_date_or_place_conflict as has_conflict,
    words.evidence,
    chosen.article_id as evidence_article_id,
    words.url as evidence_url,
    encounters.source_kinds
from encounters
inner join chosen on encounters.meeting_id = chosen.meeting_id and chosen.claim_rank = 1
inner join {{ ref('int_meeting_claims_touched') }} as words on chosen.claim_id = words.claim_id
inner join lists on encounters.meeting_id = lists.meeting_id
inner join conflicts on encounters.meeting_id = conflicts.meeting_id
left join places on encounters.meeting_id = places.meeting_id and places.place_rank = 1
left join ends on encounters.meeting_id = ends.meeting_id
left join plans on encounters.meeting_id = plans.meeting_id and plans.plan_rank = 1
left join cancellations on encounters.meeting_id = cancellations.meeting_id
