-- grain: one treaty as one depositary numbers or names it
with

renamed as (
    select
        source,
        treaty,
        agreement,
        title,
        concluded_date,
        concluded_date_precision,
        in_force_date,
        in_force_date_precision,
        url,
        locator,
        line
    from {{ source('reference', 'norm_treaties') }}
)

select
    source,
    treaty,
    agreement,
    title,
    concluded_date,
    concluded_date_precision,
    in_force_date,
    in_force_date_precision,
    url,
    locator,
    line
from renamed
