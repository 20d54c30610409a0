-- grain: one person of the register of offices
select
    person_id,
    name,
    aliases
from {{ ref('int_persons_grouped') }}
