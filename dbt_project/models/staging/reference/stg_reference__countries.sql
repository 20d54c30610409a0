-- grain: one state, territory or union with a code of its own
with

source as (
    select * from {{ source('reference', 'norm_countries') }}
),

renamed as (
    select
        country_code,
        iso2_code,
        numeric_code,
        name,
        official_name
    from source
)

select
    country_code,
    iso2_code,
    numeric_code,
    name,
    official_name
from renamed
