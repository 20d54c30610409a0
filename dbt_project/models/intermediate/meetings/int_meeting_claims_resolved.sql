-- grain: one encounter as one article or registry states it, and the encounter in the world it is taken for
-- Claims of different articles are one encounter where countries and day are the same and the formats agree.
-- Claims of one article never are: the article tells them apart. A claim without a day is taken for another
-- one only in copies of the same text. Ids are made of what the claims say, never of their order of arrival.
with

claims as (
    select
        claim_id,
        teller_id,
        cluster_id,
        array_to_string(countries, ',') as countries_key,
        format,
        factuality,
        {{ factuality_rank('factuality') }} as factuality_rank,
        evidence_field,
        evidence_start,
        -- Entries of one stay have its first day, whoever came later.
        -- A copy whose day of publication is not known cannot date "on Thursday"; its twin can.
        case
            when encounter_key is not null then min(event_date) over (partition by encounter_key, countries)
            when event_date_precision = 'day' then event_date
            else min(case when event_date_precision = 'day' then event_date end) over (
                partition by
                    cluster_id, countries, format, factuality, evidence_field, evidence_start, evidence_end
            )
        end as meeting_day
    from {{ ref('int_meeting_claims_unioned') }}
),

formats as (
    select
        *,
        min(case when format <> 'unspecified' then format end)
            over (partition by countries_key, meeting_day) as first_format,
        max(case when format <> 'unspecified' then format end)
            over (partition by countries_key, meeting_day) as last_format
    from claims
    where meeting_day is not null
),

-- "Talks" with no more said are the call, or the visit, of that day, where there was only the one.
families as (
    select
        *,
        case
            when format <> 'unspecified' then format
            when first_format = last_format then first_format
            else 'unspecified'
        end as family
    from formats
),

tellers as (
    select
        *,
        count(*) over (partition by countries_key, meeting_day, family, teller_id) > 1 as is_teller,
        min(family) over (partition by countries_key, meeting_day)
        <> max(family) over (partition by countries_key, meeting_day) as has_several_families
    from families
),

-- Where an article tells apart several encounters of one day, what happened and what was called off are
-- matched each with its like; what no such article tells is taken for the first of them.
told as (
    select
        *,
        bool_or(is_teller) over (partition by countries_key, meeting_day, family) as is_told_apart,
        bool_or(is_teller) over (partition by countries_key, meeting_day, family, factuality) as is_told,
        first_value(factuality) over (
            partition by countries_key, meeting_day, family
            order by is_teller desc, factuality_rank asc, factuality asc
            rows between unbounded preceding and unbounded following
        ) as first_told
    from tellers
),

slots as (
    select
        *,
        case
            when not is_told_apart then null
            when is_told then factuality
            else first_told
        end as slot
    from told
),

numbered as (
    select
        *,
        row_number() over (
            partition by countries_key, meeting_day, family, slot, teller_id
            order by
                format = 'unspecified' asc,
                factuality_rank asc,
                evidence_field asc,
                evidence_start asc,
                claim_id asc
        ) as ordinal
    from slots
),

discriminated as (
    select
        claim_id,
        countries_key,
        meeting_day,
        nullif(
            concat_ws(
                '/',
                case when has_several_families then family end,
                slot,
                case when ordinal > 1 then cast(ordinal as varchar) end
            ), ''
        ) as discriminator
    from numbered
),

dated as (
    select
        claim_id,
        case
            when discriminator is null then {{ stable_id(['countries_key', 'meeting_day']) }}
            else {{ stable_id(['countries_key', 'meeting_day', 'discriminator']) }}
        end as meeting_id
    from discriminated
),

ranked as (
    select
        *,
        row_number() over (
            partition by teller_id, countries_key, format, factuality
            order by evidence_field, evidence_start, claim_id
        ) as evidence_rank
    from claims
    where meeting_day is null
),

undated as (
    select
        claim_id,
        {{ stable_id(['countries_key', 'format', 'factuality', 'cluster_id', 'evidence_rank']) }}
            as meeting_id
    from ranked
),

resolved as (
    select
        claim_id,
        meeting_id
    from dated
    union all
    select
        claim_id,
        meeting_id
    from undated
)

select
    resolved.claim_id,
    claims.source_kind,
    claims.source,
    resolved.meeting_id,
    claims.countries,
    claims.persons,
    claims.person_countries,
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
    claims.extractor_version
from resolved
inner join {{ ref('int_meeting_claims_unioned') }} as claims on resolved.claim_id = claims.claim_id
