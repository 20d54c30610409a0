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

gone as (
    select
        links.meeting_id,
        links.claim_id,
        links.teller_id,
        links.countries_key
    from links
    left join live on links.meeting_id = live.meeting_id
    where links.known_to is not null and live.meeting_id is null
),

-- The claim itself elsewhere, or what its article says of the same states since it is read otherwise.
same_claims as (
    select distinct
        gone.meeting_id,
        gone.claim_id,
        links.meeting_id as new_id
    from gone
    inner join links on gone.claim_id = links.claim_id and links.known_to is null
),

successors as (
    select distinct
        gone.meeting_id,
        links.meeting_id as new_id
    from gone
    inner join links
        on
            gone.teller_id = links.teller_id
            and gone.countries_key = links.countries_key
            and links.known_to is null
    left join same_claims on gone.meeting_id = same_claims.meeting_id
    where same_claims.meeting_id is null
),

forwards as (
    select distinct
        meeting_id as old_id,
        new_id
    from same_claims
    union
    select
        meeting_id as old_id,
        new_id
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
            when count(*) over (partition by forwards.old_id) > 1 then 'split'
            when known_before.meeting_id is not null then 'merged'
            else 'renamed'
        end as kind,
        {{ known_at() }} as known_from,
        cast(null as timestamp with time zone) as known_to
    from forwards
    left join known_before on forwards.new_id = known_before.meeting_id
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
