-- grain: one (party, agreement, step, factuality) as one article states it, in the article's latest version
{{ config(materialized='view') }}

with

mentions as (
    select
        mention_id,
        article_id,
        content_hash,
        party,
        agreement,
        step,
        factuality,
        capacity,
        speaker,
        speaker_party,
        stated_date,
        evidence,
        evidence_field,
        evidence_start,
        evidence_end,
        extractor,
        extractor_version
    from {{ ref('stg_news__accession_mentions') }}
),

-- What only an older version of an article says, the article says no more.
current_mentions as (
    select
        mentions.*,
        articles.source,
        articles.outlet,
        articles.cited_sources,
        articles.url,
        articles.published_date as reported_date,
        articles.fetched_at as ingested_at,
        articles.cluster_id,
        agreements.agreement is not null as is_listed,
        {{ partial_date('mentions.stated_date') }} as parsed_date,
        {{ partial_date_precision('mentions.stated_date') }} as parsed_date_precision,
        mentions.factuality = 'actual'
        and coalesce(steps.is_dated_by_report, false)
        and articles.published_date is not null as has_report_date
    from mentions
    inner join {{ ref('int_articles_deduplicated') }} as articles
        on mentions.article_id = articles.article_id and mentions.content_hash = articles.content_hash
    left join {{ ref('stg_reference__agreements') }} as agreements
        on mentions.agreement = agreements.agreement
    left join {{ ref('steps') }} as steps
        on mentions.step = steps.step
),

-- An undated signature or accession may be background of years ago: only steps that happen by being
-- reported take the day of the report, and only where they did happen.
dated as (
    select
        * exclude (parsed_date, parsed_date_precision),
        case
            when parsed_date is not null then parsed_date
            when has_report_date then reported_date
        end as event_date,
        case
            when parsed_date is not null then parsed_date_precision
            when has_report_date then 'day'
            else 'unknown'
        end as event_date_precision,
        case
            when parsed_date is not null then 'stated'
            when has_report_date then 'publication'
            else 'none'
        end as event_date_basis
    from current_mentions
)

select
    mention_id as claim_id,
    source,
    {{ stable_id(['party', 'agreement', 'step']) }} as accession_id,
    party,
    agreement,
    is_listed,
    step,
    factuality,
    capacity,
    speaker,
    speaker_party,
    event_date,
    event_date_precision,
    event_date_basis,
    article_id,
    content_hash,
    outlet,
    cited_sources,
    url,
    reported_date,
    ingested_at,
    cluster_id,
    evidence,
    evidence_field,
    evidence_start,
    evidence_end,
    extractor,
    extractor_version
from dated
