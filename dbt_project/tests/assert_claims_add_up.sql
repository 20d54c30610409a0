-- Every claim is in exactly one fact: as many claims as the facts count.
with

counts as (
    select
        'accessions' as fact_table,
        (select count(*) from {{ ref('fct_accession_claims') }}) as claims,
        (select coalesce(sum(claim_count), 0) from {{ ref('fct_accessions') }}) as claims_of_facts
    union all
    select
        'meetings' as fact_table,
        (select count(*) from {{ ref('fct_meeting_claims') }}) as claims,
        (select coalesce(sum(claim_count), 0) from {{ ref('fct_meetings') }}) as claims_of_facts
)

select
    fact_table,
    claims,
    claims_of_facts
from counts
where claims <> claims_of_facts
