-- grain: one participant that may be other than it was
-- Those of the encounters that this build has worked out, now and before.
{%- set versions = earlier('bridge_meeting_participant_versions', 'marts') %}

select
    participants.participant_id,
    touched.reason
from {{ ref('int_meeting_participants_resolved') }} as participants
inner join {{ ref('int_meetings_touched') }} as touched on participants.meeting_id = touched.meeting_id
{%- if versions %}
    union
    select
        versions.participant_id,
        touched.reason
    from {{ versions }} as versions
    inner join {{ ref('int_meetings_touched') }} as touched on versions.meeting_id = touched.meeting_id
    where versions.known_to is null
{%- endif %}
