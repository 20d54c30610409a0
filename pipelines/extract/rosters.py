"""Round-ups: articles about one leader's row of meetings, where each paragraph names the next visitor.

"Xi's Tianjin bilaterals", "Six conversations in one day": such an article says once that there were
meetings, and then only whom with. A sentence that names another state's representative for the first time,
in words of contact or under the leader's name, is read as one of the row.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from pipelines.extract.actors import Actor, Actors
from pipelines.extract.document import Document, Sentence
from pipelines.extract.encounter_builder import Encounter
from pipelines.extract.encounters import Encounters
from pipelines.extract.persons import People, Person

# Said in the headline or the first sentences, these announce a row of meetings.
_ROUND_UP: Final = re.compile(
    r"\b(?:bilaterals|(?:series|round|string|marathon|flurry|row|whirl|raft|run) of (?:\w+"
    r" ){0,3}(?:meetings|talks|conversations"
    r"|bilaterals|calls|encounters|audiences)|one (?:leader|visitor|guest|minister) after another|diary"
    r"|callers"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|\d+) (?:meetings|conversations|stops|calls"
    r"|bilaterals|leaders|capitals|visitors)"
    r"|meetings (?:at|in|with)|packs in|back.to.back|whistle.?stop|shuttle|tour|busy day|met (?:with"
    r" )?(?:a number|several|many))\b",
    re.IGNORECASE,
)
# Words by which such a text brings in the next one.
_CONTACT: Final = re.compile(
    r"\b(?:conversation|talk(?:s|ed)?|chat|word with|meeting|met|meets|saw|seeing|see|seen|receiv\w+"
    r"|call(?:s|ed|er)?|turn of|came next|guest"
    r"|visitor|interlocutor|was in as well|on the (?:\w+'s )?list|sat down|handshake|told (?:him|her)"
    r"|heard|exchange|discuss\w+"
    r"|conferred|lunch|dinner|breakfast|concluded by|opened by|followed by|counterpart|with (?:his|her"
    r"|the)|in turn|rang|phoned)\b",
    re.IGNORECASE,
)
_CALL: Final = re.compile(
    r"\b(?:phone|telephone|rang|phoned|a call|calls? from|on the line)\b", re.IGNORECASE
)
# Of somebody who only comments, stays away or is talked about, the sentence says so.
_NOT_THERE: Final = re.compile(
    r"\b(?:absent|stayed (?:away|at home)|did not come|not attend|spokes\w+|reporters|wrote|tweeted"
    r"|posted|predecessor|former|before him"
    r"|warrant|elected|election|war in|since \d{4})\b",
    re.IGNORECASE,
)


def roster(document: Document, people: People, actors: Actors, encounters: Encounters) -> Iterator[Encounter]:
    """Encounters of the article's protagonist with each foreign representative that a round-up names."""
    star = _star(document, actors) or people.protagonist
    if star is None or star.code is None or not _is_round_up(document):
        return
    seen: set[str] = {star.code}
    for sentence in document.sentences:
        if sentence.field == "title" or sentence.block in ("read_also", "noise", "background", "dateline"):
            continue
        for actor in actors.of(sentence):
            if actor.kind != "person" or not actor.persons:
                continue
            person = actor.persons[0]
            if person.code is None or person.code in seen or person.is_private or person is star:
                continue
            if any(
                e.sentence is sentence and person in e.persons and star not in e.persons
                for e in encounters.found
            ):
                continue  # told of as meeting somebody else
            seen.add(person.code)
            if _is_brought_in(document, sentence, actor, actors, star):
                yield _encounter(sentence, actor, person, star, encounters)


def _star(document: Document, actors: Actors) -> Person | None:
    """Who is named, titled or meant by "he" most; the headline counts thrice."""
    meant: Counter[int] = Counter()
    everybody: dict[int, Person] = {}
    for sentence in document.sentences:
        for actor in actors.of(sentence):
            for person in actor.persons[:1]:
                if person.code:
                    everybody[id(person)] = person
                    meant[id(person)] += 3 if sentence.field == "title" else 1
    top = meant.most_common(2)
    if not top or top[0][1] < 5 or (len(top) > 1 and top[1][1] * 1.5 > top[0][1]):
        return None
    return everybody[top[0][0]]


def _is_round_up(document: Document) -> bool:
    opening = [s.text for s in document.sentences if s.field == "title"][:1]
    opening += [s.text for s in document.sentences if s.field == "text"][:4]
    return any(_ROUND_UP.search(text) for text in opening)


def _is_brought_in(
    document: Document, sentence: Sentence, actor: Actor, actors: Actors, star: Person
) -> bool:
    words = sentence.text
    if _NOT_THERE.search(words) or "?" in words:
        return False
    has_star = any(star in other.persons for other in actors.of(sentence))
    # In a list of visitors only the first carries words of contact.
    listed = (
        len([a for a in actors.of(sentence) if a.kind == "person"]) > 2
        and words.count(";") + words.count(",") > 1
    )
    return bool(_CONTACT.search(words)) and (
        has_star or listed or actor.start <= 8 or _CONTACT.search(words[:60]) is not None
    )


def _encounter(
    sentence: Sentence, actor: Actor, person: Person, star: Person, encounters: Encounters
) -> Encounter:
    form = "phone" if _CALL.search(sentence.text) else "in_person"
    trigger = sentence.doc[actor.end - 1]
    return Encounter(
        sentence,
        trigger,
        [star.code or "", person.code or ""],
        [person, star],
        form,
        "actual",
        place=encounters.place_near(sentence, trigger) or (encounters.venue if form == "in_person" else None),
        date=encounters.day_near(sentence, trigger) or encounters.day_of_section(sentence),
    )
