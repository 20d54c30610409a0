-- grain: one act of one participant about one treaty, as one cell of a status list has it
with

renamed as (
    select
        source,
        treaty,
        agreement,
        participant,
        party,
        act,
        step,
        act_date,
        act_date_precision,
        is_withdrawn,
        column_name,
        particulars,
        cell,
        locator,
        line
    from {{ source('reference', 'norm_treaty_actions') }}
)

select
    source,
    treaty,
    agreement,
    participant,
    party,
    act,
    step,
    act_date,
    act_date_precision,
    is_withdrawn,
    column_name,
    particulars,
    cell,
    locator,
    line
from renamed
