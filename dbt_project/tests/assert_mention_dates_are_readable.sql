-- A stated date is YYYY, YYYY-MM or YYYY-MM-DD and lies in the calendar: any other would pass for none.
with

stated as (
    select
        mention_id,
        stated_date
    from {{ ref('stg_news__accession_mentions') }}
    union all
    select
        mention_id,
        stated_date
    from {{ ref('stg_news__meeting_mentions') }}
)

select
    mention_id,
    stated_date
from stated
where stated_date is not null and {{ partial_date('stated_date') }} is null
