-- grain: one (party, agreement, step)
select
    facts.accession_id,
    facts.party,
    coalesce(parties.party_name, {{ slug_to_name('facts.party') }}) as party_name,
    facts.agreement,
    agreements.name as agreement_name,
    facts.is_listed,
    facts.step,
    rules.is_applicable,
    facts.factuality,
    facts.capacity,
    facts.event_date,
    facts.event_date_precision,
    facts.event_date_basis,
    facts.event_date_rule,
    facts.planned_date,
    facts.planned_date_precision,
    facts.first_reported_date,
    facts.last_reported_date,
    facts.claim_count,
    facts.source_count,
    facts.outlets,
    facts.has_conflict,
    facts.evidence,
    facts.evidence_article_id,
    facts.evidence_url,
    facts.news_factuality,
    facts.news_date,
    facts.news_date_precision,
    facts.registry_date,
    facts.registry_date_precision,
    facts.registry_sources
from {{ ref('int_accessions_resolved') }} as facts
inner join {{ ref('dim_agreement') }} as agreements on facts.agreement = agreements.agreement
inner join {{ ref('step_rules') }} as rules
    on facts.step = rules.step and coalesce(agreements.legal_form, 'unknown') = rules.legal_form
left join {{ ref('int_parties_unioned') }} as parties on facts.party = parties.party
