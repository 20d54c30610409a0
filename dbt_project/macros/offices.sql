{#- Of several offices that a person holds at once, the one in which he or she meets others: the less, the higher. -#}
{% macro office_rank(office) -%}
    case {{ office }}
        when 'head_of_state' then 1
        when 'head_of_government' then 2
        when 'effective_leader' then 3
        when 'organisation_head' then 4
        when 'foreign_minister' then 5
        when 'other' then 9
        else 6
    end
{%- endmacro %}
