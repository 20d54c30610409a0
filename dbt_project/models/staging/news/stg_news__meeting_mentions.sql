-- grain: one encounter in one version of one article
with

renamed as (
    select
        mention_id,
        article_id,
        content_hash,
        countries,
        persons,
        person_countries,
        mediators,
        format,
        visit as is_visit,
        location,
        location_country,
        factuality,
        date as stated_date,
        evidence,
        evidence_field,
        evidence_start,
        evidence_end,
        extractor,
        extractor_version
    from {{ source('news', 'mention_meetings') }}
)

select
    mention_id,
    article_id,
    content_hash,
    countries,
    persons,
    person_countries,
    mediators,
    format,
    is_visit,
    location,
    location_country,
    factuality,
    stated_date,
    evidence,
    evidence_field,
    evidence_start,
    evidence_end,
    extractor,
    extractor_version
from renamed
