-- grain: one name, in lower case, that means exactly one person of the register
with

persons as (
    select
        person_id,
        list_append(aliases, name) as names
    from {{ ref('int_persons_grouped') }}
),

names as (
    select
        person_id,
        unnest(names) as name
    from persons
)

select
    lower(trim(name)) as name,
    min(person_id) as person_id
from names
group by lower(trim(name))
-- A name that two people share names nobody.
having count(distinct person_id) = 1
