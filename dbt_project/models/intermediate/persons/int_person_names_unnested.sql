-- grain: one name, in lower case, that means exactly one person
with

-- REIGN often has the surname alone: too little to know anybody by.
names as (
    select distinct
        lower(name) as name,
        person_id,
        source_rank
    from {{ ref('int_person_aliases_unioned') }}
    where source <> 'reign' or contains(name, ' ')
),

best as (
    select
        name,
        min(source_rank) as best_rank
    from names
    group by name
)

-- Whom the register calls so comes before whom others call so; a name that two people share names nobody.
select
    names.name,
    min(names.person_id) as person_id
from names
inner join best on names.name = best.name and names.source_rank = best.best_rank
group by names.name
having count(distinct names.person_id) = 1
