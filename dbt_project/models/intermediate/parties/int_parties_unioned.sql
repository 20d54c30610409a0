-- grain: one code of a country, or slug of an agreement or organisation, that can be a party
with

countries as (
    select
        country_code as party,
        name as party_name
    from {{ ref('stg_reference__states') }}
),

organisations as (
    select
        agreement as party,
        name as party_name
    from {{ ref('stg_reference__agreements') }}
)

select
    party,
    party_name
from countries
union all
select
    party,
    party_name
from organisations
