-- grain: one build that came to its end and knew something new
-- Runs last, when every table that works in the logs is up to its instant.
-- depends_on: {{ ref('fct_accession_claims') }}
-- depends_on: {{ ref('fct_accession_status') }}
-- depends_on: {{ ref('fct_accession_versions') }}
-- depends_on: {{ ref('fct_meeting_claims') }}
-- depends_on: {{ ref('fct_meeting_versions') }}
-- depends_on: {{ ref('fct_forwarded_meetings') }}
-- depends_on: {{ ref('bridge_meeting_participant_versions') }}
-- depends_on: {{ ref('fct_membership_versions') }}
{{ config(
    materialized='incremental', incremental_strategy='append', on_schema_change='append_new_columns',
    full_refresh=false, post_hook="{{ create_functions_of_time() }}"
) }}

with

-- What the logs took in, or ended, since the build before.
logged as (
    select count(*) as claims
    from (
        select claim_id
        from {{ ref('int_accession_claims_logged') }}
        where changed_at > {{ last_build() }}
        union all
        select claim_id
        from {{ ref('int_meeting_claims_logged') }}
        where changed_at > {{ last_build() }}
    ) as changed
),

-- Without a claim that changed, what is said may have: days pass.
said as (
    select count(*) as versions
    from (
        select version_id
        from {{ ref('fct_accession_versions') }}
        where known_from > {{ last_build() }}
        union all
        select version_id
        from {{ ref('fct_meeting_versions') }}
        where known_from > {{ last_build() }}
        union all
        select version_id
        from {{ ref('fct_membership_versions') }}
        where known_from > {{ last_build() }}
        union all
        select version_id
        from {{ ref('bridge_meeting_participant_versions') }}
        where known_from > {{ last_build() }}
    ) as changed
)

select
    {{ known_at() }} as completed_at,
    '{{ code_version() }}' as code_version,
    reference.reference_version,
    logged.claims as claim_count
from {{ ref('int_references_fingerprinted') }} as reference
cross join logged
cross join said
where logged.claims > 0 or said.versions > 0 or {{ last_build(by_the_same=true) }} = timestamptz '-infinity'
