-- No membership ends before it begins, and none overlaps the next of the same party and agreement.
with

spells as (
    select
        membership_id,
        valid_from,
        valid_to,
        lead(valid_from) over (partition by party, agreement order by valid_from, capacity) as next_from
    from {{ ref('fct_memberships') }}
)

select
    membership_id,
    valid_from,
    valid_to,
    next_from
from spells
where
    valid_to < valid_from
    or (next_from is not null and (valid_to is null or valid_to > next_from))
