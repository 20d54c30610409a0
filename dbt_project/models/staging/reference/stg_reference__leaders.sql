-- grain: one spell of one person in one office of one state, as one source has it
with

renamed as (
    select
        source,
        source_person_id,
        person,
        aliases,
        birth_year,
        country_code,
        office,
        title,
        ordinal,
        valid_from,
        valid_from_precision,
        valid_to,
        valid_to_precision,
        is_ended,
        known_until,
        locator,
        line
    from {{ source('reference', 'norm_leaders') }}
)

select
    source,
    source_person_id,
    person,
    aliases,
    birth_year,
    country_code,
    office,
    title,
    ordinal,
    valid_from,
    valid_from_precision,
    valid_to,
    valid_to_precision,
    is_ended,
    known_until,
    locator,
    line
from renamed
