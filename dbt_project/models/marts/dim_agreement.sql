-- grain: one agreement, of the register or named by a claim
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
        source_url
    from {{ ref('stg_reference__agreements') }}
),

unlisted as (
    select distinct
        agreement,
        {{ slug_to_name('agreement') }} as name,
        false as is_listed,
        cast(null as varchar) as legal_form,
        cast(null as varchar) as depositary,
        cast(null as date) as opened_date,
        'unknown' as opened_date_precision,
        cast(null as date) as in_force_date,
        'unknown' as in_force_date_precision,
        cast(null as varchar) as source_url
    from {{ ref('int_accession_claims_dated') }}
    where not is_listed
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
    source_url
from unlisted
