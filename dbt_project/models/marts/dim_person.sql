-- grain: one person who holds or held an office
select
    person_id,
    name,
    aliases,
    sources
from {{ ref('int_persons_grouped') }}
