-- grain: the one row that tells whether the reference tables are those of an earlier build
with

hashes as (
    select md5(cast(names as varchar)) as hash
    from {{ ref('int_person_names_unnested') }} as names
    union all
    select md5(cast(spells as varchar)) as hash
    from {{ ref('int_office_spells_merged') }} as spells
    union all
    select md5(concat_ws(',', agreement, legal_form)) as hash
    from {{ ref('int_agreement_forms_unioned') }}
)

select coalesce(md5(string_agg(hash, '' order by hash)), '') as reference_version
from hashes
