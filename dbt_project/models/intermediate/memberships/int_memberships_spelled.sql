-- grain: one spell of one party in one agreement, in one capacity
-- Accession opens a spell; where the register has none, entry into force does; to a political accord, which
-- has neither, signature. Withdrawal closes it, and so does the beginning of a spell in another capacity.
-- A suspension is no end of membership.
with

register_steps as (
    select
        memberships.party,
        memberships.agreement,
        memberships.step,
        memberships.step_date,
        memberships.step_date_precision,
        memberships.capacity,
        memberships.source_url,
        case
            when memberships.step = 'accession' then 1
            when memberships.step = 'entry_into_force' then 2
            when memberships.step = 'signature' and agreements.legal_form = 'political_accord' then 3
        end as opening_rank
    from {{ ref('stg_reference__memberships') }} as memberships
    left join {{ ref('stg_reference__agreements') }} as agreements
        on memberships.agreement = agreements.agreement
),

-- An era lasts from one withdrawal to the next. On one and the same date, as years may be, joining comes
-- first.
eras as (
    select
        *,
        count(*) filter (where step = 'withdrawal') over (
            partition by party, agreement
            order by step_date, step = 'withdrawal', step, capacity
            rows between unbounded preceding and 1 preceding
        ) as era
    from register_steps
    where opening_rank is not null or step = 'withdrawal'
),

ends as (
    select
        party,
        agreement,
        era,
        step_date as end_date,
        step_date_precision as end_date_precision
    from eras
    where step = 'withdrawal'
),

opening_kinds as (
    select
        *,
        min(opening_rank) over (partition by party, agreement, era, capacity) as best_opening_rank
    from eras
    where opening_rank is not null
),

openings as (
    select
        *,
        lag(capacity) over (
            partition by party, agreement, era
            order by step_date, capacity
        ) as capacity_before
    from opening_kinds
    where opening_rank = best_opening_rank
),

-- A second accession in the same capacity, with no exit between, opens nothing.
spells as (
    select
        *,
        lead(step_date) over (
            partition by party, agreement, era
            order by step_date, capacity
        ) as next_date,
        lead(step_date_precision) over (
            partition by party, agreement, era
            order by step_date, capacity
        ) as next_date_precision
    from openings
    where capacity_before is distinct from capacity
)

select
    {{ stable_id(['spells.party', 'spells.agreement', 'spells.capacity', 'spells.step_date']) }}
        as membership_id,
    spells.party,
    spells.agreement,
    spells.capacity,
    spells.step_date as valid_from,
    spells.step_date_precision as valid_from_precision,
    coalesce(spells.next_date, ends.end_date) as valid_to,
    coalesce(spells.next_date_precision, ends.end_date_precision, 'unknown') as valid_to_precision,
    spells.source_url
from spells
left join ends
    on spells.party = ends.party and spells.agreement = ends.agreement and spells.era = ends.era
