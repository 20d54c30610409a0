-- grain: one (party, agreement)
{{ config(
    materialized='incremental', incremental_strategy='append', on_schema_change='append_new_columns',
    pre_hook="{{ delete_touched('party, agreement', ref('int_accessions_touched')) }}"
) }}

{%- set claims %}(
        select *
        from {{ ref('int_accession_claims_logged') }}
        where
            known_to is null
            and (party, agreement) in (select (party, agreement) from {{ ref('int_accessions_touched') }})
    ){% endset %}

{{ accession_status(claims, known_on()) }}
