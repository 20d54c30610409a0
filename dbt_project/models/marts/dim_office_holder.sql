-- grain: one spell of one person in one office
{{ config(post_hook="{{ create_office_holders_as_of() }}") }}

select
    {{ stable_id([
        'spells.person', 'spells.country_code', 'spells.office', 'spells.title',
        'coalesce(spells.valid_from, spells.valid_to)'
    ]) }} as office_holder_id,
    persons.person_id,
    persons.name as person_name,
    spells.country_code,
    spells.office,
    spells.title,
    spells.valid_from,
    spells.valid_from_precision,
    spells.valid_to,
    spells.valid_to_precision,
    spells.known_until,
    spells.sources,
    spells.source_url
from {{ ref('int_office_spells_merged') }} as spells
inner join {{ ref('int_persons_grouped') }} as persons on spells.person_id = persons.person_id
