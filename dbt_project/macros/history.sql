{#- What was known when. A build knows what it finds from its instant on; what it finds no more, it knew until then.
    Rows of logs are never rewritten, but for the instant at which they end. -#}

{#- The instant of this build: now, but later than every build before it, whatever the clock says. -#}
{% macro known_at() -%}
    {%- set found = namespace(instant='epoch') -%}
    {%- if execute is defined and execute -%}
        {%- set now = env_var('DRAGOMAN_KNOWN_AT', '') or run_started_at.strftime("%Y-%m-%d %H:%M:%S.%f") ~ '+00' -%}
        {%- set found.instant = now -%}
        {%- set builds = earlier('fct_builds', 'marts') -%}
        {%- if builds -%}
            {%- set query -%}
                select cast(
                    greatest(timestamptz '{{ now }}', max(completed_at) + interval 1 microsecond) as varchar
                )
                from {{ builds }}
            {%- endset -%}
            {%- set found.instant = run_query(query).rows[0][0] -%}
        {%- endif -%}
    {%- endif -%}
    timestamptz '{{ found.instant }}'
{%- endmacro %}

{#- The code that this build is made by: as who runs dbt tells it, else by dbt's own checksums, which know no macros. -#}
{% macro code_version() -%}
    {%- if env_var('DRAGOMAN_CODE_VERSION', '') -%}
        {{- env_var('DRAGOMAN_CODE_VERSION') -}}
    {%- elif execute is defined and execute -%}
        {%- set checksums = [] -%}
        {%- for node in graph.nodes.values() if node.resource_type in ['model', 'seed'] -%}
            {%- do checksums.append(node.name ~ node.checksum.checksum) -%}
        {%- endfor -%}
        {{- local_md5(checksums | sort | join) -}}
    {%- endif -%}
{%- endmacro %}

{#- Its day. -#}
{% macro known_on() -%}
    cast({{ known_at() }} as date)
{%- endmacro %}

{#- A table as an earlier build left it, for a model that it is itself made from; none where there is none, and in unit
    tests, which stand by themselves. -#}
{% macro earlier(name, schema='intermediate') -%}
    {%- if execute is defined and execute and this -%}
        {{- return(adapter.get_relation(this.database, schema, name)) -}}
    {%- endif -%}
    {{- return(none) -}}
{%- endmacro %}

{#- The instant of the last build that came to its end; with `by_the_same`, where it was made by the same code and
    reference tables; else '-infinity'. -#}
{% macro last_build(by_the_same=false) -%}
    {%- set found = namespace(instant='-infinity') -%}
    {%- set references = ref('int_references_fingerprinted') -%}
    {%- set builds = earlier('fct_builds', 'marts') -%}
    {%- if builds -%}
        {%- set query -%}
            select cast(completed_at as varchar)
            from {{ builds }}
            where
                completed_at = (select max(completed_at) from {{ builds }})
                {%- if by_the_same %}
                and code_version = '{{ code_version() }}'
                and reference_version = (select reference_version from {{ references }})
                {%- endif %}
        {%- endset -%}
        {%- set rows = run_query(query).rows -%}
        {%- if rows | length -%}
            {%- set found.instant = rows[0][0] -%}
        {%- endif -%}
    {%- endif -%}
    timestamptz '{{ found.instant }}'
{%- endmacro %}

{#- Until when the log is worked into the tables named: all that was logged later has still to be, and everything
    where the code or the reference tables have changed, or where a table is not there. -#}
{% macro done_until(tables) -%}
    {%- set done = last_build(by_the_same=true) -%}
    {%- set missing = [] -%}
    {%- for table in tables if not earlier(table, 'marts' if table.startswith(('fct_', 'bridge_')) else 'intermediate') -%}
        {%- do missing.append(table) -%}
    {%- endfor -%}
    {%- if missing or (flags is defined and flags.FULL_REFRESH) -%}
        timestamptz '-infinity'
    {%- else -%}
        {{- done -}}
    {%- endif -%}
{%- endmacro %}

{#- Before the facts that a build has worked out anew are written: the earlier ones go. -#}
{% macro delete_touched(keys, touched) -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where ({{ keys }}) in (select ({{ keys }}) from {{ touched }})
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}

{#- One number for what columns hold, the same on every machine. -#}
{% macro fingerprint(columns, relation) -%}
    md5_number(
        {%- for column in columns %}
        coalesce(cast({{ relation }}.{{ column }} as varchar), chr(0)){{ " || chr(31) ||" if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{#- The names of the columns that a relation has. -#}
{% macro names_there(relation) -%}
    {%- if execute is defined and execute -%}
        {{- return(adapter.get_columns_in_relation(relation) | map(attribute='name') | list) -}}
    {%- endif -%}
    {{- return([]) -}}
{%- endmacro %}

{#- The columns of a relation as expressions; null for those that it does not have yet. -#}
{% macro there_of(relation, columns, alias) -%}
    {%- set there = names_there(relation) -%}
    {%- set expressions = [] -%}
    {%- for column in columns -%}
        {%- do expressions.append(alias ~ '.' ~ column if column in there else 'null') -%}
    {%- endfor -%}
    {{- return(expressions) -}}
{%- endmacro %}

{#- The log of claims: one version of one claim. What is new or changed opens a version; what is changed or gone
    closes one, with the reason. All claims are compared with their open versions, by all columns but the words, which
    follow from their place in the version of the article; only what changed is read in full. `derived` columns are
    made from others, and of other claims. -#}
{% macro claims_log(claims, columns, derived=[]) -%}
{%- set articles = ref('int_articles_deduplicated') -%}
{%- set compared = (columns + derived) | reject('in', ['claim_id', 'evidence']) | list -%}
with

{% if is_incremental() -%}
found as (
    select
        claim_id,
        hash({{ compared | join(', ') }}, case when source_kind = 'registry' then evidence end) as content
    from {{ claims }}
),

open_versions as (
    select
        versions.claim_id,
        hash(
            {{ there_of(this, compared, 'versions') | join(', ') }},
            case when versions.source_kind = 'registry' then versions.evidence end
        ) as content
    from {{ this }} as versions
    where versions.known_to is null
),

differences as (
    select
        coalesce(found.claim_id, open_versions.claim_id) as claim_id,
        found.claim_id is not null as is_found,
        open_versions.claim_id is not null as is_open
    from found
    full outer join open_versions on found.claim_id = open_versions.claim_id
    where found.content is distinct from open_versions.content
),

opened as (
    select
        {%- for column in columns + derived %}
        claims.{{ column }},
        {%- endfor %}
        claims.ingested_at
    from {{ claims }} as claims
    inner join differences on claims.claim_id = differences.claim_id and differences.is_found
),

closed as (
    select
        {%- for column in there_of(this, columns + derived, 'versions') %}
        {{ column }} as {{ (columns + derived)[loop.index0] }},
        {%- endfor %}
        versions.ingested_at,
        versions.known_from,
        {{ known_at() }} as known_to,
        case
            when versions.source_kind = 'registry' then 'registry_changed'
            when articles.article_id is null then 'article_gone'
            when articles.content_hash <> versions.content_hash then 'article_changed'
            when opened.extractor_version = versions.extractor_version then 'described_anew'
            else 'read_anew'
        end as retraction_reason
    from {{ this }} as versions
    inner join differences on versions.claim_id = differences.claim_id and differences.is_open
    left join {{ articles }} as articles on versions.article_id = articles.article_id
    left join opened on versions.claim_id = opened.claim_id
    where versions.known_to is null
),
{%- else -%}
opened as (
    select
        {%- for column in columns + derived %}
        {{ column }},
        {%- endfor %}
        ingested_at
    from {{ claims }}
),
{%- endif %}

versions as (
    select
        {%- for column in columns + derived %}
        {{ column }},
        {%- endfor %}
        coalesce(ingested_at, {{ known_at() }}) as ingested_at,
        {{ known_at() }} as known_from,
        cast(null as timestamp with time zone) as known_to,
        cast(null as varchar) as retraction_reason
    from opened
    {%- if is_incremental() %}
    union all
    select
        {%- for column in columns + derived %}
        {{ column }},
        {%- endfor %}
        ingested_at,
        known_from,
        known_to,
        retraction_reason
    from closed
    {%- endif %}
)

select
    {%- for column in columns + derived %}
    {{ column }},
    {%- endfor %}
    ingested_at,
    known_from,
    known_to,
    retraction_reason,
    {{ known_at() }} as changed_at
from versions
{%- endmacro %}

{#- The columns that the schemas declare of a mart. -#}
{% macro declared_columns(mart) -%}
    {%- if execute is defined and execute -%}
        {{- return(graph.nodes['model.dragoman.' ~ mart].columns.keys() | list) -}}
    {%- endif -%}
    {{- return([]) -}}
{%- endmacro %}

{#- The log of facts: one version of one fact of the mart `mart`. Where a fact is other than its open version says, that
    version ends and another opens, with the reason; of a fact that is no more, one that says that it is retracted.
    `touched` has the facts that may be other than they were, with the reason why. -#}
{% macro facts_log(mart, key, touched) -%}
{%- set columns = declared_columns(mart) -%}
{%- set there = names_there(this) if is_incremental() else columns -%}
{#- What a version does not have yet it cannot differ in. -#}
{%- set compared = columns | select('in', there) | list -%}
with

facts as (
    select
        {%- for column in columns %}
        facts.{{ column }},
        {%- endfor %}
        {{ fingerprint(compared or [key], 'facts') }} as fingerprint
    from {{ ref(mart) }} as facts
    {%- if is_incremental() %}
    where facts.{{ key }} in (select touched.{{ key }} from {{ touched }} as touched)
    {%- endif %}
),
{%- if is_incremental() %}

open_versions as (
    select
        {%- for column in there_of(this, columns, 'versions') %}
        {{ column }} as {{ columns[loop.index0] }},
        {%- endfor %}
        versions.change,
        versions.reason,
        versions.known_from,
        {{ fingerprint(compared, 'versions') }} as fingerprint
    from {{ this }} as versions
    where
        versions.known_to is null
        and versions.{{ key }} in (select touched.{{ key }} from {{ touched }} as touched)
),

differences as (
    select
        coalesce(facts.{{ key }}, open_versions.{{ key }}) as {{ key }},
        case
            when facts.{{ key }} is null then 'retracted'
            when open_versions.{{ key }} is null then 'added'
            when open_versions.change = 'retracted' then 'restored'
            else 'changed'
        end as change
    from facts
    full outer join open_versions on facts.{{ key }} = open_versions.{{ key }}
    where
        case
            when facts.{{ key }} is null then open_versions.change <> 'retracted'
            when open_versions.{{ key }} is null or open_versions.change = 'retracted' then true
            else facts.fingerprint <> open_versions.fingerprint
        end
),

-- What holds from now on: the fact as it is, or its last version with the word that it is retracted. What does not hold
-- any more ends now.
versions as (
    select
        {%- for column in columns %}
        facts.{{ column }},
        {%- endfor %}
        differences.change,
        touched.reason,
        {{ known_at() }} as known_from,
        cast(null as timestamp with time zone) as known_to
    from facts
    inner join differences on facts.{{ key }} = differences.{{ key }}
    inner join {{ touched }} as touched on facts.{{ key }} = touched.{{ key }}
    union all
    select
        {%- for column in columns %}
        open_versions.{{ column }},
        {%- endfor %}
        differences.change,
        touched.reason,
        {{ known_at() }} as known_from,
        cast(null as timestamp with time zone) as known_to
    from open_versions
    inner join differences on open_versions.{{ key }} = differences.{{ key }}
    inner join {{ touched }} as touched on open_versions.{{ key }} = touched.{{ key }}
    where differences.change = 'retracted'
    union all
    select
        {%- for column in columns %}
        open_versions.{{ column }},
        {%- endfor %}
        open_versions.change,
        open_versions.reason,
        open_versions.known_from,
        {{ known_at() }} as known_to
    from open_versions
    inner join differences on open_versions.{{ key }} = differences.{{ key }}
)
{%- else %}

versions as (
    select
        {%- for column in columns %}
        facts.{{ column }},
        {%- endfor %}
        'added' as change,
        'new_claim' as reason,
        {{ known_at() }} as known_from,
        cast(null as timestamp with time zone) as known_to
    from facts
)
{%- endif %}

select
    {{ stable_id([key, 'epoch_us(known_from)']) }} as version_id,
    {%- for column in columns %}
    {{ column }},
    {%- endfor %}
    change,
    reason,
    known_from,
    known_to
from versions
{%- endmacro %}

{#- An aggregate over versions of claims: why the fact that they add up to may be other than it was. -#}
{% macro reason_of(changed_at, retraction_reason) -%}
    case
        when max({{ changed_at }}) <= {{ last_build() }} then 'rules_changed'
        else coalesce(
            max(case when {{ changed_at }} > {{ last_build() }} then {{ retraction_reason }} end), 'new_claim'
        )
    end
{%- endmacro %}
