{#- Partial dates are texts: YYYY, YYYY-MM or YYYY-MM-DD. -#}

{#- The day, or the first day of the month or year; null where the text is no date. -#}
{% macro partial_date(text) -%}
    try_cast(
        case length({{ text }})
            when 4 then {{ text }} || '-01-01'
            when 7 then {{ text }} || '-01'
            when 10 then {{ text }}
        end as date
    )
{%- endmacro %}

{% macro partial_date_precision(text) -%}
    case
        when {{ partial_date(text) }} is null then 'unknown'
        when length({{ text }}) = 4 then 'year'
        when length({{ text }}) = 7 then 'month'
        else 'day'
    end
{%- endmacro %}

{#- 3 for a day, 2 for a month, 1 for a year, 0 for none: the greater, the finer. -#}
{% macro precision_rank(precision) -%}
    case {{ precision }} when 'day' then 3 when 'month' then 2 when 'year' then 1 else 0 end
{%- endmacro %}

{#- Whether a date says the same as another one, or the same less finely. -#}
{% macro is_same_or_coarser(coarse_date, coarse_precision, fine_date, fine_precision) -%}
    (
        {{ precision_rank(coarse_precision) }} between 1 and {{ precision_rank(fine_precision) }}
        and {{ coarse_date }} = cast(
            case {{ coarse_precision }}
                when 'day' then {{ fine_date }}
                when 'month' then date_trunc('month', {{ fine_date }})
                when 'year' then date_trunc('year', {{ fine_date }})
            end as date
        )
    )
{%- endmacro %}

{#- Whether two dates do not contradict each other: they are the same, or one says the other less finely. -#}
{% macro dates_fit(one_date, one_precision, other_date, other_precision) -%}
    (
        {{ is_same_or_coarser(one_date, one_precision, other_date, other_precision) }}
        or {{ is_same_or_coarser(other_date, other_precision, one_date, one_precision) }}
    )
{%- endmacro %}

{#- An aggregate: whether the stated dates of a group differ where none is a coarser form of the other. -#}
{% macro have_dates_in_conflict(event_date, precision, basis) -%}
    (
        count(distinct date_trunc('year', {{ event_date }})) filter (where {{ basis }} = 'stated') > 1
        or count(distinct date_trunc('month', {{ event_date }}))
            filter (where {{ basis }} = 'stated' and {{ precision }} in ('month', 'day')) > 1
        or count(distinct {{ event_date }})
            filter (where {{ basis }} = 'stated' and {{ precision }} = 'day') > 1
    )
{%- endmacro %}

{#- The last day of what ends by an event at a date: the day before, unless `last_day` says otherwise. Of a
    month or a year all that is known is its first day. -#}
{% macro last_day_before(event_date, precision, last_day='null') -%}
    coalesce({{ last_day }}, case when {{ precision }} = 'day' then {{ event_date }} - 1 else {{ event_date }} end)
{%- endmacro %}

{#- How many characters of YYYY-MM-DD a date of a precision says. -#}
{% macro partial_date_length(precision) -%}
    case {{ precision }} when 'year' then 4 when 'month' then 7 else 10 end
{%- endmacro %}

{#- The last day that a date of a precision may mean. -#}
{% macro last_possible_day(event_date, precision) -%}
    cast(
        case {{ precision }}
            when 'year' then date_trunc('year', {{ event_date }}) + interval 1 year - interval 1 day
            when 'month' then last_day({{ event_date }})
            else {{ event_date }}
        end as date
    )
{%- endmacro %}
