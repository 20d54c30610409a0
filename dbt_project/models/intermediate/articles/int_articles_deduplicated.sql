-- grain: one article, in its latest version
with

ranked as (
    select
        article_id,
        content_hash,
        source,
        source_article_id,
        url,
        outlet,
        cited_sources,
        language,
        published_date,
        title,
        fetched_at,
        cluster_id,
        -- The hash decides between versions taken in at the same instant: any order will do, so it be one.
        row_number() over (
            partition by article_id
            order by fetched_at desc, content_hash desc
        ) as version_rank
    from {{ ref('stg_news__articles') }}
)

select
    article_id,
    content_hash,
    source,
    source_article_id,
    url,
    outlet,
    cited_sources,
    language,
    published_date,
    title,
    fetched_at,
    cluster_id
from ranked
where version_rank = 1
