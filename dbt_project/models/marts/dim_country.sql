-- grain: one state, territory or union with a code of its own
select
    country_code,
    iso2_code,
    numeric_code,
    name,
    official_name
from {{ ref('stg_reference__countries') }}
