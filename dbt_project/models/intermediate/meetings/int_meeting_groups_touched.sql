-- grain: one group of claims of the same countries and day that this build has to take apart anew
{%- set tables = [
    'int_meeting_claims_grouped', 'int_meeting_nodes_described', 'int_meeting_nodes_linked', 'int_meeting_links_logged',
    'int_meetings_resolved', 'int_meeting_participants_resolved', 'fct_meeting_claims', 'fct_meeting_versions'
] %}

select
    group_key,
    any_value(countries_key) as countries_key
from {{ ref('int_meeting_claims_logged') }}
where changed_at > {{ done_until(tables) }}
group by group_key
