{#- Whether two descriptions of a meeting can be of one encounter: relations with format, place_country, person_keys,
    person_words and person_parties. -#}

{#- They are asked of many pairs: each condition is a `case`, which looks at lists only where the cheap ones leave it open. -#}

{#- Whether they name one person alike: by a key of each, or the one by a single word of the name that the other has in
    full ("Keir" and "Keir Starmer", but not "Sergei Lavrov" and "Sergei Shoigu"). -#}
{% macro persons_meet(one, other) -%}
    case
        when list_has_any({{ one }}.person_keys, {{ other }}.person_keys) then true
        when list_has_any({{ one }}.person_words, {{ other }}.person_keys) then true
        else list_has_any({{ one }}.person_keys, {{ other }}.person_words)
    end
{%- endmacro %}

{#- Whether both name people for one state, and none of them is the same. -#}
{% macro persons_differ(one, other) -%}
    case
        when not list_has_any({{ one }}.person_parties, {{ other }}.person_parties) then false
        else not {{ persons_meet(one, other) }}
    end
{%- endmacro %}

{#- Whether they are told of two countries. Nobody is in two at once, but the place is the first thing that is misread:
    where people of two states are the same on one day, so is the encounter. -#}
{% macro places_differ(one, other) -%}
    case
        when coalesce({{ one }}.place_country = {{ other }}.place_country, true) then false
        when not list_has_any({{ one }}.person_keys, {{ other }}.person_keys) then true
        else len(list_distinct(list_transform(
            list_intersect({{ one }}.person_keys, {{ other }}.person_keys),
            lambda key: split_part(key, ':', 1)
        ))) < 2
    end
{%- endmacro %}

{% macro formats_fit(one, other) -%}
    ({{ one }}.format = {{ other }}.format or 'unspecified' in ({{ one }}.format, {{ other }}.format))
{%- endmacro %}

{#- Whether nothing that they say of who, how and where contradicts each other; between days places count. -#}
{% macro descriptions_fit(one, other) -%}
    case
        when not {{ formats_fit(one, other) }} then false
        when {{ one }}.place_country <> {{ other }}.place_country then false
        else not {{ persons_differ(one, other) }}
    end
{%- endmacro %}

{#- Whether, beyond that, the people or the country are the same. -#}
{% macro descriptions_agree(one, other) -%}
    case
        when not {{ formats_fit(one, other) }} then false
        when {{ one }}.place_country <> {{ other }}.place_country then false
        when {{ one }}.place_country = {{ other }}.place_country then not {{ persons_differ(one, other) }}
        else {{ persons_meet(one, other) }}
    end
{%- endmacro %}

{#- A word of a name without what spellings differ in: accents, vowels, doubled and kindred consonants (Araghchi and
    Araqchi, Zelensky and Zelenskyy). Too short a rest says nothing: then the word itself. -#}
{% macro name_skeleton(word) -%}
    {%- set bare = "regexp_replace(translate(replace(" ~ word ~ ", 'ph', 'f'), 'qcgzwf', 'kkksvv'), '[aeiouyjh]', '', 'g')" -%}
    {%- set single = namespace(sql=bare) -%}
    {%- for letter in 'bdklmnprstv' -%}
        {%- set single.sql = "replace(" ~ single.sql ~ ", '" ~ letter ~ letter ~ "', '" ~ letter ~ "')" -%}
    {%- endfor -%}
    case when length({{ single.sql }}) >= 2 then {{ single.sql }} else {{ word }} end
{%- endmacro %}

{#- Common table expressions: where the links of `links` lead in the end, as <name>_roots, and whether over a day that was
    given up. Links lead from coarse to fine, from plan to deed, from later to earlier, so that they come to an end. Each
    round doubles how far one sees: sixteen steps are more than any visit has days. -#}
{% macro followed(links, name) -%}
{{ name }}_round_0 as (
    select
        node_id,
        target_id,
        link = 'rescheduled' as is_superseded
    from {{ links }}
),
    {%- for round in range(4) %}

{{ name }}_round_{{ round + 1 }} as (
    select
        steps.node_id,
        coalesce(further.target_id, steps.target_id) as target_id,
        steps.is_superseded or coalesce(further.is_superseded, false) as is_superseded
    from {{ name }}_round_{{ round }} as steps
    left join {{ name }}_round_{{ round }} as further on steps.target_id = further.node_id
),
    {%- endfor %}

{{ name }}_roots as (
    select
        node_id,
        target_id as root_id,
        is_superseded
    from {{ name }}_round_4
),
{%- endmacro %}
