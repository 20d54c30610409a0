-- grain: one (party, agreement, step, factuality) in one version of one article
with

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
        speaker,
        speaker_party,
        evidence,
        evidence_field,
        evidence_start,
        evidence_end,
        extractor,
        extractor_version
    from {{ source('news', 'mention_accessions') }}
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
    speaker,
    speaker_party,
    evidence,
    evidence_field,
    evidence_start,
    evidence_end,
    extractor,
    extractor_version
from renamed
