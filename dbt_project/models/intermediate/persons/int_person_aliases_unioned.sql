-- grain: one name of one person, as one source has it
with

names as (
    select
        'registry' as source,
        cast(null as varchar) as source_person_id,
        person,
        country_code,
        list_append(aliases, person) as names
    from {{ ref('stg_reference__offices') }}
    union all
    select
        source,
        source_person_id,
        person,
        country_code,
        list_append(aliases, person) as names
    from {{ ref('stg_reference__leaders') }}
),

keyed as (
    select
        keys.person_key as person_id,
        names.source,
        names.person,
        unnest(names.names) as name
    from names
    inner join {{ ref('stg_reference__person_keys') }} as keys
        on
            names.source = keys.source
            and names.source_person_id is not distinct from keys.source_person_id
            and names.person = keys.person
            and names.country_code = keys.country_code
)

select distinct
    person_id,
    source,
    person,
    trim(name) as name,
    -- The lower, the better known to us: the register's spelling is the one that texts are read with.
    case source when 'registry' then 1 when 'wikidata' then 2 else 3 end as source_rank
from keyed
where trim(name) <> ''
