-- grain: one encounter that the remarks of one visit or trip tell of
with

renamed as (
    select
        trip_meeting_id,
        source,
        kind,
        trip_id,
        encounter_key,
        basis,
        countries,
        persons,
        person_countries,
        format,
        is_visit,
        kind_of_visit,
        location,
        location_country,
        start_date,
        start_date_precision,
        end_date,
        end_date_precision,
        has_date_conflict,
        evidence,
        locator,
        line
    from {{ source('reference', 'norm_trip_meetings') }}
)

select
    trip_meeting_id,
    source,
    kind,
    trip_id,
    encounter_key,
    basis,
    countries,
    persons,
    person_countries,
    format,
    is_visit,
    kind_of_visit,
    location,
    location_country,
    start_date,
    start_date_precision,
    end_date,
    end_date_precision,
    has_date_conflict,
    evidence,
    locator,
    line
from renamed
