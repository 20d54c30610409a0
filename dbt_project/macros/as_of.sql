{#- Table functions of the published warehouse, made anew with the mart that they read. Both ends of a spell
    belong to it. Where only the month or year is known, it begins on the first day of that; a membership ends
    there too, an office on the last. -#}

{#- marts.members_as_of(agreement, day): the members of an agreement on a day, one row per party. -#}
{% macro create_members_as_of() -%}
    create or replace macro {{ this.schema }}.members_as_of(agreement_slug, as_of) as table
        select
            party,
            party_name,
            valid_from,
            valid_from_precision,
            valid_to,
            valid_to_precision,
            source_url
        from {{ this.schema }}.{{ this.identifier }}
        where
            agreement = agreement_slug
            and capacity = 'member'
            and valid_from <= cast(as_of as date)
            and (valid_to is null or valid_to >= cast(as_of as date))
        order by party
{%- endmacro %}

{#- marts.office_holders_as_of(country, office, day): who held an office of a state or organisation on a day. -#}
{% macro create_office_holders_as_of() -%}
    create or replace macro {{ this.schema }}.office_holders_as_of(country, office_code, as_of) as table
        select
            person_name,
            title,
            valid_from,
            valid_from_precision,
            valid_to,
            valid_to_precision,
            sources
        from {{ this.schema }}.{{ this.identifier }}
        where
            country_code = country
            and office = office_code
            and (valid_from is null or valid_from <= cast(as_of as date))
            and coalesce(
                {{ last_possible_day('valid_to', 'valid_to_precision') }}, known_until, date '9999-12-31'
            ) >= cast(as_of as date)
        order by valid_from, person_name
{%- endmacro %}

{#- marts.states_as_of(day): the states and territories that there were on a day. -#}
{% macro create_states_as_of() -%}
    create or replace macro {{ this.schema }}.states_as_of(as_of) as table
        select
            country_code,
            name,
            kind,
            valid_from,
            valid_to,
            successor_codes
        from {{ this.schema }}.{{ this.identifier }}
        where
            (valid_from is null or valid_from <= cast(as_of as date))
            and (valid_to is null or valid_to >= cast(as_of as date))
        order by country_code
{%- endmacro %}

{#- The functions that tell of what was known when, made with the last table of a build: what a build has logged is
    known from the first build that came to its end.
    - marts.accession_status_as_of(day): where each party stood towards each agreement on a day, by all that is known.
    - marts.accession_status_as_known_on(day, known_on): the same, by what was known at an instant, or by the end of a day.
    - marts.accessions_as_known_on(known_on), and memberships_, meetings_ and participants_as_known_on: the facts as
      they were known. -#}
{% macro create_functions_of_time() -%}
    {%- set claims = ref('int_accession_claims_logged') -%}
    {%- set log = claims.schema ~ '.' ~ claims.identifier -%}
    create or replace macro {{ this.schema }}.accession_status_as_of(as_of) as table
        {{ status_named(accession_status("(select * from " ~ log ~ " where known_to is null)", "cast(as_of as date)")) }};
    create or replace macro {{ this.schema }}.accession_status_as_known_on(as_of, known_on) as table
        {{ status_named(accession_status("(select * from " ~ log ~ " where " ~ is_known() ~ ")", "cast(as_of as date)")) }};
    {%- for name, mart in [
        ('accessions', ref('fct_accession_versions')),
        ('memberships', ref('fct_membership_versions')),
        ('meetings', ref('fct_meeting_versions')),
        ('participants', ref('bridge_meeting_participant_versions'))
    ] %}
    create or replace macro {{ this.schema }}.{{ name }}_as_known_on(known_on) as table
        select * exclude (version_id, change, reason, known_from, known_to)
        from {{ mart.schema }}.{{ mart.identifier }}
        where change <> 'retracted' and {{ is_known() }};
    {%- endfor %}
{%- endmacro %}

{% macro status_named(status) -%}
    with standings as (
        {{ status }}
    )
    select
        standings.party,
        coalesce(parties.party_name, {{ slug_to_name('standings.party') }}) as party_name,
        standings.* exclude (party)
    from standings
    left join {{ ref('int_parties_unioned').schema }}.{{ ref('int_parties_unioned').identifier }} as parties
        on standings.party = parties.party
    order by standings.agreement, standings.party
{%- endmacro %}

{#- Whether a row of a log held at the last build before `known_on`: a day, which means its end, or an instant. -#}
{% macro is_known() -%}
    {%- set build -%}
        (
            select max(completed_at)
            from {{ this.schema }}.{{ this.identifier }}
            where completed_at < case
                when length(cast(known_on as varchar)) = 10
                    then timezone('UTC', cast(cast(known_on as date) + 1 as timestamp))
                else cast(known_on as timestamp with time zone) + interval 1 microsecond
            end
        )
    {%- endset -%}
    known_from <= {{ build }} and (known_to is null or known_to > {{ build }})
{%- endmacro %}

{#- marts.meetings_now(id): the encounters under which an id, of whatever time, is found today; by forwarding rows,
    however many. -#}
{% macro create_meetings_now() -%}
    create or replace macro {{ this.schema }}.meetings_now(id) as table
        with recursive followed as (
            select cast(id as varchar) as meeting_id
            union
            select forwards.new_meeting_id as meeting_id
            from followed
            inner join {{ this.schema }}.{{ this.identifier }} as forwards
                on followed.meeting_id = forwards.meeting_id and forwards.known_to is null
        )
        select meetings.*
        from {{ ref('fct_meetings').schema }}.{{ ref('fct_meetings').identifier }} as meetings
        inner join followed on meetings.meeting_id = followed.meeting_id
{%- endmacro %}
