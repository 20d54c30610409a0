-- grain: one spell of one party in one agreement
{{ config(post_hook="{{ create_members_as_of() }}") }}

select
    spells.membership_id,
    spells.party,
    coalesce(parties.party_name, {{ slug_to_name('spells.party') }}) as party_name,
    spells.agreement,
    agreements.name as agreement_name,
    spells.capacity,
    spells.valid_from,
    spells.valid_from_precision,
    spells.valid_to,
    spells.valid_to_precision,
    spells.source_url
from {{ ref('int_memberships_spelled') }} as spells
inner join {{ ref('dim_agreement') }} as agreements on spells.agreement = agreements.agreement
left join {{ ref('int_parties_unioned') }} as parties on spells.party = parties.party
