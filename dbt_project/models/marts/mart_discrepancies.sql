-- grain: one way in which news and registries disagree on one (party, agreement, step)
select
    found.discrepancy_id,
    found.accession_id,
    found.party,
    coalesce(parties.party_name, {{ slug_to_name('found.party') }}) as party_name,
    found.agreement,
    agreements.name as agreement_name,
    found.step,
    found.kind,
    found.news_factuality,
    found.news_date,
    found.news_date_precision,
    found.last_reported_date,
    found.registry_step,
    found.registry_date,
    found.registry_date_precision,
    found.registry_source,
    found.registry_url,
    found.difference_days,
    found.registry_party_count,
    found.evidence,
    found.evidence_article_id,
    found.evidence_url
from {{ ref('int_discrepancies_found') }} as found
inner join {{ ref('dim_agreement') }} as agreements on found.agreement = agreements.agreement
left join {{ ref('int_parties_unioned') }} as parties on found.party = parties.party
