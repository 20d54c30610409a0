-- grain: one version of one article
with

renamed as (
    select
        article_id,
        content_hash,
        source,
        locator,
        raw_id,
        source_article_id,
        url,
        outlet,
        cited_sources,
        language,
        published_date,
        title,
        text,
        fetched_at,
        cluster_id
    from {{ source('news', 'norm_articles') }}
)

select
    article_id,
    content_hash,
    source,
    locator,
    raw_id,
    source_article_id,
    url,
    outlet,
    cited_sources,
    language,
    published_date,
    title,
    text,
    fetched_at,
    cluster_id
from renamed
