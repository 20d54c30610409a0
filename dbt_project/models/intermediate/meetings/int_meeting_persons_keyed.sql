-- grain: one name of one person who is said to have met, under the party that he or she stands for
-- Names are the same person's where a key is the same: the person whom the register knows by the name, the
-- family name, which stands last, but first in Chinese, Korean and Vietnamese names, or two words of it; or
-- where one of them is a word of the other. Only names of groups that this build takes apart are here.
with

names as (
    select distinct
        unnest(claims.persons) as person,
        unnest(claims.person_countries) as party
    from {{ ref('int_meeting_claims_logged') }} as claims
    inner join {{ ref('int_meeting_groups_touched') }} as touched on claims.group_key = touched.group_key
    where claims.known_to is null and len(claims.persons) > 0
),

known as (
    select
        names.person,
        names.party,
        persons.person_id,
        unnest(list_distinct([names.person, coalesce(persons.name, names.person)])) as spelling
    from names
    left join {{ ref('int_person_names_unnested') }} as unnested on lower(names.person) = unnested.name
    left join {{ ref('int_persons_grouped') }} as persons on unnested.person_id = persons.person_id
),

-- Particles and titles are no name.
spelled as (
    select
        person,
        party,
        person_id,
        list_filter(
            regexp_extract_all(lower(strip_accents(spelling)), '[^\s.,''’‘-]{2,}'),
            lambda word: word not in (
                'al',
                'el',
                'bin',
                'ben',
                'ibn',
                'de',
                'da',
                'do',
                'dos',
                'del',
                'di',
                'la',
                'le',
                'van',
                'von',
                'der',
                'den', 'ter', 'sir', 'mr', 'mrs', 'ms', 'dr', 'ii', 'iii', 'iv', 'vi'
            )
        ) as words
    from known
),

skeletons as (
    select
        person,
        party,
        person_id,
        list_transform(words, lambda word: {{ name_skeleton('word') }}) as words
    from spelled
    where len(words) > 0
),

-- The family name, each two words that stand together, and the person.
keys as (
    select
        person,
        party,
        person_id,
        case when party in ('CHN', 'KOR', 'PRK', 'TWN', 'VNM') then words[1] else words[-1] end
            as family_name,
        list_transform(range(1, len(words)), lambda i: words[i] || ' ' || words[i + 1]) as pairs,
        case when len(words) > 1 then words else cast([] as varchar[]) end as words
    from skeletons
)

select
    person,
    party,
    list_sort(list_distinct(list_transform(
        list_concat(
            list_concat(list(family_name), flatten(list(pairs))),
            list(person_id) filter (where person_id is not null)
        ),
        lambda key: concat_ws(':', party, key)
    ))) as person_keys,
    list_sort(list_distinct(list_transform(flatten(list(words)), lambda word: concat_ws(':', party, word))))
        as person_words
from keys
group by person, party
