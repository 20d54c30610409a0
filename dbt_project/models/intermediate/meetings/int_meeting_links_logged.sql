-- grain: one claim and the encounter that it was taken to tell of, for as long as it was
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key=['claim_id', 'known_from'],
    on_schema_change='append_new_columns', full_refresh=false
) }}

with

found as (
    select
        grouped.claim_id,
        grouped.teller_id,
        grouped.countries_key,
        coalesce(hubs.hub_id, linked.root_id) as meeting_id,
        linked.is_superseded
    from {{ ref('int_meeting_claims_grouped') }} as grouped
    inner join {{ ref('int_meeting_nodes_linked') }} as linked on grouped.node_id = linked.node_id
    left join {{ ref('int_meeting_hubs_matched') }} as hubs on linked.root_id = hubs.node_id
),
{%- if is_incremental() %}

    open_links as (
        select
            claim_id,
            teller_id,
            countries_key,
            meeting_id,
            is_superseded,
            known_from
        from {{ this }}
        where known_to is null
    ),

    differences as (
        select
            coalesce(found.claim_id, open_links.claim_id) as claim_id,
            found.claim_id is not null as is_found,
            open_links.claim_id is not null as is_open
        from found
        full outer join open_links on found.claim_id = open_links.claim_id
        where
            found.meeting_id is distinct from open_links.meeting_id
            or found.is_superseded is distinct from open_links.is_superseded
    ),

    links as (
        select
            found.claim_id,
            found.teller_id,
            found.countries_key,
            found.meeting_id,
            found.is_superseded,
            {{ known_at() }} as known_from,
            cast(null as timestamp with time zone) as known_to
        from found
        inner join differences on found.claim_id = differences.claim_id and differences.is_found
        union all
        select
            open_links.claim_id,
            open_links.teller_id,
            open_links.countries_key,
            open_links.meeting_id,
            open_links.is_superseded,
            open_links.known_from,
            {{ known_at() }} as known_to
        from open_links
        inner join differences on open_links.claim_id = differences.claim_id and differences.is_open
    )
{%- else %}

    links as (
        select
            claim_id,
            teller_id,
            countries_key,
            meeting_id,
            is_superseded,
            {{ known_at() }} as known_from,
            cast(null as timestamp with time zone) as known_to
        from found
    )
{%- endif %}

select
    claim_id,
    teller_id,
    countries_key,
    meeting_id,
    is_superseded,
    known_from,
    known_to,
    {{ known_at() }} as changed_at
from links
