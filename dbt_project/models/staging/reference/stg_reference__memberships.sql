-- grain: one step of one party in one agreement, as registered
with

source as (
    select * from {{ source('reference', 'norm_memberships') }}
),

renamed as (
    select
        party,
        agreement,
        step,
        step_date,
        step_date_precision,
        capacity,
        source_url
    from source
)

select
    party,
    agreement,
    step,
    step_date,
    step_date_precision,
    capacity,
    source_url
from renamed
