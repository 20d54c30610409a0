-- grain: one person who holds or held an office
with

names as (
    select
        person_id,
        source,
        person,
        name,
        source_rank
    from {{ ref('int_person_aliases_unioned') }}
),

called as (
    select
        person_id,
        first(person order by source_rank asc, length(person) desc, person) as name
    from names
    group by person_id
)

select
    called.person_id,
    called.name,
    coalesce(
        list(distinct names.name order by names.name) filter (where names.name <> called.name),
        cast([] as varchar[])
    ) as aliases,
    list(distinct names.source order by names.source) as sources
from called
inner join names on called.person_id = names.person_id
group by called.person_id, called.name
