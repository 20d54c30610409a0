-- grain: one person of the register of offices
with

offices as (
    select
        person,
        aliases
    from {{ ref('stg_reference__offices') }}
),

alias_rows as (
    select
        person,
        unnest(aliases) as alias
    from offices
),

aliases_by_person as (
    select
        person,
        list(distinct alias order by alias) as aliases
    from alias_rows
    where alias is not null and alias <> person
    group by person
),

persons as (
    select distinct person
    from offices
)

select
    {{ stable_id(['persons.person']) }} as person_id,
    persons.person as name,
    coalesce(aliases_by_person.aliases, cast([] as varchar[])) as aliases
from persons
left join aliases_by_person on persons.person = aliases_by_person.person
