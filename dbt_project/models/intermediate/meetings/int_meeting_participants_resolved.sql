-- grain: one participant in one encounter: a named person, or a state of which nobody is named
with

meetings as (
    select
        meeting_id,
        countries,
        factuality
    from {{ ref('int_meetings_resolved') }}
),

-- Those who were to come are not those who came: only claims of what holds now name participants.
claims as (
    select
        claims.meeting_id,
        claims.cluster_id,
        claims.persons,
        claims.person_countries
    from {{ ref('int_meeting_claims_resolved') }} as claims
    inner join meetings
        on claims.meeting_id = meetings.meeting_id and claims.factuality = meetings.factuality
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
)

select
    {{ stable_id(['meeting_id', 'party', 'person']) }} as participant_id,
    meeting_id,
    party,
    person,
    person_id
from participants
