-- grain: one id that names no row of fct_meetings any more, and one id under which its claims are found now
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='forward_id',
    on_schema_change='append_new_columns', full_refresh=false, post_hook="{{ create_meetings_now() }}"
) }}

with

links as (
    select
        claim_id,
        teller_id,
        countries_key,
        meeting_id,
        known_from,
        known_to
    from {{ ref('int_meeting_links_logged') }}
    where changed_at > {{ last_build() }}
),

live as (
    select distinct meeting_id
    from {{ ref('int_meeting_links_logged') }}
    where known_to is null and meeting_id in (select links.meeting_id from links)
),

ended as (
    select
        links.meeting_id,
        links.claim_id,
        links.teller_id,
        links.countries_key,
        live.meeting_id is not null as is_live
    from links
    left join live on links.meeting_id = live.meeting_id
    where links.known_to is not null
),

-- The claim itself elsewhere, or what its article says of the same states since it is read otherwise: but not
-- what the article told beside it all along.
same_claims as (
    select distinct
        ended.meeting_id,
        ended.is_live,
        links.meeting_id as new_id
    from ended
    inner join links on ended.claim_id = links.claim_id and links.known_to is null
    where ended.meeting_id <> links.meeting_id
),

told_beside as (
    select distinct
        teller_id,
        meeting_id
    from {{ ref('int_meeting_links_logged') }}
    where known_from <= {{ last_build() }} and teller_id in (select ended.teller_id from ended)
),

successors as (
    select distinct
        ended.meeting_id,
        links.meeting_id as new_id
    from ended
    inner join links
        on
            ended.teller_id = links.teller_id
            and ended.countries_key = links.countries_key
            and links.known_to is null
    left join same_claims on ended.meeting_id = same_claims.meeting_id
    left join told_beside
        on links.teller_id = told_beside.teller_id and links.meeting_id = told_beside.meeting_id
    where not ended.is_live and same_claims.meeting_id is null and told_beside.meeting_id is null
),

forwards as (
    select
        meeting_id as old_id,
        new_id,
        is_live
    from same_claims
    union
    select
        meeting_id as old_id,
        new_id,
        false as is_live
    from successors
),

known_before as (
    select distinct meeting_id
    from {{ ref('int_meeting_links_logged') }}
    where known_from <= {{ last_build() }} and meeting_id in (select forwards.new_id from forwards)
),

opened as (
    select
        forwards.old_id as meeting_id,
        forwards.new_id as new_meeting_id,
        case
            when forwards.is_live then 'parted'
            when count(*) over (partition by forwards.old_id) > 1 then 'split'
            when known_before.meeting_id is not null then 'merged'
            else 'renamed'
        end as kind,
        {{ known_at() }} as known_from,
        cast(null as timestamp with time zone) as known_to
    from forwards
    left join known_before on forwards.new_id = known_before.meeting_id
    {%- if is_incremental() %}
        left join {{ this }} as there
            on
                forwards.old_id = there.meeting_id
                and forwards.new_id = there.new_meeting_id
                and there.known_to is null
        where there.meeting_id is null
    {%- endif %}
    {%- if is_incremental() %}
        union all
        -- An id that names an encounter again leads nowhere else.
        select
            forwards.meeting_id,
            forwards.new_meeting_id,
            forwards.kind,
            forwards.known_from,
            {{ known_at() }} as known_to
        from {{ this }} as forwards
        inner join live on forwards.meeting_id = live.meeting_id
        where forwards.known_to is null
    {%- endif %}
)

select
    {{ stable_id(['meeting_id', 'new_meeting_id', 'epoch_us(known_from)']) }} as forward_id,
    meeting_id,
    new_meeting_id,
    kind,
    known_from,
    known_to
from opened
