-- grain: one visit or trip to one country, as the Office of the Historian entered it
with

renamed as (
    select
        source,
        kind,
        trip_id,
        stay_key,
        person,
        person_name,
        title,
        office,
        country,
        country_codes,
        place,
        places,
        start_date,
        start_date_precision,
        end_date,
        end_date_precision,
        remarks,
        is_repeated,
        has_date_conflict,
        locator,
        line
    from {{ source('reference', 'norm_official_trips') }}
)

select
    source,
    kind,
    trip_id,
    stay_key,
    person,
    person_name,
    title,
    office,
    country,
    country_codes,
    place,
    places,
    start_date,
    start_date_precision,
    end_date,
    end_date_precision,
    remarks,
    is_repeated,
    has_date_conflict,
    locator,
    line
from renamed
