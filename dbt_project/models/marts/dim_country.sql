-- grain: one state, territory or union, of today or of the past
{{ config(post_hook="{{ create_states_as_of() }}") }}

select
    country_code,
    iso2_code,
    numeric_code,
    name,
    official_name,
    kind,
    valid_from,
    valid_from_precision,
    valid_to,
    valid_to_precision,
    successor_codes,
    aliases,
    source_url
from {{ ref('stg_reference__states') }}
