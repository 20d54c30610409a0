-- grain: one participant in one encounter: a named person, or a state of which nobody is named
select
    participant_id,
    meeting_id,
    party,
    person,
    person_id,
    role,
    office,
    title
from {{ ref('int_meeting_participants_resolved') }}
