-- grain: one claim as it stands now, and the node that it belongs to
-- A node is what claims of the same countries and day tell of as one encounter. Claims that name the same
-- format, or leave it open, are one node, unless they name other people for a state, or other places, or
-- one article tells them apart. A claim without a day is a node by itself, with its copies. Ids are made of
-- what the claims say.
{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ delete_touched('group_key', ref('int_meeting_groups_touched')) }}"
) }}

with

claims as (
    select
        claims.claim_id,
        claims.group_key,
        claims.countries_key,
        claims.meeting_day,
        claims.teller_id,
        claims.cluster_id,
        claims.source_kind,
        claims.persons,
        claims.person_countries,
        claims.format,
        claims.factuality,
        {{ factuality_rank('claims.factuality') }} as factuality_rank,
        case when claims.format in ('in_person', 'unspecified') then claims.location_country end
            as place_country,
        claims.evidence_field,
        claims.evidence_start
    from {{ ref('int_meeting_claims_logged') }} as claims
    inner join {{ ref('int_meeting_groups_touched') }} as touched on claims.group_key = touched.group_key
    where claims.known_to is null
),

named as (
    select
        claim_id,
        unnest(persons) as person,
        unnest(person_countries) as party
    from claims
),

keyed as (
    select
        named.claim_id,
        list_sort(list_distinct(flatten(list(keys.person_keys)))) as person_keys,
        list_sort(list_distinct(flatten(list(keys.person_words)))) as person_words,
        list_sort(list(distinct named.party) filter (where named.party is not null)) as person_parties
    from named
    inner join {{ ref('int_meeting_persons_keyed') }} as keys
        on named.person = keys.person and named.party is not distinct from keys.party
    group by named.claim_id
),

signed as (
    select
        claims.claim_id,
        claims.group_key,
        claims.countries_key,
        claims.meeting_day,
        claims.teller_id,
        claims.cluster_id,
        claims.source_kind,
        claims.format,
        claims.factuality,
        claims.factuality_rank,
        claims.place_country,
        claims.evidence_field,
        claims.evidence_start,
        coalesce(keyed.person_keys, cast([] as varchar[])) as person_keys,
        coalesce(keyed.person_words, cast([] as varchar[])) as person_words,
        coalesce(keyed.person_parties, cast([] as varchar[])) as person_parties,
        hash(claims.format, claims.place_country, keyed.person_keys) as signature
    from claims
    left join keyed on claims.claim_id = keyed.claim_id
),

-- What the claims of a group say of how, who and where: as many as there are different ones, however many
-- claims.
signatures as (
    select
        group_key,
        signature,
        any_value(format) as format,
        any_value(place_country) as place_country,
        any_value(person_keys) as person_keys,
        any_value(person_words) as person_words,
        any_value(person_parties) as person_parties,
        row_number() over (
            partition by group_key
            order by
                any_value(format) <> 'unspecified' desc,
                count(distinct cluster_id) desc,
                len(any_value(person_keys)) desc,
                any_value(format) asc,
                any_value(person_keys) asc,
                any_value(place_country) asc nulls last
        ) as signature_rank
    from signed
    where meeting_day is not null
    group by group_key, signature
),

formats as (
    select
        group_key,
        count(distinct format) filter (where format <> 'unspecified') as format_count
    from signatures
    group by group_key
),

-- Which signatures may tell of one encounter. "Talks" with no more said are the call, or the visit, of that
-- day, where there was only the one.
fits as (
    select
        signatures.group_key,
        signatures.signature,
        others.signature as other_signature,
        others.signature_rank as other_rank
    from signatures
    inner join signatures as others
        on signatures.group_key = others.group_key and signatures.signature_rank > others.signature_rank
    inner join formats on signatures.group_key = formats.group_key
    where
        (
            signatures.format = others.format
            or (formats.format_count = 1 and 'unspecified' in (signatures.format, others.format))
        )
        and not {{ persons_differ('signatures', 'others') }}
        and not {{ places_differ('signatures', 'others') }}
),

-- The first of those that fit each other stands for them; who fits only such as stand for nothing, for
-- itself.
followers as (
    select distinct
        group_key,
        signature
    from fits
),

leaders as (
    select signatures.*
    from signatures
    left join followers
        on signatures.group_key = followers.group_key and signatures.signature = followers.signature
    where followers.signature is null
),

led as (
    select
        fits.group_key,
        fits.signature,
        first(leaders.signature order by fits.other_rank) as leader
    from fits
    inner join leaders on fits.group_key = leaders.group_key and fits.other_signature = leaders.signature
    group by fits.group_key, fits.signature
),

families as (
    select
        signatures.group_key,
        signatures.signature,
        coalesce(led.leader, signatures.signature) as family
    from signatures
    left join led on signatures.group_key = led.group_key and signatures.signature = led.signature
),

-- What tells the families of a group apart, in words: the format, and who, and where.
named_families as (
    select
        families.group_key,
        families.family,
        leaders.format,
        count(*) over (partition by families.group_key) as family_count,
        count(*) over (partition by families.group_key, leaders.format) as format_family_count,
        concat_ws(
            '/',
            leaders.format,
            array_to_string(leaders.person_keys, ','),
            leaders.place_country
        ) as family_name
    from (select distinct
        group_key,
        family
    from families) as families
    inner join signatures as leaders
        on families.group_key = leaders.group_key and families.family = leaders.signature
),

grouped as (
    select
        signed.*,
        families.family,
        case
            when named_families.family_count = 1 then null
            when named_families.format_family_count = 1 then named_families.format
            else named_families.family_name
        end as family_name
    from signed
    inner join families on signed.group_key = families.group_key and signed.signature = families.signature
    inner join named_families
        on families.group_key = named_families.group_key and families.family = named_families.family
),

tellers as (
    select
        *,
        count(*) over (partition by group_key, family, teller_id) > 1 as is_teller
    from grouped
),

-- Where an article tells apart several encounters of one day, what happened and what was called off are
-- matched each with its like; what no such article tells is taken for the first of them.
told as (
    select
        *,
        bool_or(is_teller) over (partition by group_key, family) as is_told_apart,
        bool_or(is_teller) over (partition by group_key, family, factuality) as is_told,
        first_value(factuality) over (
            partition by group_key, family
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
            partition by group_key, family, slot, teller_id
            order by
                format = 'unspecified' asc,
                factuality_rank asc,
                evidence_field asc,
                evidence_start asc,
                claim_id asc
        ) as ordinal
    from slots
),

dated as (
    select
        claim_id,
        nullif(
            concat_ws('/', family_name, slot, case when ordinal > 1 then cast(ordinal as varchar) end), ''
        ) as discriminator
    from numbered
),

undated as (
    select
        claim_id,
        row_number() over (
            partition by teller_id, countries_key, format, factuality
            order by evidence_field, evidence_start, claim_id
        ) as evidence_rank
    from signed
    where meeting_day is null
)

select
    signed.claim_id,
    signed.group_key,
    signed.countries_key,
    signed.meeting_day,
    signed.teller_id,
    signed.person_keys,
    signed.person_words,
    signed.person_parties,
    signed.place_country,
    case
        when signed.meeting_day is null
            then {{ stable_id([
                'signed.countries_key', 'signed.format', 'signed.factuality', 'signed.cluster_id',
                'undated.evidence_rank'
            ]) }}
        when dated.discriminator is null then {{ stable_id(['signed.countries_key', 'signed.meeting_day']) }}
        else {{ stable_id(['signed.countries_key', 'signed.meeting_day', 'dated.discriminator']) }}
    end as node_id
from signed
left join dated on signed.claim_id = dated.claim_id
left join undated on signed.claim_id = undated.claim_id
