-- grain: one (party, agreement)
select
    standings.status_id,
    standings.party,
    coalesce(parties.party_name, {{ slug_to_name('standings.party') }}) as party_name,
    standings.agreement,
    agreements.name as agreement_name,
    agreements.legal_form,
    standings.stage,
    standings.stage_date,
    standings.stage_date_precision,
    standings.step,
    standings.accession_id,
    standings.capacity,
    standings.stage_source_kinds,
    standings.next_step,
    standings.next_factuality,
    standings.next_date,
    standings.next_date_precision,
    standings.suspended_date,
    standings.has_order_conflict,
    standings.first_reported_date,
    standings.last_reported_date,
    standings.source_count
from {{ ref('int_accession_standings_derived') }} as standings
inner join {{ ref('dim_agreement') }} as agreements on standings.agreement = agreements.agreement
left join {{ ref('int_parties_unioned') }} as parties on standings.party = parties.party
