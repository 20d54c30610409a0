-- grain: one participant in one encounter: a named person, or a state of which nobody is named
{{ config(
    materialized='incremental', incremental_strategy='append', on_schema_change='append_new_columns',
    pre_hook="{{ delete_touched('meeting_id', ref('int_meetings_touched')) }}"
) }}

with

meetings as (
    select
        meeting_id,
        countries,
        case factuality when 'unconfirmed' then 'planned' else factuality end as factuality,
        format,
        is_visit,
        location_country,
        event_date,
        first_reported_date
    from {{ ref('int_meetings_resolved') }}
    where meeting_id in (select touched.meeting_id from {{ ref('int_meetings_touched') }} as touched)
),

-- Those who were to come are not those who came: only claims of what holds now name participants.
claims as (
    select
        claims.meeting_id,
        claims.cluster_id,
        claims.persons,
        claims.person_countries,
        claims.mediators
    from {{ ref('int_meeting_claims_touched') }} as claims
    inner join meetings
        on claims.meeting_id = meetings.meeting_id and claims.factuality = meetings.factuality
    -- Nor those who were to come on a day that was given up.
    qualify not claims.is_superseded or bool_and(claims.is_superseded) over (partition by claims.meeting_id)
),

-- The two lists run in parallel.
named as (
    select
        meeting_id,
        cluster_id,
        trim(unnest(persons)) as person,
        unnest(person_countries) as party
    from claims
),

identified as (
    select
        named.meeting_id,
        named.cluster_id,
        named.person,
        named.party,
        names.person_id,
        coalesce(names.person_id, lower(named.person)) as person_key
    from named
    left join {{ ref('int_person_names_unnested') }} as names on lower(named.person) = names.name
    where named.person <> ''
),

parties as (
    select
        meeting_id,
        person_key,
        party,
        row_number() over (
            partition by meeting_id, person_key
            order by count(distinct cluster_id) desc, party asc
        ) as party_rank
    from identified
    where party is not null
    group by meeting_id, person_key, party
),

-- The fullest of the names by which the texts call a person.
persons as (
    select
        meeting_id,
        person_key,
        person_id,
        first(person order by length(person) desc, person asc) as person
    from identified
    group by meeting_id, person_key, person_id
),

-- "Trump" is Donald Trump where one article gives the full name and another, of the same encounter, does not.
short_names as (
    select distinct
        short.meeting_id,
        short.person_key
    from persons as short
    inner join persons as long
        on
            short.meeting_id = long.meeting_id
            and ends_with(lower(long.person), ' ' || lower(short.person))
    where short.person_id is null
),

people as (
    select
        persons.meeting_id,
        parties.party,
        persons.person,
        persons.person_id
    from persons
    left join parties
        on
            persons.meeting_id = parties.meeting_id
            and persons.person_key = parties.person_key
            and parties.party_rank = 1
    left join short_names
        on persons.meeting_id = short_names.meeting_id and persons.person_key = short_names.person_key
    where short_names.person_key is null
),

states as (
    select
        meeting_id,
        unnest(countries) as party
    from meetings
),

unnamed_states as (
    select
        states.meeting_id,
        states.party
    from states
    left join people on states.meeting_id = people.meeting_id and states.party = people.party
    where people.meeting_id is null
),

participants as (
    select
        meeting_id,
        party,
        person,
        person_id
    from people
    union all
    select
        meeting_id,
        party,
        null as person,
        null as person_id
    from unnamed_states
),

mediators as (
    select distinct
        meeting_id,
        unnest(mediators) as party
    from claims
),

-- The office that the person held on the day; of several the one that stands highest.
offices as (
    select
        participants.meeting_id,
        participants.party,
        participants.person_id,
        spells.office,
        spells.title,
        spells.country_code,
        row_number() over (
            partition by participants.meeting_id, participants.party, participants.person_id
            order by
                spells.country_code = participants.party desc nulls last,
                {{ office_rank('spells.office') }} asc,
                spells.valid_from desc nulls last,
                spells.spell_id asc
        ) as office_rank
    from participants
    inner join meetings on participants.meeting_id = meetings.meeting_id
    inner join {{ ref('int_office_spells_merged') }} as spells
        on
            participants.person_id = spells.person_id
            and coalesce(meetings.event_date, meetings.first_reported_date)
            >= coalesce(spells.valid_from, date '0001-01-01')
            and coalesce(meetings.event_date, meetings.first_reported_date) <= coalesce(
                {{ last_possible_day('spells.valid_to', 'spells.valid_to_precision') }},
                spells.known_until,
                date '9999-12-31'
            )
)

select
    {{ stable_id(['participants.meeting_id', 'participants.party', 'participants.person']) }}
        as participant_id,
    participants.meeting_id,
    coalesce(participants.party, offices.country_code) as party,
    participants.person,
    participants.person_id,
    case
        when mediators.party is not null then 'mediator'
        when not meetings.is_visit or meetings.format in ('phone', 'video') then 'participant'
        when meetings.location_country = coalesce(participants.party, offices.country_code) then 'host'
        when list_contains(meetings.countries, meetings.location_country) then 'visitor'
        else 'participant'
    end as role,
    offices.office,
    offices.title
from participants
inner join meetings on participants.meeting_id = meetings.meeting_id
left join offices
    on
        participants.meeting_id = offices.meeting_id
        and participants.party is not distinct from offices.party
        and participants.person_id = offices.person_id
        and offices.office_rank = 1
left join mediators
    on
        participants.meeting_id = mediators.meeting_id
        and coalesce(participants.party, offices.country_code) = mediators.party
