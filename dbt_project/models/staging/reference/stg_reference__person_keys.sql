-- grain: one holder as one source names it, with the person that he or she is
with

renamed as (
    select
        source,
        source_person_id,
        person,
        country_code,
        person_key
    from {{ source('reference', 'norm_person_keys') }}
)

select
    source,
    source_person_id,
    person,
    country_code,
    person_key
from renamed
