-- grain: one spell of one person in one office
-- A spell that a better known source has too, of the same person and office and on some of the same days, is
-- that source's: its dates stand. An effective leader of REIGN is head of state or of government elsewhere.
with

spells as (
    select
        spell_id,
        source,
        source_rank,
        person_id,
        person,
        country_code,
        office,
        title,
        valid_from,
        valid_from_precision,
        valid_to,
        valid_to_precision,
        known_until,
        source_url,
        begins_on,
        ends_on
    from {{ ref('int_office_spells_unioned') }}
),

told_better as (
    select
        spells.spell_id,
        spells.source,
        better.spell_id as better_spell_id,
        row_number() over (
            partition by spells.spell_id
            order by
                better.source_rank, abs(date_diff('day', better.begins_on, spells.begins_on)), better.spell_id
        ) as better_rank
    from spells
    inner join spells as better
        on
            spells.person_id = better.person_id
            and spells.country_code = better.country_code
            and spells.source_rank > better.source_rank
            and spells.begins_on <= better.ends_on
            and spells.ends_on >= better.begins_on
            and (
                spells.office = better.office
                or (
                    spells.office = 'effective_leader'
                    and better.office in ('head_of_state', 'head_of_government')
                )
            )
),

-- Of three sources the third may be told by the second, which is told by the first.
owners as (
    select
        told.spell_id,
        told.source,
        coalesce(further.better_spell_id, told.better_spell_id) as owner_id
    from told_better as told
    left join told_better as further on told.better_spell_id = further.spell_id and further.better_rank = 1
    where told.better_rank = 1
),

witnesses as (
    select
        owner_id,
        list(distinct source order by source) as sources
    from owners
    group by owner_id
)

select
    spells.spell_id,
    spells.person_id,
    spells.person,
    spells.country_code,
    spells.office,
    spells.title,
    spells.valid_from,
    spells.valid_from_precision,
    spells.valid_to,
    spells.valid_to_precision,
    spells.known_until,
    spells.source_url,
    list_sort(
        list_distinct(list_append(coalesce(witnesses.sources, cast([] as varchar[])), spells.source))
    ) as sources
from spells
left join owners on spells.spell_id = owners.spell_id
left join witnesses on spells.spell_id = witnesses.owner_id
where owners.spell_id is null
-- A spell that one source has twice, with two ends, is one: the end that it has.
qualify
    row_number() over (
        partition by
            spells.person,
            spells.country_code,
            spells.office,
            spells.title,
            coalesce(spells.valid_from, spells.valid_to)
        order by spells.source_rank asc, spells.valid_to desc nulls last, spells.spell_id asc
    ) = 1
