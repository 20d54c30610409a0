-- Two encounters that one article tells apart are never made into one.
select
    meeting_id,
    article_id,
    count(*) as claims
from {{ ref('fct_meeting_claims') }}
where article_id is not null
group by meeting_id, article_id
having count(*) > 1
