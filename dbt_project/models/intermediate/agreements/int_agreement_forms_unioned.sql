-- grain: one agreement whose legal form is known
select
    agreement,
    legal_form
from {{ ref('stg_reference__agreements') }}
union all
-- What a depositary of treaties keeps is a treaty, where the register does not have it.
select distinct
    treaties.agreement,
    'treaty' as legal_form
from {{ ref('stg_reference__treaties') }} as treaties
left join {{ ref('stg_reference__agreements') }} as agreements on treaties.agreement = agreements.agreement
where agreements.agreement is null
