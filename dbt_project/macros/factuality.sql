{#- An aggregate over the claims of one fact: what holds now. What any claim says has happened, has happened;
    otherwise the latest report decides. A plan whose day has passed does not become an event. -#}
{% macro factuality_now(factuality, reported_date) -%}
    first(
        {{ factuality }}
        order by
            {{ factuality }} = 'actual' desc,
            {{ reported_date }} desc nulls last,
            {{ factuality_rank(factuality) }}
    )
{%- endmacro %}

{#- Which says more: what happened, what did not, what will, what may. -#}
{% macro factuality_rank(factuality) -%}
    case {{ factuality }} when 'actual' then 1 when 'negated' then 2 when 'planned' then 3 else 4 end
{%- endmacro %}
