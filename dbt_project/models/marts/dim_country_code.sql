-- grain: one code of one state in one list, for as long as it means that state
select
    {{ stable_id(['codes.scheme', 'codes.code', 'codes.country_code', 'codes.valid_from']) }}
        as country_code_id,
    codes.scheme,
    codes.code,
    codes.country_code,
    states.name as country_name,
    codes.valid_from,
    codes.valid_from_precision,
    codes.valid_to,
    codes.valid_to_precision,
    codes.source_url
from {{ ref('stg_reference__country_codes') }} as codes
inner join {{ ref('stg_reference__states') }} as states on codes.country_code = states.country_code
