-- grain: one article, in its latest version
with

accession_counts as (
    select
        article_id,
        count(*) as accession_count
    from {{ ref('int_accession_claims_logged') }}
    where known_to is null and article_id is not null
    group by article_id
),

meeting_counts as (
    select
        article_id,
        count(*) as meeting_count
    from {{ ref('int_meeting_claims_logged') }}
    where known_to is null and article_id is not null
    group by article_id
)

select
    articles.article_id,
    articles.content_hash,
    articles.source,
    articles.source_article_id,
    articles.url,
    articles.outlet,
    articles.cited_sources,
    articles.language,
    articles.published_date,
    articles.title,
    articles.cluster_id,
    coalesce(accession_counts.accession_count, 0) as accession_count,
    coalesce(meeting_counts.meeting_count, 0) as meeting_count
from {{ ref('int_articles_deduplicated') }} as articles
left join accession_counts on articles.article_id = accession_counts.article_id
left join meeting_counts on articles.article_id = meeting_counts.article_id
