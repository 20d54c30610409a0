-- grain: one state, territory or union, of today or of the past
with

renamed as (
    select
        country_code,
        iso2_code,
        numeric_code,
        name,
        official_name,
        kind,
        valid_from,
        valid_from_precision,
        valid_to,
        valid_to_precision,
        successor_codes,
        aliases,
        source_url,
        source,
        locator,
        line
    from {{ source('reference', 'norm_states') }}
)

select
    country_code,
    iso2_code,
    numeric_code,
    name,
    official_name,
    kind,
    valid_from,
    valid_from_precision,
    valid_to,
    valid_to_precision,
    successor_codes,
    aliases,
    source_url,
    source,
    locator,
    line
from renamed
