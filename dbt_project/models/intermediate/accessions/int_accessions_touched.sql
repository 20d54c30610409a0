-- grain: one (party, agreement, step) that this build has to work out
-- What a claim was added to or taken from since the last build, and what time has passed over.
{%- set tables = [
    'int_accessions_resolved', 'int_accession_standings_derived', 'fct_accession_claims', 'fct_accession_versions'
] %}
{%- set facts = earlier('int_accessions_resolved') %}
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
    {%- if facts %}
        select
            accession_id,
            party,
            agreement,
            'day_passed' as reason
        from {{ facts }}
        where
            (
                factuality = 'planned'
                and {{ last_possible_day('event_date', 'event_date_precision') }} < {{ known_on() }}
            )
            or (
                event_date > cast({{ done_until(tables) }} as date) and event_date <= {{ known_on() }}
            )
    {%- else %}
        select
            accession_id,
            party,
            agreement,
            reason
        from claims
        where false
    {%- endif %}
)

select
    accession_id,
    any_value(party) as party,
    any_value(agreement) as agreement,
    first(reason order by reason = 'day_passed') as reason
from (
    select * from claims
    union all
    select * from passed
) as touched
group by accession_id
