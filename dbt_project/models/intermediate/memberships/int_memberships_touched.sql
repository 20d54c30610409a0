-- grain: one spell of membership that may be other than it was
-- All of them: they are worked out anew by every build.
{%- set versions = earlier('fct_membership_versions', 'marts') %}
{%- set reason %}
    case
        when {{ last_build(by_the_same=true) }} = timestamptz '-infinity' then 'rules_changed'
        else 'registry_changed'
    end
{%- endset %}

select
    membership_id,
    {{ reason }} as reason
from {{ ref('int_memberships_spelled') }}
{%- if versions %}
    union
    select
        membership_id,
        {{ reason }} as reason
    from {{ versions }}
    where known_to is null
{%- endif %}
