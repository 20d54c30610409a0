-- grain: one version of one row of bridge_meeting_participants, for as long as the warehouse knew it so
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='version_id',
    on_schema_change='append_new_columns', full_refresh=false
) }}

{{ facts_log('bridge_meeting_participants', 'participant_id', ref('int_meeting_participants_touched')) }}
