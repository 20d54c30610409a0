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

{#- The same for every claim of a fact, as a window over `partition`, of what has not happened. -#}
{% macro factuality_now_over(factuality, reported_date, partition) -%}
    first_value({{ factuality }}) over (
        partition by {{ partition }}
        order by {{ reported_date }} desc nulls last, {{ factuality_rank(factuality) }} asc
        rows between unbounded preceding and unbounded following
    )
{%- endmacro %}

{#- Which says more: what happened, what did not, what will, what may. -#}
{% macro factuality_rank(factuality) -%}
    case {{ factuality }} when 'actual' then 1 when 'negated' then 2 when 'planned' then 3 else 4 end
{%- endmacro %}
