-- grain: one version of one row of fct_memberships, for as long as the warehouse knew it so
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='version_id',
    on_schema_change='append_new_columns', full_refresh=false
) }}

{{ facts_log('fct_memberships', 'membership_id', ref('int_memberships_touched')) }}
