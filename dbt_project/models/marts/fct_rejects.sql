-- grain: one thing that could not be used
select
    reject_id,
    source,
    locator,
    line,
    stage,
    reason,
    detail,
    sample
from {{ ref('stg_news__rejects') }}
