-- Two encounters that one article tells apart are never made into one: of one that was put off it may have
-- the day that was called off and the new one, or the plan and the deed.
select
    meeting_id,
    article_id,
    factuality,
    count(*) as claims
from {{ ref('fct_meeting_claims') }}
where article_id is not null
group by meeting_id, article_id, factuality
having count(*) > 1
