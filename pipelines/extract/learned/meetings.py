"""Rows of meetings: who meets whom in a sentence put together, tellings of one encounter merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import networkx
import numpy as np

from pipelines.extract.document import Document
from pipelines.extract.learned.accessions import day_value
from pipelines.extract.learned.claims import MeetingClaim
from pipelines.extract.learned.outputs import FACTUALITIES, FORMATS
from pipelines.extract.models import Meeting
from pipelines.extract.persons import Person
from pipelines.extract.places import Place

# Chosen on the labelled articles of `pipelines/evaluate/gold`.
THRESHOLD: Final = 0.75
# Two rounds of one sentence are one where those who are only in one of them meet the others this likely.
NEARLY: Final = 0.3
# A person takes part where the network finds it likelier than not.
TAKES_PART: Final = 0.5


@dataclass
class Telling:
    """One encounter as one sentence tells it, then as all sentences do that tell of it."""

    sentence: int
    countries: frozenset[str]
    factuality: str
    format: str
    is_visit: bool
    date: str | None
    place: Place | None
    persons: list[Person]


def meeting_rows(
    document: Document, claims: list[MeetingClaim], threshold: float = THRESHOLD
) -> list[Meeting]:
    """Rows in the order of their evidence; a claim less likely than `threshold` makes none."""
    by_sentence: dict[int, list[MeetingClaim]] = {}
    for claim in claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    tellings = [t for same in by_sentence.values() for t in _tellings(document, same, threshold)]
    # Body before headline: the headline repeats what the body tells in full.
    tellings.sort(key=lambda t: (document.sentences[t.sentence].field == "title", t.sentence))
    merged: list[Telling] = []
    for telling in tellings:
        known = next((other for other in merged if _may_be_one(other, telling)), None)
        if known is None:
            merged.append(telling)
        else:
            _merge(known, telling)
    rows = [_row(document, telling) for telling in merged if not _is_part(telling, merged)]
    return sorted(rows, key=lambda row: (row.evidence.field == "text", row.evidence.start))


def _tellings(document: Document, claims: list[MeetingClaim], threshold: float) -> Iterator[Telling]:
    """The encounters of one sentence."""
    by_pair = {claim.pair: claim for claim in claims}
    for together in _rounds(by_pair, threshold):
        inside = [by_pair[pair] for pair in combinations(sorted(together), 2) if pair in by_pair]
        surest = max(inside, key=lambda claim: claim.probability)
        factuality = FACTUALITIES[int(np.mean([c.factualities for c in inside], axis=0).argmax())]
        chances: dict[int, tuple[Person, float]] = {}
        for claim in inside:
            for person, chance in claim.persons:
                chances[id(person)] = (person, max(chance, chances.get(id(person), (person, 0.0))[1]))
        yield Telling(
            surest.sentence,
            together,
            factuality,
            FORMATS[int(np.mean([c.formats for c in inside], axis=0).argmax())],
            float(np.mean([c.visit for c in inside])) > 0.5,
            day_value(surest.day, factuality, document.article.published),
            surest.place,
            [person for person, chance in chances.values() if chance > TAKES_PART],
        )


def _rounds(by_pair: dict[tuple[str, str], MeetingClaim], threshold: float) -> list[frozenset[str]]:
    """Who is together: parties all of whom meet each other, and rounds that share a party and nearly do."""
    sure = [pair for pair, claim in by_pair.items() if claim.probability >= threshold]
    rounds = [frozenset(together) for together in networkx.find_cliques(networkx.Graph(sure))]
    rounds.sort(key=lambda together: (-len(together), sorted(together)))
    merged: list[frozenset[str]] = []
    for together in rounds:
        for place, known in enumerate(merged):
            across = [
                by_pair[pair].probability if (pair := (min(a, b), max(a, b))) in by_pair else 0.0
                for a in together - known
                for b in known - together
            ]
            if together & known and across and float(np.mean(across)) >= NEARLY:
                merged[place] = known | together
                break
        else:
            merged.append(together)
    return [together for together in merged if not any(together < other for other in merged)]


def _may_be_one(known: Telling, telling: Telling) -> bool:
    """Whether nothing tells the two apart."""
    if known.countries != telling.countries or known.factuality != telling.factuality:
        return False
    if known.format != telling.format and "unspecified" not in (known.format, telling.format):
        return False
    if known.date is None or telling.date is None:
        return True
    return known.date.startswith(telling.date) or telling.date.startswith(known.date)


def _merge(known: Telling, telling: Telling) -> None:
    known.persons += [person for person in telling.persons if person not in known.persons]
    if telling.date is not None and (known.date is None or len(telling.date) > len(known.date)):
        known.date = telling.date
    if known.format == "unspecified":
        known.format = telling.format
    known.is_visit = known.is_visit or telling.is_visit
    if known.place is None or (telling.place is not None and telling.place.rank > known.place.rank):
        known.place = telling.place


def _is_part(telling: Telling, others: list[Telling]) -> bool:
    """Whether the same sentence tells of a larger round of which this is only a part."""
    return any(
        telling.countries < other.countries
        and telling.sentence == other.sentence
        and telling.factuality == other.factuality
        and telling.date in (None, other.date)
        and telling.format in ("unspecified", other.format)
        for other in others
    )


def _row(document: Document, telling: Telling) -> Meeting:
    is_remote = telling.format in ("phone", "video")
    place = None if is_remote else telling.place
    return Meeting(
        countries=tuple(sorted(telling.countries)),
        format=telling.format,
        factuality=telling.factuality,
        evidence=document.evidence(document.sentences[telling.sentence]),
        persons=tuple(person.name for person in telling.persons),
        person_countries=tuple(person.code for person in telling.persons),
        visit=telling.is_visit and not is_remote,
        location=place.name if place else None,
        location_country=place.country if place else None,
        date=telling.date,
    )
