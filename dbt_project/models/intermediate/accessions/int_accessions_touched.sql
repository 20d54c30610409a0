-- grain: one (party, agreement, step) that this build has to work out
-- What a claim was added to or taken from since the last build, and what time has passed over.
{%- set tables = [
    'int_accessions_resolved', 'int_accession_standings_derived', 'fct_accession_claims', 'fct_accession_versions'
] %}
with

claims as (
    select
        accession_id,
        any_value(party) as party,
        any_value(agreement) as agreement,
        {{ reason_of('changed_at', 'retraction_reason') }} as reason
    from {{ ref('int_accession_claims_logged') }}
    where changed_at > {{ done_until(tables) }}
    group by accession_id
),

-- A plan whose day is over is unconfirmed; an event that was told ahead of its day has happened.
passed as (
    select
        accession_id,
        any_value(party) as party,
        any_value(agreement) as agreement,
        'day_passed' as reason
    from {{ ref('int_accession_claims_logged') }}
    where
        known_to is null
        and event_date <= {{ known_on() }}
        and {{ last_possible_day('event_date', 'event_date_precision') }}
        >= cast({{ done_until(tables) }} as date)
    group by accession_id
),

touched as (
    select
        accession_id,
        party,
        agreement,
        reason
    from claims
    union all
    select
        accession_id,
        party,
        agreement,
        reason
    from passed
)

select
    accession_id,
    any_value(party) as party,
    any_value(agreement) as agreement,
    first(reason order by reason = 'rules_changed', reason = 'day_passed', reason) as reason
from touched
group by accession_id
