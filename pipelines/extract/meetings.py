"""Rows of meetings: the tellings of one encounter merged, places and dates filled from each other."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from pipelines.extract import encounter_words as words
from pipelines.extract.actors import Actors
from pipelines.extract.document import Document
from pipelines.extract.encounter_builder import Encounter
from pipelines.extract.encounters import Encounters
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.models import Evidence, Meeting
from pipelines.extract.persons import People, Person
from pipelines.extract.rosters import roster

# The slug by which the gold and the warehouse know a body that sits at the table.
_SLUGS = {"eu": "EUE"}


@dataclass
class _Row:
    """One encounter as far as it is known; `tellings` in text order."""

    codes: set[str]
    persons: list[Person]
    format: str
    factuality: str
    visit: bool
    date: str | None
    tellings: list[Encounter] = field(default_factory=list)
    is_firm: bool = True


def extract_meetings(document: Document, lexicon: Lexicon) -> list[Meeting]:
    """The meetings that an article tells of, in the order of their evidence; [] where there are none."""
    people = People(document, lexicon, lexicon.offices)
    actors = Actors(document, people)
    encounters = Encounters(document, people, actors, lexicon, lexicon.places)
    rows: list[_Row] = []
    # Body before headline: the headline repeats what the body tells in full.
    for telling in sorted(encounters.found, key=lambda e: e.sentence.field == "title"):
        _take(rows, telling)
    for telling in roster(document, people, actors, encounters):
        if not any(_tells(row, telling) for row in rows):
            _take(rows, telling)
    rows = _absorb(rows)
    _fill(document, encounters, rows)
    meetings = [_meeting(document, row) for row in rows]
    return sorted(meetings, key=lambda m: (m.evidence.field == "text", m.evidence.start))


def _tells(row: _Row, telling: Encounter) -> bool:
    """Whether the row already says what a round-up's telling would add."""
    is_near = row.factuality == "actual" or any(t.sentence is telling.sentence for t in row.tellings)
    return is_near and set(telling.codes) <= row.codes


def _take(rows: list[_Row], telling: Encounter) -> None:
    codes = {_SLUGS.get(code, code) for code in telling.codes}
    if telling.sentence.field == "title" and any(row.codes == codes for row in rows):
        return  # the headline repeats what the body tells better
    for row in rows:
        if (
            row.codes == codes
            and not telling.is_firm
            and row.factuality in (telling.factuality, "planned")
            and any(t.sentence is telling.sentence for t in row.tellings)
        ):
            # "will be in X on Sunday for talks with Y": the noun adds nothing of its own.
            row.persons += [p for p in telling.persons if p not in row.persons]
            return
    for row in rows:
        if row.codes == codes and (_same(row, telling) or (telling.is_echo and row.factuality == "actual")):
            row.tellings.append(telling)
            row.persons += [p for p in telling.persons if p not in row.persons]
            row.visit = row.visit or telling.visit
            if telling.date and (row.date is None or len(telling.date) > len(row.date)):
                row.date = telling.date
            if row.format == "unspecified" and not telling.is_echo:
                row.format = telling.format
            if telling.is_firm and not row.is_firm:
                row.factuality, row.is_firm = telling.factuality, True
            return
    if telling.is_echo:
        return
    rows.append(
        _Row(
            codes,
            list(telling.persons),
            telling.format,
            telling.factuality,
            telling.visit,
            telling.date,
            [telling],
            telling.is_firm,
        )
    )


def _same(row: _Row, telling: Encounter) -> bool:
    """Whether the telling may be of the row's encounter: nothing that it says is against it."""
    if row.factuality != telling.factuality and row.is_firm and telling.is_firm:
        return False
    if row.factuality != telling.factuality and any(t.sentence is telling.sentence for t in row.tellings):
        return False
    remote = {row.format, telling.format} & {"phone", "video"}
    if remote and row.format != telling.format and "unspecified" not in (row.format, telling.format):
        return False
    if remote and "unspecified" in (row.format, telling.format) and not telling.is_definite:
        return False
    if (
        row.date
        and telling.date
        and not (row.date.startswith(telling.date) or telling.date.startswith(row.date))
    ):
        return False
    here = next((t.place for t in row.tellings if t.place), None)
    if here and telling.place and here.country != telling.place.country:
        return False
    for code in row.codes:
        ours, theirs = (
            {p.name for p in persons if p.code == code} for persons in (row.persons, telling.persons)
        )
        # Rubio's talks are not Trump's, though both stand for one state.
        if ours and theirs and not ours & theirs and not (telling.is_definite and not telling.date):
            return False
    return True


def _are_apart(row: _Row, other: _Row) -> bool:
    """Whether two rows name different places."""
    here = {t.place.name for t in row.tellings if t.place}
    there = {t.place.name for t in other.tellings if t.place}
    return bool(here and there and here != there)


def _absorb(rows: list[_Row]) -> list[_Row]:
    """Leave out rows that only tell a part of a larger one: fewer of its parties, nothing of their own."""
    kept: list[_Row] = []
    for row in rows:
        part_of = next(
            (
                other
                for other in rows
                if other is not row
                and row.codes < other.codes
                and row.factuality == other.factuality
                and (row.format == other.format or row.format == "unspecified")
                and (row.date is None or row.date == other.date)
                and not _are_apart(row, other)
                and all(t.is_definite or t.sentence.field == "title" or t.sentence is o.sentence
                        for t in row.tellings for o in other.tellings[:1])
            ),
            None,
        )  # fmt: skip
        if part_of is None:
            kept.append(row)
    return kept


def _fill(document: Document, encounters: Encounters, rows: list[_Row]) -> None:
    """Give encounters on the sidelines of one gathering its place and day."""
    opening = [document.article.title, *(s.text for s in document.sentences if s.field == "text")][:4]
    is_gathering = any(words.SIDELINES.search(s.text) for s in document.sentences)
    is_gathering = is_gathering or any(words.SUMMIT.search(text) for text in opening)
    venue = encounters.venue if is_gathering else None
    dateline = next((s for s in document.sentences if s.block == "dateline"), None)
    if dateline is not None and rows:
        # What the first sentence tells takes place where the report comes from, if a party sits there.
        city = next((p for p in encounters.places_of(dateline) if p.rank >= 2), None)
        lead = next((s for s in document.sentences if s.index > dateline.index), None)
        for row in rows:
            if (
                city
                and row.format == "in_person"
                and row.tellings[0].sentence is lead
                and city.country in row.codes
            ):
                row.tellings[0].place = row.tellings[0].place or city
    for row in rows:
        # A "conversation" told next to meetings of the same person was one of them.
        if row.format == "unspecified" and row.factuality in ("actual", "planned"):
            here = row.tellings[0].sentence.index
            if any(
                other.format == "in_person" and other.factuality == row.factuality and abs(t.sentence.index - here) <= 6
                and set(map(id, other.persons)) & set(map(id, row.persons))
                and (row.date is None or row.date == other.date)
                for other in rows if other is not row for t in other.tellings
            ):  # fmt: skip
                row.format = "in_person"
    days = Counter(r.date for r in rows if r.date and len(r.date) == 10 and r.factuality == "actual")
    for row in rows:
        if venue and row.format == "in_person" and not any(t.place for t in row.tellings):
            if any(words.SIDELINES.search(t.sentence.text) for t in row.tellings) or days:
                row.tellings[0].place = venue
    _inherit(rows)
    for row in rows:
        row.date = row.date or _date_of_the_news(encounters, row)


def _inherit(rows: list[_Row]) -> None:
    """Let a telling without day or place take those of the one just before that shares a person with it."""
    told = sorted(rows, key=lambda r: r.tellings[0].sentence.index)
    for position, row in enumerate(told):
        first = row.tellings[0]
        if row.factuality != "actual" or first.sentence.field == "title":
            continue
        for before in reversed(told[:position]):
            apart = first.sentence.index - before.tellings[-1].sentence.index
            if (
                apart > 5
                or before.factuality != "actual"
                or not set(map(id, before.persons)) & set(map(id, row.persons))
            ):
                continue
            if row.date is None and before.date and len(before.date) == 10 and not _pluperfect(first):
                row.date = before.date
            place = next((t.place for t in before.tellings if t.place), None)
            if (
                place
                and row.format == before.format == "in_person"
                and not any(t.place for t in row.tellings)
            ) and row.date == before.date:
                first.place = place
            break


# Words that put an encounter at another time than the day of the news.
_OTHER_TIME: Final = re.compile(
    r"\b(?:last|earlier|previous(?:ly)?|ago|once|then|since|before|had|in the past|this year|until|first time)\b"
)


def _date_of_the_news(encounters: Encounters, row: _Row) -> str | None:
    """The day in the article's opening, for what it tells near its beginning as the news itself."""
    first = row.tellings[0]
    if row.factuality != "actual" or first.sentence.field == "title" or first.sentence.index > 9:
        return None
    if first.sentence.block == "background" or _OTHER_TIME.search(first.sentence.text):
        return None
    return encounters.day_of_section(first.sentence)


def _pluperfect(telling: Encounter) -> bool:
    return any(c.lower_ == "had" and c.dep_ == "aux" for c in telling.trigger.children)


def _meeting(document: Document, row: _Row) -> Meeting:
    place = max(
        (t.place for t in row.tellings if t.place), key=lambda p: (p.rank, p.population), default=None
    )
    if row.format in ("phone", "video"):
        place = None
    telling = max(row.tellings, key=lambda t: (t.sentence.field == "text", t.is_firm, len(t.codes) * 0))
    visit = row.visit and (place is None or place.country in row.codes or place.country == "BEL")
    if (
        place is not None
        and place.country in row.codes
        and place.rank >= 2
        and row.format == "in_person"
        and row.persons
    ):
        visit = True
    return Meeting(
        countries=tuple(sorted(row.codes)),
        format=row.format,
        factuality=row.factuality,
        evidence=_evidence(document, telling),
        persons=tuple(p.name for p in row.persons),
        person_countries=tuple(p.code for p in row.persons),
        visit=visit and row.format not in ("phone", "video"),
        location=place.name if place else None,
        location_country=place.country if place else None,
        date=row.date,
    )


def _evidence(document: Document, telling: Encounter) -> Evidence:
    return document.evidence(telling.sentence)
