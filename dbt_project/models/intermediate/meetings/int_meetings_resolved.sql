-- grain: one encounter in the world
with

claims as (
    select
        claim_id,
        source_kind,
        meeting_id,
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
        url,
        reported_date,
        cluster_id,
        evidence
    from {{ ref('int_meeting_claims_resolved') }}
),

encounters as (
    select
        meeting_id,
        {{ factuality_now('factuality', 'reported_date') }} as factuality,
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
        bool_or(factuality = 'actual') and bool_or(factuality = 'negated') as has_factuality_conflict
    from claims
    group by meeting_id
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
                claims.reported_date asc nulls last,
                claims.article_id asc,
                claims.claim_id asc
        ) as claim_rank
    from claims
    inner join encounters
        on claims.meeting_id = encounters.meeting_id and claims.factuality = encounters.factuality
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

conflicts as (
    select
        meeting_id,
        bool_or(is_visit) as is_visit,
        {{ have_dates_in_conflict('event_date', 'event_date_precision', 'event_date_basis') }}
        or count(distinct location_country) > 1
        -- One stay entered twice, with two ends.
        or count(distinct coalesce(event_end_date, event_date)) filter (where source_kind = 'registry') > 1
            as has_date_or_place_conflict
    from chosen
    group by meeting_id
)

select
    encounters.meeting_id,
    chosen.countries,
    encounters.format,
    conflicts.is_visit,
    places.location,
    places.location_country,
    encounters.factuality,
    chosen.event_date,
    chosen.event_date_precision,
    chosen.event_date_basis,
    chosen.event_end_date,
    encounters.first_reported_date,
    encounters.last_reported_date,
    encounters.claim_count,
    encounters.source_count,
    encounters.outlets,
    encounters.has_factuality_conflict or conflicts.has_date_or_place_conflict as has_conflict,
    chosen.evidence,
    chosen.article_id as evidence_article_id,
    chosen.url as evidence_url,
    encounters.source_kinds
from encounters
inner join chosen on encounters.meeting_id = chosen.meeting_id and chosen.claim_rank = 1
inner join conflicts on encounters.meeting_id = conflicts.meeting_id
left join places on encounters.meeting_id = places.meeting_id and places.place_rank = 1
