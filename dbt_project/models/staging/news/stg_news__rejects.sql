-- grain: one thing that could not be used
with

source as (
    select * from {{ source('news', 'rejects') }}
),

renamed as (
    select
        reject_id,
        source,
        locator,
        line,
        stage,
        reason,
        detail,
        sample
    from source
)

select
    reject_id,
    source,
    locator,
    line,
    stage,
    reason,
    detail,
    sample
from renamed
