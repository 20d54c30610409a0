-- grain: one encounter that this build has to work out
-- What a claim was added to or taken from since the last build, what is resolved otherwise, and what time
-- has passed over.
{%- set tables = [
    'int_meetings_resolved', 'int_meeting_participants_resolved', 'fct_meeting_claims', 'fct_meeting_versions'
] %}
{%- set facts = earlier('int_meetings_resolved') %}
with

claims as (
    select
        claim_id,
        {{ reason_of('changed_at', 'retraction_reason') }} as reason
    from {{ ref('int_meeting_claims_logged') }}
    where changed_at > {{ done_until(tables) }}
    group by claim_id
),

links as (
    select
        links.meeting_id,
        coalesce(claims.reason, 'resolved_anew') as reason
    from {{ ref('int_meeting_links_logged') }} as links
    left join claims on links.claim_id = claims.claim_id
    where
        links.changed_at > {{ done_until(tables) }}
        or (claims.claim_id is not null and links.known_to is null)
),

-- A plan whose day is over is unconfirmed.
passed as (
    {%- if facts %}
        select
            meeting_id,
            'day_passed' as reason
        from {{ facts }}
        where
            factuality = 'planned'
            and {{ last_possible_day('event_date', 'event_date_precision') }} < {{ known_on() }}
    {%- else %}
        select
            meeting_id,
            reason
        from links
        where false
    {%- endif %}
),

touched as (
    select
        meeting_id,
        reason
    from links
    union all
    select
        meeting_id,
        reason
    from passed
)

-- The reason that weighs most.
select
    meeting_id,
    first(
        reason
        order by
            case reason
                when 'rules_changed' then 5
                when 'day_passed' then 4
                when 'resolved_anew' then 3
                when 'new_claim' then 2
                else 1
            end,
            reason
    ) as reason
from touched
group by meeting_id
