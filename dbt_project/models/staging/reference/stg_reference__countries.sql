-- grain: one state, territory or union with a code of its own
with

renamed as (
    select
        country_code,
        iso2_code,
        numeric_code,
        name,
        official_name
    from {{ source('reference', 'norm_countries') }}
)

select
    country_code,
    iso2_code,
    numeric_code,
    name,
    official_name
from renamed
