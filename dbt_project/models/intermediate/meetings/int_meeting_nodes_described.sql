-- grain: one node
-- What its claims say together: all that links nodes is told by these columns, whatever the number of claims.
{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ delete_touched('group_key', ref('int_meeting_groups_touched')) }}"
) }}

with

claims as (
    select
        grouped.node_id,
        grouped.group_key,
        grouped.countries_key,
        grouped.meeting_day,
        grouped.teller_id,
        grouped.person_keys,
        grouped.person_words,
        grouped.person_parties,
        grouped.place_country,
        claims.source_kind,
        claims.cluster_id,
        claims.format,
        claims.factuality,
        claims.is_visit,
        claims.event_date,
        claims.event_date_precision,
        claims.event_end_date,
        claims.reported_date
    from {{ ref('int_meeting_claims_grouped') }} as grouped
    inner join {{ ref('int_meeting_groups_touched') }} as touched on grouped.group_key = touched.group_key
    inner join {{ ref('int_meeting_claims_logged') }} as claims
        on grouped.claim_id = claims.claim_id and claims.known_to is null
),

-- The place that most sources name.
places as (
    select
        node_id,
        first(place_country order by source_count desc, place_country asc) as place_country
    from (
        select
            node_id,
            place_country,
            count(distinct cluster_id) as source_count
        from claims
        where place_country is not null
        group by node_id, place_country
    ) as counted
    group by node_id
),

people as (
    select
        node_id,
        list_sort(list_distinct(flatten(list(distinct person_keys)))) as person_keys,
        list_sort(list_distinct(flatten(list(distinct person_words)))) as person_words,
        list_sort(list_distinct(flatten(list(distinct person_parties)))) as person_parties
    from claims
    where len(person_keys) > 0
    group by node_id
),

nodes as (
    select
        node_id,
        any_value(group_key) as group_key,
        any_value(countries_key) as countries_key,
        any_value(meeting_day) as meeting_day,
        coalesce(min(format) filter (where format <> 'unspecified'), 'unspecified') as format,
        bool_or(factuality = 'actual') as is_actual,
        bool_or(factuality = 'negated') as is_negated,
        bool_or(is_visit) as is_visit,
        bool_or(source_kind = 'news') as is_news,
        max(event_end_date) as event_end_date,
        -- Of copies the finest date, which the others have less finely.
        first(
            event_date order by {{ precision_rank('event_date_precision') }} desc, event_date asc nulls last
        ) as event_date,
        first(
            event_date_precision
            order by {{ precision_rank('event_date_precision') }} desc, event_date asc nulls last
        ) as event_date_precision,
        min(reported_date) as first_reported_date,
        max(reported_date) as last_reported_date,
        count(distinct cluster_id) as source_count
    from claims
    group by node_id
)

select
    nodes.node_id,
    nodes.group_key,
    nodes.countries_key,
    nodes.meeting_day,
    nodes.format,
    nodes.is_actual,
    nodes.is_negated,
    nodes.is_visit,
    nodes.is_news,
    nodes.event_date,
    nodes.event_date_precision,
    nodes.event_end_date,
    nodes.first_reported_date,
    nodes.last_reported_date,
    nodes.source_count,
    places.place_country,
    coalesce(people.person_keys, cast([] as varchar[])) as person_keys,
    coalesce(people.person_words, cast([] as varchar[])) as person_words,
    coalesce(people.person_parties, cast([] as varchar[])) as person_parties
from nodes
left join places on nodes.node_id = places.node_id
left join people on nodes.node_id = people.node_id
