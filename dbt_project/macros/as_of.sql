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

{#- marts.accession_status_as_of(day) and marts.accession_status_as_known_on(day, known_on): where each party stood
    towards each agreement on a day, by all that is known, or by what was known at an instant or by the end of a day. -#}
{% macro create_accession_status_as_of() -%}
    {%- set log = ref('int_accession_claims_logged') -%}
    create or replace macro {{ this.schema }}.accession_status_as_of(as_of) as table
        with standings as (
            {{ accession_status("(select * from " ~ log.schema ~ "." ~ log.identifier ~ " where known_to is null)", "cast(as_of as date)") }}
        )
        select * from standings order by agreement, party;
    create or replace macro {{ this.schema }}.accession_status_as_known_on(as_of, known_on) as table
        with standings as (
            {{ accession_status(
                "(select * from " ~ log.schema ~ "." ~ log.identifier ~ " where known_from < " ~ end_of("known_on")
                ~ " and (known_to is null or known_to >= " ~ end_of("known_on") ~ "))", "cast(as_of as date)"
            ) }}
        )
        select * from standings order by agreement, party
{%- endmacro %}

{#- The first instant that comes after a day, or after an instant, as a user writes either. -#}
{% macro end_of(instant) -%}
    case
        when length(cast({{ instant }} as varchar)) = 10
            then cast(cast({{ instant }} as date) + 1 as timestamp with time zone)
        else cast({{ instant }} as timestamp with time zone) + interval 1 microsecond
    end
{%- endmacro %}

{#- marts.<name>(known_on): the facts as the warehouse knew them at an instant, or by the end of a day. -#}
{% macro create_as_known_on(name) -%}
    create or replace macro {{ this.schema }}.{{ name }}(known_on) as table
        select * exclude (version_id, change, reason, known_from, known_to)
        from {{ this.schema }}.{{ this.identifier }}
        where
            change <> 'retracted'
            and known_from < {{ end_of('known_on') }}
            and (known_to is null or known_to >= {{ end_of('known_on') }})
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
