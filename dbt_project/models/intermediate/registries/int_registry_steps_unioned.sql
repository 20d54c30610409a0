-- grain: one step of one party in one agreement, as one registry has it
-- The project's own register, and the status lists of depositaries.
with

register as (
    select
        {{ stable_id(["'registry'", 'party', 'agreement', 'step', 'capacity', 'step_date']) }} as claim_id,
        'registry' as source,
        party,
        agreement,
        step,
        step as act,
        step_date,
        step_date_precision,
        capacity,
        last_day,
        concat_ws(
            ', ',
            party,
            agreement,
            step,
            left(cast(step_date as varchar), {{ partial_date_length('step_date_precision') }}),
            capacity
        ) as evidence,
        source_url
    from {{ ref('stg_reference__memberships') }}
),

-- Acts in square brackets are without effect, or were taken back. An act without a day says only that the
-- treaty came into force for its party, which other columns date.
depositaries as (
    select
        {{ stable_id([
            'actions.source', 'actions.treaty', 'actions.participant', 'actions.column_name', 'actions.act',
            'actions.act_date'
        ]) }} as claim_id,
        actions.source,
        actions.party,
        actions.agreement,
        actions.step,
        actions.act,
        actions.act_date as step_date,
        actions.act_date_precision as step_date_precision,
        'member' as capacity,
        cast(null as date) as last_day,
        concat_ws(', ', actions.participant, actions.column_name, actions.cell) as evidence,
        treaties.url as source_url
    from {{ ref('stg_reference__treaty_actions') }} as actions
    inner join {{ ref('stg_reference__treaties') }} as treaties
        on actions.source = treaties.source and actions.treaty = treaties.treaty
    where actions.step is not null and actions.act_date is not null and not actions.is_withdrawn
)

select
    claim_id,
    source,
    party,
    agreement,
    step,
    act,
    step_date,
    step_date_precision,
    capacity,
    last_day,
    evidence,
    source_url
from register
union all
select
    claim_id,
    source,
    party,
    agreement,
    step,
    act,
    step_date,
    step_date_precision,
    capacity,
    last_day,
    evidence,
    source_url
from depositaries
