-- grain: one encounter that is told of under another list of states
-- Of a summit each article names the states that its readers care for: encounters of four states and more
-- on one day in one country, of which two at least are the same, are one, and so are three states with an
-- encounter of these and at most two others. Talks of two states in the country of a third are those that
-- it takes part in. Any other two or three that meet beside a summit are an encounter of their own, and so
-- is what an article tells apart.
with

roots as (
    select
        nodes.node_id,
        nodes.meeting_day,
        nodes.format,
        nodes.place_country,
        nodes.person_keys,
        nodes.person_words,
        nodes.person_parties,
        nodes.is_actual,
        nodes.source_count,
        nodes.first_reported_date,
        string_split(nodes.countries_key, ',') as countries
    from {{ ref('int_meeting_nodes_linked') }} as linked
    inner join {{ ref('int_meeting_nodes_described') }} as nodes on linked.node_id = nodes.node_id
    where linked.node_id = linked.root_id and nodes.place_country is not null
),

-- What is told without a day may be of the days before the report.
days as (
    select
        node_id,
        unnest(
            case
                when meeting_day is not null then [meeting_day]
                else [
                    first_reported_date,
                    first_reported_date - 1,
                    first_reported_date - 2,
                    first_reported_date - 3
                ]
            end
        ) as day
    from roots
    where meeting_day is not null or (is_actual and len(countries) > 3)
),

-- Only the fullest lists of a day and country can be what others are joined to.
fullest as (
    select *
    from roots
    where meeting_day is not null and len(countries) > 2
    qualify row_number() over (
        partition by meeting_day, place_country
        order by len(countries) desc, source_count desc, node_id asc
    ) <= 20
),

fits as (
    select
        fewer.node_id,
        fuller.node_id as other_id,
        row_number() over (
            partition by fewer.node_id
            order by len(fuller.countries) desc, fuller.source_count desc, fuller.node_id asc
        ) as fit_rank
    from roots as fewer
    inner join days on fewer.node_id = days.node_id
    inner join fullest as fuller
        on
            days.day = fuller.meeting_day
            and fewer.place_country = fuller.place_country
            and fewer.node_id <> fuller.node_id
    where
        (fewer.meeting_day is null, len(fuller.countries), fuller.source_count, fewer.node_id)
        > (false, len(fewer.countries), fewer.source_count, fuller.node_id)
        and {{ formats_fit('fewer', 'fuller') }}
        and fewer.is_actual = fuller.is_actual
        and not {{ persons_differ('fewer', 'fuller') }}
        and case
            when len(fewer.countries) > 3 then len(list_intersect(fewer.countries, fuller.countries)) > 1
            when len(fewer.countries) = 3
                then
                    len(fuller.countries) between 4 and 5
                    and len(list_intersect(fewer.countries, fuller.countries)) = 3
            else
                len(fuller.countries) = 3
                and len(list_intersect(fewer.countries, fuller.countries)) = 2
                and list_contains(fuller.countries, fuller.place_country)
                and not list_contains(fewer.countries, fuller.place_country)
        end
),

followers as (
    select distinct node_id
    from fits
),

hubs as (
    select
        fits.node_id,
        first(fits.other_id order by fits.fit_rank) as hub_id
    from fits
    left join followers on fits.other_id = followers.node_id
    where followers.node_id is null
    group by fits.node_id
),

tellings as (
    select distinct
        linked.root_id,
        grouped.teller_id
    from {{ ref('int_meeting_nodes_linked') }} as linked
    inner join {{ ref('int_meeting_claims_grouped') }} as grouped on linked.node_id = grouped.node_id
    where
        linked.root_id in (select hubs.node_id from hubs)
        or linked.root_id in (select hubs.hub_id from hubs)
),

-- An article may tell apart a hub and what would be joined to it, or two that would be joined to one.
told as (
    select
        coalesce(hubs.hub_id, tellings.root_id) as hub_id,
        tellings.root_id,
        row_number() over (
            partition by coalesce(hubs.hub_id, tellings.root_id), tellings.teller_id
            order by hubs.hub_id is null desc, tellings.root_id asc
        ) as telling_rank
    from tellings
    left join hubs on tellings.root_id = hubs.node_id
),

told_apart as (
    select distinct root_id
    from told
    where telling_rank > 1
)

select
    hubs.node_id,
    hubs.hub_id
from hubs
left join told_apart on hubs.node_id = told_apart.root_id
where told_apart.root_id is null
