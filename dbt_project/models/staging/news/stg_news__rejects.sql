-- grain: one thing that could not be used
with

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
    from {{ source('news', 'rejects') }}
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
