-- grain: one code of one state in one list, for as long as it means that state
with

renamed as (
    select
        scheme,
        code,
        country_code,
        valid_from,
        valid_from_precision,
        valid_to,
        valid_to_precision,
        source_url,
        source,
        locator,
        line
    from {{ source('reference', 'norm_country_codes') }}
)

select
    scheme,
    code,
    country_code,
    valid_from,
    valid_from_precision,
    valid_to,
    valid_to_precision,
    source_url,
    source,
    locator,
    line
from renamed
