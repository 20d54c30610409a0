-- grain: one spell of one person in one office
with

renamed as (
    select
        person,
        aliases,
        country_code,
        office,
        title,
        valid_from,
        valid_from_precision,
        valid_to,
        valid_to_precision,
        source_url
    from {{ source('reference', 'norm_offices') }}
)

select
    person,
    aliases,
    country_code,
    office,
    title,
    valid_from,
    valid_from_precision,
    valid_to,
    valid_to_precision,
    source_url
from renamed
