-- grain: one step of one party in one agreement, as registered
with

renamed as (
    select
        party,
        agreement,
        step,
        step_date,
        step_date_precision,
        capacity,
        last_day,
        source_url
    from {{ source('reference', 'norm_memberships') }}
)

select
    party,
    agreement,
    step,
    step_date,
    step_date_precision,
    capacity,
    last_day,
    source_url
from renamed
