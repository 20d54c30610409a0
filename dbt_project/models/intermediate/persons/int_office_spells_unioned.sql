-- grain: one spell of one person in one office, as one source has it
with

spells as (
    select
        'registry' as source,
        cast(null as varchar) as source_person_id,
        person,
        country_code,
        office,
        title,
        valid_from,
        valid_from_precision,
        valid_to,
        valid_to_precision,
        cast(null as date) as known_until,
        source_url
    from {{ ref('stg_reference__offices') }}
    union all
    select
        source,
        source_person_id,
        person,
        country_code,
        office,
        title,
        valid_from,
        valid_from_precision,
        valid_to,
        valid_to_precision,
        -- Over, and nobody knows when: sure of its first day alone.
        case when is_ended and valid_to is null then valid_from else known_until end as known_until,
        case source
            when 'wikidata' then 'https://www.wikidata.org/wiki/' || source_person_id
            else 'https://oefdatascience.github.io/REIGN.github.io/'
        end as source_url
    from {{ ref('stg_reference__leaders') }}
)

select
    {{ stable_id([
        'spells.source', 'spells.source_person_id', 'spells.person', 'spells.country_code', 'spells.office',
        'spells.title', 'spells.valid_from', 'spells.valid_to'
    ]) }} as spell_id,
    spells.source,
    keys.person_key as person_id,
    spells.person,
    spells.country_code,
    spells.office,
    spells.title,
    spells.valid_from,
    spells.valid_from_precision,
    -- Of an end in a month or year no more is known than its first day, which may lie before the beginning.
    case
        when spells.valid_to is not null and spells.valid_to_precision <> 'day'
            then greatest(spells.valid_from, spells.valid_to)
        else spells.valid_to
    end as valid_to,
    spells.valid_to_precision,
    spells.known_until,
    spells.source_url,
    case spells.source when 'registry' then 1 when 'wikidata' then 2 else 3 end as source_rank,
    -- What the source leaves open reaches as far as it knows.
    coalesce(spells.valid_from, date '0001-01-01') as begins_on,
    coalesce(
        {{ last_possible_day('spells.valid_to', 'spells.valid_to_precision') }},
        spells.known_until,
        date '9999-12-31'
    ) as ends_on
from spells
inner join {{ ref('stg_reference__person_keys') }} as keys
    on
        spells.source = keys.source
        and spells.source_person_id is not distinct from keys.source_person_id
        and spells.person = keys.person
        and spells.country_code = keys.country_code
