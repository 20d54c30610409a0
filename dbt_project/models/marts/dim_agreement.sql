-- grain: one agreement, of the register, of a depositary, or named by a claim
with

listed as (
    select
        agreement,
        name,
        true as is_listed,
        legal_form,
        depositary,
        opened_date,
        opened_date_precision,
        in_force_date,
        in_force_date_precision,
        founding_members,
        wikidata_id,
        source_url
    from {{ ref('stg_reference__agreements') }}
),

-- Treaties of a depositary that the register does not have; where two lists have one, the first.
deposited as (
    select
        treaties.agreement,
        coalesce(treaties.title, {{ slug_to_name('treaties.agreement') }}) as name,
        treaties.concluded_date as opened_date,
        treaties.concluded_date_precision as opened_date_precision,
        treaties.in_force_date,
        treaties.in_force_date_precision,
        treaties.url as source_url,
        case treaties.source
            when 'untreaties' then 'UN Secretary-General'
            when 'wipo' then 'Director General of WIPO'
        end as depositary,
        row_number() over (
            partition by treaties.agreement
            order by treaties.source, treaties.treaty
        ) as treaty_rank
    from {{ ref('stg_reference__treaties') }} as treaties
    left join listed on treaties.agreement = listed.agreement
    where listed.agreement is null
),

unlisted as (
    select
        agreement,
        name,
        false as is_listed,
        'treaty' as legal_form,
        depositary,
        opened_date,
        opened_date_precision,
        in_force_date,
        in_force_date_precision,
        cast([] as varchar[]) as founding_members,
        cast(null as varchar) as wikidata_id,
        source_url
    from deposited
    where treaty_rank = 1
),

claimed as (
    select distinct
        claims.agreement,
        {{ slug_to_name('claims.agreement') }} as name,
        false as is_listed,
        cast(null as varchar) as legal_form,
        cast(null as varchar) as depositary,
        cast(null as date) as opened_date,
        'unknown' as opened_date_precision,
        cast(null as date) as in_force_date,
        'unknown' as in_force_date_precision,
        cast([] as varchar[]) as founding_members,
        cast(null as varchar) as wikidata_id,
        cast(null as varchar) as source_url
    from {{ ref('int_accession_claims_logged') }} as claims
    left join unlisted on claims.agreement = unlisted.agreement
    where claims.known_to is null and not claims.is_listed and unlisted.agreement is null
)

select
    agreement,
    name,
    is_listed,
    legal_form,
    depositary,
    opened_date,
    opened_date_precision,
    in_force_date,
    in_force_date_precision,
    founding_members,
    wikidata_id,
    source_url
from listed
union all
select
    agreement,
    name,
    is_listed,
    legal_form,
    depositary,
    opened_date,
    opened_date_precision,
    in_force_date,
    in_force_date_precision,
    founding_members,
    wikidata_id,
    source_url
from unlisted
union all
select
    agreement,
    name,
    is_listed,
    legal_form,
    depositary,
    opened_date,
    opened_date_precision,
    in_force_date,
    in_force_date_precision,
    founding_members,
    wikidata_id,
    source_url
from claimed
