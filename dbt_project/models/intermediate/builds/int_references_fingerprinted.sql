-- grain: the one row that tells whether the reference tables are those of an earlier build
with

entries as (
    select concat_ws('|', name, person_id) as entry
    from {{ ref('int_person_names_unnested') }}
    union all
    select
        concat_ws(
            '|', spell_id, person_id, valid_to, valid_to_precision, known_until, office, title, country_code
        ) as entry
    from {{ ref('int_office_spells_merged') }}
    union all
    select concat_ws('|', agreement, legal_form) as entry
    from {{ ref('int_agreement_forms_unioned') }}
    union all
    select concat_ws('|', agreement, name) as entry
    from {{ ref('stg_reference__agreements') }}
    union all
    select concat_ws('|', party, party_name) as entry
    from {{ ref('int_parties_unioned') }}
),

listed as (
    select list(entry order by entry) as entries
    from entries
)

select coalesce(md5(array_to_string(entries, '|')), '') as reference_version
from listed
