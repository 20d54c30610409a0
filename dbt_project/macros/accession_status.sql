{#- Where each party stands towards each agreement on a day, one row per (party, agreement), by the rules of the
    seed step_rules.

    `claims` is what is known: columns of int_accession_claims_unioned. `as_of` is the day; what happened later, and
    plans for later, are told as what comes next. The registries' dates go before the news': of a step that a registry
    has, the news counts only where it tells of a later one. A withdrawal ends all before it, and what is told without a
    date of a party that has left is background. -#}
{% macro accession_status(claims, as_of) -%}
with

known as (
    select
        claims.claim_id,
        claims.accession_id,
        claims.source_kind,
        claims.cluster_id,
        claims.party,
        claims.agreement,
        claims.step,
        claims.factuality,
        claims.capacity,
        claims.event_date,
        claims.event_date_precision,
        claims.event_date_basis,
        claims.reported_date,
        coalesce(claims.event_date, claims.reported_date, date '1800-01-01') as happened_on,
        rules.is_applicable,
        case
            when rules.stage = 'ratified' and claims.source_kind = 'registry' and claims.source <> 'registry'
                then 'bound'
            else rules.stage
        end as stage,
        rules.stage_order,
        rules.follows,
        rules.standing,
        case
            when
                rules.opening_rank between 1 and 3
                or (
                    rules.opening_rank = 4
                    and (
                        rules.legal_form = 'treaty'
                        or (claims.source_kind = 'registry' and claims.source <> 'registry')
                    )
                )
                then rules.opening_rank
        end as opening_rank
    from {{ claims }} as claims
    left join {{ local(ref('int_agreement_forms_unioned')) }} as agreements on claims.agreement = agreements.agreement
    inner join {{ local(ref('step_rules')) }} as rules
        on claims.step = rules.step and coalesce(agreements.legal_form, 'unknown') = rules.legal_form
),

pairs as (
    select
        party,
        agreement,
        min(reported_date) as first_reported_date,
        max(reported_date) as last_reported_date,
        count(distinct cluster_id) as source_count
    from known
    group by party, agreement
),

-- Which kinds of sources say that a step has been taken.
sides as (
    select
        accession_id,
        list(distinct source_kind order by source_kind) as source_kinds
    from known
    where factuality = 'actual'
    group by accession_id
),

-- The last day by a registry of each step.
registered as (
    select
        accession_id,
        max(happened_on) as registered_on
    from known
    where source_kind = 'registry'
    group by accession_id
),

taken as (
    select known.*
    from known
    left join registered on known.accession_id = registered.accession_id
    where
        known.factuality = 'actual'
        and known.is_applicable
        and known.happened_on <= {{ as_of }}
        and (
            known.source_kind = 'registry'
            or registered.accession_id is null
            or (known.event_date_basis = 'stated' and known.event_date > registered.registered_on + 366)
        )
),

exits as (
    select
        party,
        agreement,
        max(happened_on) as left_on
    from taken
    where standing = 'left'
    group by party, agreement
),

-- What came after the last withdrawal; the withdrawal itself, where nothing did.
standing as (
    select
        taken.*,
        taken.opening_rank is not null as is_joining,
        max(case when taken.stage <> 'refused' then taken.happened_on end)
            over (partition by taken.party, taken.agreement) as moved_on
    from taken
    left join exits on taken.party = exits.party and taken.agreement = exits.agreement
    where
        exits.left_on is null
        or (taken.event_date is not null and taken.happened_on > exits.left_on)
        or (taken.standing = 'left' and taken.happened_on = exits.left_on)
),

-- Nobody registers the end of a suspension: it is told of, and moves no stage.
suspensions as (
    select
        party,
        agreement,
        max(case when step = 'suspension' then event_date end) as suspended_date,
        max(case when is_joining then happened_on end) as joined_on
    from standing
    group by party, agreement
),

ranked as (
    select
        *,
        row_number() over (
            partition by party, agreement
            order by
                case
                    when is_joining then 1
                    when stage = 'refused' and happened_on >= coalesce(moved_on, happened_on) then 2
                    when stage = 'withdrawn' then 4
                    when stage = 'refused' then 5
                    else 3
                end,
                capacity = 'member' desc,
                opening_rank asc nulls last,
                stage_order desc,
                -- A stage begins when it is first reached, but of leaving and refusing the last word counts.
                case when stage in ('withdrawn', 'refused') then happened_on end desc,
                source_kind = 'registry' desc,
                happened_on asc,
                {{ precision_rank('event_date_precision') }} desc,
                claim_id asc
        ) as stage_rank
    from standing
    where step <> 'suspension'
),

stages as (
    select *
    from ranked
    where stage_rank = 1
),

-- What was done in this membership, in each capacity.
done as (
    select distinct
        accession_id,
        capacity
    from standing
),

-- What holds of a step that has not been taken, by the latest report; when, by the latest that has a date. What a registry
-- has for a later day goes before all plans, and each such day is one.
reports as (
    select
        known.*,
        done.accession_id is not null as is_done,
        known.source_kind = 'registry' as is_registered,
        {{ factuality_now_over('known.factuality', 'known.reported_date', 'known.accession_id, known.capacity') }}
            as factuality_now
    from known
    left join done on known.accession_id = done.accession_id and known.capacity = done.capacity
    where not (known.factuality = 'actual' and known.happened_on <= {{ as_of }})
),

dated_plans as (
    select
        *,
        row_number() over (
            partition by accession_id, capacity
            order by
                event_date is not null desc,
                reported_date desc nulls last,
                {{ precision_rank('event_date_precision') }} desc,
                event_date asc,
                claim_id asc
        ) as date_rank
    from reports
    where factuality = 'planned' and factuality_now = 'planned' and not is_done
),

future_steps as (
    select
        accession_id,
        party,
        agreement,
        step,
        capacity,
        is_applicable,
        stage_order,
        claim_id,
        event_date,
        event_date_precision,
        is_registered
    from dated_plans
    where date_rank = 1
    union all
    select
        accession_id,
        party,
        agreement,
        step,
        capacity,
        is_applicable,
        stage_order,
        claim_id,
        event_date,
        event_date_precision,
        is_registered
    from reports
    where factuality = 'actual' and (is_registered or not is_done)
),

plans as (
    select
        future_steps.*,
        case
            when
                {{ last_possible_day('future_steps.event_date', 'future_steps.event_date_precision') }} < {{ as_of }}
                then 'unconfirmed'
            else 'planned'
        end as plan_factuality
    from future_steps
    left join stages on future_steps.party = stages.party and future_steps.agreement = stages.agreement
    where
        future_steps.is_applicable
        and (
            stages.stage_order is null
            or future_steps.stage_order > stages.stage_order
            or stages.stage = 'withdrawn'
            or (future_steps.capacity = 'member' and stages.capacity <> 'member')
        )
),

next_steps as (
    select
        *,
        row_number() over (
            partition by party, agreement
            order by
                plan_factuality = 'planned' desc,
                is_registered desc,
                event_date asc nulls last,
                stage_order asc,
                claim_id asc
        ) as plan_rank
    from plans
),

-- Steps dated before every step that has to come before them.
firsts as (
    select
        party,
        agreement,
        step,
        any_value(follows) as follows,
        min(event_date) as first_date,
        min({{ last_possible_day('event_date', 'event_date_precision') }}) as first_date_at_most
    from standing
    where event_date is not null and capacity = 'member'
    group by party, agreement, step
),

disorders as (
    select
        later.party,
        later.agreement
    from firsts as later
    inner join firsts as earlier
        on
            later.party = earlier.party
            and later.agreement = earlier.agreement
            and list_contains(string_split(later.follows, '|'), earlier.step)
    group by later.party, later.agreement, later.step
    having min(earlier.first_date) > max(later.first_date_at_most)
)

select
    {{ stable_id(['pairs.party', 'pairs.agreement']) }} as status_id,
    pairs.party,
    pairs.agreement,
    coalesce(stages.stage, 'none') as stage,
    case when stages.event_date is not null then stages.event_date end as stage_date,
    coalesce(stages.event_date_precision, 'unknown') as stage_date_precision,
    stages.step,
    stages.accession_id,
    stages.capacity,
    coalesce(sides.source_kinds, cast([] as varchar[])) as stage_source_kinds,
    next_steps.step as next_step,
    next_steps.plan_factuality as next_factuality,
    next_steps.event_date as next_date,
    coalesce(next_steps.event_date_precision, 'unknown') as next_date_precision,
    case
        when suspensions.joined_on > suspensions.suspended_date then null
        else suspensions.suspended_date
    end as suspended_date,
    disorders.party is not null as has_order_conflict,
    pairs.first_reported_date,
    pairs.last_reported_date,
    pairs.source_count
from pairs
left join stages on pairs.party = stages.party and pairs.agreement = stages.agreement
left join sides on stages.accession_id = sides.accession_id
left join next_steps
    on pairs.party = next_steps.party and pairs.agreement = next_steps.agreement and next_steps.plan_rank = 1
left join suspensions on pairs.party = suspensions.party and pairs.agreement = suspensions.agreement
left join (select distinct party, agreement from disorders) as disorders
    on pairs.party = disorders.party and pairs.agreement = disorders.agreement
{%- endmacro %}

{#- A relation without the name of its database, for functions that go with the database under whatever name. -#}
{% macro local(relation) -%}
    {{ relation.include(database=false) if relation.include is defined and relation.database else relation }}
{%- endmacro %}
