-- grain: one encounter as one article states it, in the article's latest version
{{ config(materialized='view') }}

with

mentions as (
    select
        mention_id,
        article_id,
        content_hash,
        list_sort(list_distinct(countries)) as countries,
        persons,
        person_countries,
        mediators,
        format,
        is_visit,
        location,
        location_country,
        factuality,
        {{ partial_date('stated_date') }} as event_date,
        {{ partial_date_precision('stated_date') }} as event_date_precision,
        evidence,
        evidence_field,
        evidence_start,
        evidence_end,
        extractor,
        extractor_version
    from {{ ref('stg_news__meeting_mentions') }}
)

-- What only an older version of an article says, the article says no more. An undated meeting stays
-- undated: it may be background of years ago.
select
    mentions.mention_id as claim_id,
    articles.source,
    mentions.countries,
    mentions.persons,
    mentions.person_countries,
    mentions.mediators,
    mentions.format,
    mentions.is_visit,
    mentions.location,
    mentions.location_country,
    mentions.factuality,
    mentions.event_date,
    mentions.event_date_precision,
    case when mentions.event_date is null then 'none' else 'stated' end as event_date_basis,
    mentions.article_id,
    mentions.content_hash,
    articles.outlet,
    articles.cited_sources,
    articles.url,
    articles.published_date as reported_date,
    articles.fetched_at as ingested_at,
    articles.cluster_id,
    mentions.evidence,
    mentions.evidence_field,
    mentions.evidence_start,
    mentions.evidence_end,
    mentions.extractor,
    mentions.extractor_version
from mentions
inner join {{ ref('int_articles_deduplicated') }} as articles
    on mentions.article_id = articles.article_id and mentions.content_hash = articles.content_hash
