-- grain: one encounter in the world
{{ config(
    materialized='incremental', incremental_strategy='append', on_schema_change='append_new_columns',
    pre_hook="{{ delete_touched('meeting_id', ref('int_meetings_touched')) }}"
) }}

with

persons as (
    select
        meeting_id,
        list(person order by person) as persons
    from {{ ref('int_meeting_participants_resolved') }}
    where
        person is not null
        and meeting_id in (select touched.meeting_id from {{ ref('int_meetings_touched') }} as touched)
    group by meeting_id
)

select
    meetings.meeting_id,
    meetings.countries,
    coalesce(persons.persons, cast([] as varchar[])) as persons,
    meetings.format,
    meetings.is_visit,
    meetings.location,
    meetings.location_country,
    meetings.factuality,
    meetings.event_date,
    meetings.event_date_precision,
    meetings.event_date_basis,
    meetings.event_end_date,
    meetings.planned_date,
    meetings.planned_date_precision,
    meetings.is_rescheduled,
    meetings.cancelled_reported_date,
    meetings.first_reported_date,
    meetings.last_reported_date,
    meetings.claim_count,
    meetings.source_count,
    meetings.outlets,
    meetings.has_conflict,
    meetings.evidence,
    meetings.evidence_article_id,
    meetings.evidence_url,
    meetings.source_kinds
from {{ ref('int_meetings_resolved') }} as meetings
left join persons on meetings.meeting_id = persons.meeting_id
where meetings.meeting_id in (select touched.meeting_id from {{ ref('int_meetings_touched') }} as touched)
