-- grain: one node, and the node that stands for its encounter among the nodes of the same countries
-- Links go from a node to at most one other, by the first rule that finds one:
--   copy         an undated claim and its dated copy, of the same words
--   stay         an entry of a registry, and the meeting of which the news tells within the stay
--   long_visit   meetings in person of the same people in one country on days that follow each other
--   rescheduled  what was planned for a day and did not take place then, and what did later
--   coarse_date  what is told of a month or year, or without a day, and the one encounter that fits it
--   same_telling what several articles tell without a day of the same people; the plan, and its cancelling
-- An encounter never has two claims of one article, but the plan and the deed, or the old day and the new,
-- of one that was put off: nodes that would are left by themselves. All nodes of the countries that a build
-- touches are linked anew.
{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ delete_touched('countries_key', ref('int_meeting_groups_touched')) }}"
) }}

with

nodes as (
    select
        described.*,
        described.meeting_day is null as is_undated,
        -- The days that a coarse date may mean; without any date, the days before the report, or after it
        -- of a plan.
        case
            when described.meeting_day is not null then described.meeting_day
            when described.event_date is not null then described.event_date
            when described.is_actual or described.is_negated then described.first_reported_date - 3
            else described.first_reported_date
        end as first_day,
        case
            when described.meeting_day is not null then described.meeting_day
            when described.event_date is not null
                then {{ last_possible_day('described.event_date', 'described.event_date_precision') }}
            when described.is_actual then described.first_reported_date
            else described.first_reported_date + 30
        end as last_day,
        {{ precision_rank('described.event_date_precision') }} as precision_rank,
        described.meeting_day is null and described.event_date is null as is_dateless
    from {{ ref('int_meeting_nodes_described') }} as described
    where described.countries_key in (
        select touched.countries_key from {{ ref('int_meeting_groups_touched') }} as touched
    )
),

-- Nodes are looked up by their month, so that the work grows with the nodes, not with their square.
by_month as (
    select
        *,
        date_trunc('month', first_day) as month
    from nodes
    where first_day is not null
),

tellings as (
    select
        grouped.node_id,
        grouped.countries_key,
        grouped.teller_id,
        claims.cluster_id,
        claims.format,
        claims.factuality,
        claims.evidence_field,
        claims.evidence_start,
        claims.meeting_day is null as is_undated
    from {{ ref('int_meeting_claims_grouped') }} as grouped
    inner join {{ ref('int_meeting_claims_logged') }} as claims
        on grouped.claim_id = claims.claim_id and claims.known_to is null
    where grouped.countries_key in (
        select touched.countries_key from {{ ref('int_meeting_groups_touched') }} as touched
    )
),

copies as (
    select
        undated.node_id,
        min(dated.node_id) as target_id
    from tellings as undated
    inner join tellings as dated
        on
            undated.countries_key = dated.countries_key
            and undated.cluster_id = dated.cluster_id
            and undated.format = dated.format
            and undated.factuality = dated.factuality
            and undated.evidence_field = dated.evidence_field
            and undated.evidence_start = dated.evidence_start
            and undated.teller_id <> dated.teller_id
    where undated.is_undated and not dated.is_undated
    group by undated.node_id
),

stays as (
    select
        entries.node_id,
        first(
            news.node_id
            order by
                {{ persons_meet('entries', 'news') }} desc,
                news.format = 'in_person' desc,
                news.is_actual desc,
                news.source_count desc,
                news.meeting_day asc,
                news.node_id asc
        ) as target_id
    from nodes as entries
    inner join nodes as news
        on
            entries.countries_key = news.countries_key
            and news.meeting_day between entries.meeting_day and coalesce(
                entries.event_end_date, entries.meeting_day
            )
    where
        not entries.is_news
        and news.is_news
        and {{ descriptions_fit('entries', 'news') }}
    group by entries.node_id
),

days_before as (
    select
        *,
        unnest([meeting_day - 1, meeting_day - 2]) as day_before
    from nodes
    where meeting_day is not null
),

-- The nearest day before on which the same people were met in the same country.
long_visits as (
    select
        nodes.node_id,
        first(
            earlier.node_id
            order by
                earlier.meeting_day desc,
                len(list_intersect(nodes.person_keys, earlier.person_keys)) desc,
                earlier.source_count desc,
                earlier.node_id asc
        ) as target_id
    from days_before as nodes
    inner join nodes as earlier
        on nodes.countries_key = earlier.countries_key and nodes.day_before = earlier.meeting_day
    where
        nodes.is_actual
        and earlier.is_actual
        and nodes.is_news
        and earlier.is_news
        and 'in_person' in (nodes.format, earlier.format)
        and {{ formats_fit('nodes', 'earlier') }}
        and nodes.place_country = earlier.place_country
        and (nodes.is_visit or earlier.is_visit)
        and {{ persons_meet('nodes', 'earlier') }}
    group by nodes.node_id
),

-- Articles that tell of a day that was called off and of another one in its place.
postponements as (
    select
        old.node_id,
        new.node_id as target_id,
        bool_or(new.factuality = 'planned') as is_planned_anew
    from tellings as old
    inner join tellings as new
        on
            old.countries_key = new.countries_key
            and old.teller_id = new.teller_id
            and old.node_id <> new.node_id
    where old.factuality = 'negated' and new.factuality in ('planned', 'actual')
    group by old.node_id, new.node_id
),

plan_months as (
    select
        *,
        unnest(generate_series(
            date_trunc('month', meeting_day), date_trunc('month', meeting_day + 120), interval 1 month
        )) as month
    from nodes
    where meeting_day is not null and not is_actual
),

rescheduled as (
    select
        plans.node_id,
        first(
            later.node_id
            order by
                postponements.node_id is not null desc,
                later.is_actual desc,
                later.meeting_day asc,
                later.source_count desc,
                later.node_id asc
        ) as target_id
    from plan_months as plans
    inner join by_month as later
        on
            plans.countries_key = later.countries_key
            and plans.month = later.month
            and later.meeting_day between plans.meeting_day + 1 and plans.meeting_day + 120
    left join
        postponements
        on plans.node_id = postponements.node_id and later.node_id = postponements.target_id
    where
        {{ descriptions_fit('plans', 'later') }}
        and (
            postponements.is_planned_anew
            or (postponements.node_id is not null and later.meeting_day <= plans.meeting_day + 30)
            or (
                -- Nobody says that it was put off: it was the same people in the same country soon after.
                (later.is_actual or (plans.is_negated and not later.is_negated))
                and later.first_reported_date >= plans.first_reported_date
                and later.meeting_day <= plans.meeting_day + case when plans.is_negated then 60 else 7 end
                and plans.place_country = later.place_country
                and ({{ persons_meet('plans', 'later') }} or (plans.is_visit and later.is_visit))
            )
        )
    group by plans.node_id
),

fine_candidates as (
    select
        node_id,
        target_id,
        'stay' as link,
        2 as link_rank
    from stays
    union all
    select
        node_id,
        target_id,
        'long_visit' as link,
        3 as link_rank
    from long_visits
    union all
    select
        node_id,
        target_id,
        'rescheduled' as link,
        4 as link_rank
    from rescheduled
),

fine_links as (
    select
        node_id,
        first(target_id order by link_rank) as target_id,
        first(link order by link_rank) as link
    from fine_candidates
    group by node_id
),

{{ followed('fine_links', 'fine') }}

coarse_months as (
    select
        *,
        unnest(generate_series(
            date_trunc('month', first_day), date_trunc('month', last_day), interval 1 month
        )) as month
    from nodes
    where is_undated and first_day is not null
),

-- What coarse dates may mean: the encounters of a day, each with all its nodes, and months for what has the
-- year.
coarse_fits as (
    select
        coarse.node_id,
        coalesce(fine_roots.root_id, fine.node_id) as target_id,
        fine.is_undated as is_month,
        bool_and(fine.is_undated) over (partition by coarse.node_id) as is_month_only
    from coarse_months as coarse
    inner join by_month as fine
        on
            coarse.countries_key = fine.countries_key
            and coarse.month = fine.month
            and fine.first_day between coarse.first_day and coarse.last_day
    left join fine_roots on fine.node_id = fine_roots.node_id
    where
        not fine.is_dateless
        and (not fine.is_undated or (coarse.precision_rank < fine.precision_rank and not coarse.is_dateless))
        and (
            coarse.is_actual = fine.is_actual
            -- What was to be, and came about.
            or (not coarse.is_negated and fine.is_actual and coarse.first_reported_date < fine.first_day)
        )
        and {{ descriptions_agree('coarse', 'fine') }}
),

-- Days go before months; where there are several encounters, it is none of them.
coarse_dates as (
    select
        node_id,
        min(target_id) as target_id
    from coarse_fits
    where not is_month or is_month_only
    group by node_id
    having count(distinct target_id) = 1
),

dateless_months as (
    select
        *,
        unnest([date_trunc('month', first_day), date_trunc('month', first_day) - interval 1 month]) as month
    from nodes
    where is_dateless and first_day is not null
),

-- Of one month or year; or without any date, in reports that follow each other within days, or weeks of a
-- plan.
undated_pairs as (
    select
        later.node_id,
        earlier.node_id as target_id,
        earlier.first_reported_date
    from nodes as later
    inner join nodes as earlier
        on
            later.countries_key = earlier.countries_key
            and later.event_date = earlier.event_date
            and later.event_date_precision = earlier.event_date_precision
            and later.is_actual = earlier.is_actual
    where
        later.is_undated
        and earlier.is_undated
        and (
            coalesce(earlier.first_reported_date, date '9999-12-31'), earlier.node_id
        ) < (coalesce(later.first_reported_date, date '9999-12-31'), later.node_id)
        and {{ descriptions_agree('later', 'earlier') }}
    union all
    select
        later.node_id,
        earlier.node_id as target_id,
        earlier.first_reported_date
    from dateless_months as later
    inner join by_month as earlier
        on
            later.countries_key = earlier.countries_key
            and later.is_actual = earlier.is_actual
            and later.month = earlier.month
    where
        earlier.is_dateless
        and (earlier.first_reported_date, earlier.node_id) < (later.first_reported_date, later.node_id)
        and later.first_reported_date - earlier.first_reported_date
        <= case when later.is_actual then 3 else 14 end
        and {{ formats_fit('later', 'earlier') }}
        and coalesce(later.place_country = earlier.place_country, true)
        and {{ persons_meet('later', 'earlier') }}
),

same_tellings as (
    select
        node_id,
        first(target_id order by first_reported_date asc nulls last, target_id asc) as target_id
    from undated_pairs
    group by node_id
),

candidates as (
    select
        node_id,
        target_id,
        'copy' as link,
        1 as link_rank
    from copies
    union all
    select
        node_id,
        target_id,
        link,
        2 as link_rank
    from fine_links
    union all
    select
        node_id,
        target_id,
        'coarse_date' as link,
        3 as link_rank
    from coarse_dates
    union all
    select
        node_id,
        target_id,
        'same_telling' as link,
        4 as link_rank
    from same_tellings
),

links as (
    select
        node_id,
        first(target_id order by link_rank) as target_id,
        first(link order by link_rank) as link
    from candidates
    group by node_id
),

{{ followed('links', 'all') }}

rooted as (
    select
        nodes.node_id,
        nodes.countries_key,
        coalesce(all_roots.root_id, nodes.node_id) as root_id,
        links.link
    from nodes
    left join all_roots on nodes.node_id = all_roots.node_id
    left join links on nodes.node_id = links.node_id
),

-- What one article tells twice are two encounters, but for the plan and the deed, or the day that was called
-- off and the new one, of one that was put off.
tellings_by_root as (
    select
        rooted.root_id,
        rooted.node_id,
        rooted.link,
        tellings.teller_id,
        unnest(
            case
                when
                    rooted.link = 'rescheduled' and tellings.factuality = 'negated'
                    then cast([] as varchar[])
                when rooted.link = 'rescheduled' then ['plan']
                when tellings.factuality in ('planned', 'possible') then ['plan', 'deed']
                else ['deed']
            end
        ) as telling
    from rooted
    inner join tellings on rooted.node_id = tellings.node_id
    where rooted.root_id in (select all_roots.root_id from all_roots)
),

told as (
    select distinct
        root_id,
        node_id,
        link,
        teller_id,
        telling
    from tellings_by_root
),

ranked_tellings as (
    select
        node_id,
        root_id,
        row_number() over (
            partition by root_id, teller_id, telling
            order by node_id = root_id desc, link asc nulls first, node_id asc
        ) as telling_rank
    from told
),

told_twice as (
    select distinct node_id
    from ranked_tellings
    where telling_rank > 1 and node_id <> root_id
),

-- What follows a node that is left by itself goes with it.
kept_links as (
    select
        links.node_id,
        links.target_id,
        links.link
    from links
    left join told_twice on links.node_id = told_twice.node_id
    where told_twice.node_id is null
),

{{ followed('kept_links', 'kept') }}

linked as (
    select
        nodes.node_id,
        nodes.countries_key,
        coalesce(kept_roots.root_id, nodes.node_id) as root_id,
        kept_links.link,
        coalesce(kept_roots.is_superseded, false) as is_superseded
    from nodes
    left join kept_roots on nodes.node_id = kept_roots.node_id
    left join kept_links on nodes.node_id = kept_links.node_id
)

-- What leads over a day that was given up tells nothing of whether and when they met.
select
    node_id,
    countries_key,
    root_id,
    link,
    is_superseded
from linked
