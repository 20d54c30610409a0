{#- A readable name made from a slug: 'open-skies-club' gives 'Open Skies Club'. -#}
{% macro slug_to_name(slug) -%}
    array_to_string(
        list_transform(
            string_split({{ slug }}, '-'),
            lambda word: upper(left(word, 1)) || substring(word, 2)
        ), ' '
    )
{%- endmacro %}
