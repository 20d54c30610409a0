-- grain: one spell of one party in one agreement, in one capacity
-- Accession opens a spell; where the register has none, entry into force does; to a political accord, which
-- has neither, signature; to a treaty, where neither is known, the deposit of consent to be bound, and to an
-- organisation that of consent to its constitution.
-- Withdrawal closes it, and so does the beginning of a spell in another capacity: the day before is its last.
-- A suspension is no end of membership.
with

-- The day on which a treaty entered into force, by the register or else by its depositary.
treaties as (
    select
        agreement,
        min(in_force_date) as in_force_date
    from {{ ref('stg_reference__treaties') }}
    where in_force_date_precision = 'day'
    group by agreement
),

in_force as (
    select
        coalesce(agreements.agreement, treaties.agreement) as agreement,
        agreements.legal_form,
        case
            when agreements.in_force_date_precision = 'day' then agreements.in_force_date
            else treaties.in_force_date
        end as in_force_date
    from {{ ref('stg_reference__agreements') }} as agreements
    full outer join treaties on agreements.agreement = treaties.agreement
),

register_steps as (
    select
        memberships.claim_id,
        memberships.source,
        memberships.party,
        memberships.agreement,
        memberships.step,
        case
            -- Nobody is party to a treaty before it is in force.
            when
                memberships.step = 'ratification' and memberships.step_date < agreements.in_force_date
                then agreements.in_force_date
            else memberships.step_date
        end as step_date,
        memberships.step_date_precision,
        memberships.capacity,
        memberships.last_day,
        memberships.source_url,
        case
            when
                rules.opening_rank between 1 and 3
                or (
                    rules.opening_rank = 4
                    and (rules.legal_form = 'treaty' or memberships.source <> 'registry')
                )
                then rules.opening_rank
        end as opening_rank
    from {{ ref('int_registry_steps_unioned') }} as memberships
    left join in_force as agreements on memberships.agreement = agreements.agreement
    inner join {{ ref('step_rules') }} as rules
        on
            memberships.step = rules.step
            and coalesce(agreements.legal_form, 'unknown') = rules.legal_form
),

-- An era lasts from one withdrawal to the next. On one and the same date, as years may be, joining comes
-- first.
eras as (
    select
        *,
        count(*) filter (where step = 'withdrawal') over (
            partition by party, agreement
            order by step_date, step = 'withdrawal', step, capacity, source, claim_id
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
        {{ last_day_before('step_date', 'step_date_precision', 'last_day') }} as end_date,
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

-- Two sources may have one day; the order must be one, and `registry` comes before `untreaties` and `wipo`.
openings as (
    select
        *,
        lag(capacity) over (
            partition by party, agreement, era
            order by step_date, capacity, source, claim_id
        ) as capacity_before
    from opening_kinds
    where opening_rank = best_opening_rank
),

-- A second accession in the same capacity, with no exit between, opens nothing.
spells as (
    select
        *,
        {{ last_day_before(
            'lead(step_date) over next_opening', 'lead(step_date_precision) over next_opening'
        ) }} as next_date,
        lead(step_date_precision) over next_opening as next_date_precision
    from openings
    where capacity_before is distinct from capacity
    window next_opening as (partition by party, agreement, era order by step_date, capacity, source, claim_id)
),

-- What is no more is no member, whatever the register says of its end.
bounded as (
    select
        spells.*,
        least(coalesce(spells.next_date, ends.end_date), states.valid_to) as last_date,
        case
            when states.valid_to < coalesce(spells.next_date, ends.end_date, date '9999-12-31')
                then states.valid_to_precision
            else coalesce(spells.next_date_precision, ends.end_date_precision, 'unknown')
        end as last_date_precision
    from spells
    left join ends
        on spells.party = ends.party and spells.agreement = ends.agreement and spells.era = ends.era
    left join {{ ref('stg_reference__states') }} as states on spells.party = states.country_code
)

select
    {{ stable_id(['party', 'agreement', 'capacity', 'step_date']) }} as membership_id,
    party,
    agreement,
    capacity,
    step_date as valid_from,
    step_date_precision as valid_from_precision,
    -- Joined and left on one day, or in one year of which no more is known.
    case when last_date is not null then greatest(step_date, last_date) end as valid_to,
    last_date_precision as valid_to_precision,
    source_url
from bounded
