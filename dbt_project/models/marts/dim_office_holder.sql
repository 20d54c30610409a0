-- grain: one spell of one person in one office
select
    {{ stable_id([
        'offices.person', 'offices.country_code', 'offices.office', 'offices.title', 'offices.valid_from'
    ]) }} as office_holder_id,
    persons.person_id,
    offices.person as person_name,
    offices.country_code,
    offices.office,
    offices.title,
    offices.valid_from,
    offices.valid_from_precision,
    offices.valid_to,
    offices.valid_to_precision,
    offices.source_url
from {{ ref('stg_reference__offices') }} as offices
inner join {{ ref('int_persons_grouped') }} as persons on offices.person = persons.name
