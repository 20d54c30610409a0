-- grain: one way in which news and registries disagree on one (party, agreement, step)
with

claims as (
    select
        claims.claim_id,
        claims.source_kind,
        claims.source,
        claims.accession_id,
        claims.party,
        claims.agreement,
        claims.step,
        claims.factuality,
        claims.capacity,
        claims.event_date,
        claims.event_date_precision,
        claims.event_date_basis,
        claims.article_id,
        claims.url,
        claims.reported_date,
        claims.evidence,
        rules.standing as stage
    from {{ ref('int_accession_claims_logged') }} as claims
    left join {{ ref('stg_reference__agreements') }} as agreements on claims.agreement = agreements.agreement
    inner join {{ ref('step_rules') }} as rules
        on claims.step = rules.step and coalesce(agreements.legal_form, 'unknown') = rules.legal_form
    where claims.known_to is null
),

-- The steps that registries keep; what comes before them only the news tells.
registry_steps as (
    select
        *,
        case stage when 'signed' then 1 when 'bound' then 2 when 'left' then 3 else 0 end as stage_rank
    from claims
    where source_kind = 'registry'
),

-- What the news has of a step: what holds now, by the claim that says best when.
news_now as (
    select
        accession_id,
        {{ factuality_now('factuality', 'reported_date') }} as factuality,
        max(reported_date) as last_reported_date
    from claims
    where source_kind = 'news' and stage <> 'before'
    group by accession_id
),

news_ranked as (
    select
        claims.*,
        news_now.last_reported_date,
        case claims.stage when 'signed' then 1 when 'bound' then 2 else 3 end as stage_rank,
        row_number() over (
            partition by claims.accession_id
            order by
                claims.event_date_basis = 'stated' desc,
                {{ precision_rank('claims.event_date_precision') }} desc,
                claims.reported_date asc nulls last,
                claims.claim_id asc
        ) as claim_rank
    from claims
    inner join news_now
        on claims.accession_id = news_now.accession_id and claims.factuality = news_now.factuality
    where claims.source_kind = 'news' and claims.factuality in ('actual', 'negated')
),

news as (
    select * exclude (claim_rank)
    from news_ranked
    where claim_rank = 1
),

coverage as (
    select
        agreement,
        count(distinct party) as registry_party_count
    from registry_steps
    group by agreement
),

pairs as (
    select
        news.accession_id,
        news.event_date as news_date,
        registry_steps.claim_id,
        registry_steps.step as registry_step,
        registry_steps.event_date as registry_date,
        registry_steps.event_date_precision as registry_date_precision,
        registry_steps.source as registry_source,
        registry_steps.url as registry_url,
        registry_steps.stage_rank,
        (registry_steps.step = news.step and registry_steps.capacity = news.capacity) as is_same_step,
        -- An observer is not bound as a member is, whatever the step is called.
        case
            when registry_steps.capacity in ('member', news.capacity) then registry_steps.stage_rank
            else 0
        end as reached_rank,
        {{ dates_fit(
            'news.event_date', 'news.event_date_precision',
            'registry_steps.event_date', 'registry_steps.event_date_precision'
        ) }} as has_fitting_date
    from news
    inner join registry_steps
        on news.party = registry_steps.party and news.agreement = registry_steps.agreement
),

-- Every step of the party that a registry has, the same step first, of several dates the nearest.
candidates as (
    select
        accession_id,
        registry_step,
        registry_date,
        registry_date_precision,
        registry_source,
        registry_url,
        is_same_step,
        max(reached_rank) over (partition by accession_id) as furthest_rank,
        bool_or(is_same_step and has_fitting_date) over (partition by accession_id) as is_dated_alike,
        row_number() over (
            partition by accession_id
            order by
                is_same_step desc,
                stage_rank desc,
                abs(date_diff('day', news_date, registry_date)) asc nulls last,
                registry_date desc,
                registry_source asc,
                claim_id asc
        ) as candidate_rank
    from pairs
),

compared as (
    select
        news.*,
        coverage.registry_party_count,
        nearest.registry_step,
        nearest.registry_date,
        nearest.registry_date_precision,
        nearest.registry_source,
        nearest.registry_url,
        nearest.is_same_step,
        case
            when news.factuality = 'negated'
                then
                    case
                        when
                            nearest.is_same_step
                            and nearest.registry_date <= coalesce(news.event_date, news.last_reported_date)
                            then 'denied_by_news'
                    end
            when nearest.registry_step is null then 'absent_from_registry'
            when nearest.furthest_rank < news.stage_rank then 'ahead_of_registry'
            when
                nearest.is_same_step
                and news.event_date_basis = 'stated'
                and not nearest.is_dated_alike
                then 'dates_differ'
        end as kind
    from news
    inner join coverage on news.agreement = coverage.agreement
    left join candidates as nearest
        on news.accession_id = nearest.accession_id and nearest.candidate_rank = 1
)

select
    {{ stable_id(['accession_id', 'kind']) }} as discrepancy_id,
    accession_id,
    party,
    agreement,
    step,
    kind,
    factuality as news_factuality,
    event_date as news_date,
    event_date_precision as news_date_precision,
    last_reported_date,
    registry_step,
    registry_date,
    coalesce(registry_date_precision, 'unknown') as registry_date_precision,
    registry_source,
    registry_url,
    case
        when event_date_precision = 'day' and registry_date_precision = 'day' and is_same_step
            then date_diff('day', registry_date, event_date)
    end as difference_days,
    registry_party_count,
    evidence,
    article_id as evidence_article_id,
    url as evidence_url
from compared
where kind is not null
