-- grain: one (party, agreement, step, factuality) in one version of one article
with

source as (
    select * from {{ source('news', 'mention_accessions') }}
),

renamed as (
    select
        mention_id,
        article_id,
        content_hash,
        party,
        agreement,
        is_listed,
        step,
        factuality,
        date as stated_date,
        capacity,
        evidence,
        evidence_field,
        evidence_start,
        evidence_end,
        extractor,
        extractor_version
    from source
)

select
    mention_id,
    article_id,
    content_hash,
    party,
    agreement,
    is_listed,
    step,
    factuality,
    stated_date,
    capacity,
    evidence,
    evidence_field,
    evidence_start,
    evidence_end,
    extractor,
    extractor_version
from renamed
