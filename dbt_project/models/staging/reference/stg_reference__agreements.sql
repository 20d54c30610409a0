-- grain: one agreement or organisation of the register
with

renamed as (
    select
        agreement,
        name,
        aliases,
        contextual_aliases,
        legal_form,
        depositary,
        opened_date,
        opened_date_precision,
        in_force_date,
        in_force_date_precision,
        founding_members,
        wikidata_id,
        source_url
    from {{ source('reference', 'norm_agreements') }}
)

select
    agreement,
    name,
    aliases,
    contextual_aliases,
    legal_form,
    depositary,
    opened_date,
    opened_date_precision,
    in_force_date,
    in_force_date_precision,
    founding_members,
    wikidata_id,
    source_url
from renamed
