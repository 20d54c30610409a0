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
