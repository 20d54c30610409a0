{#- The same key as pipelines/ids.py: SHA-256 of the parts joined by U+001F, a null part being U+0000,
    cut to 16 hexadecimal digits. Parts are SQL expressions; tests/integration/test_dbt.py holds both equal. -#}
{% macro stable_id(parts) -%}
    left(
        sha256(
            {%- for part in parts %}
            coalesce(cast({{ part }} as varchar), chr(0)){{ " || chr(31) ||" if not loop.last }}
            {%- endfor %}
        ), 16
    )
{%- endmacro %}
