"""What the network reads out of one sentence: claims, each with how sure it is, not yet rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from pipelines.extract.dates import DateMention
from pipelines.extract.learned.network import Network, Pairs, sigmoid, softmax
from pipelines.extract.learned.outputs import (
    CAPACITIES,
    CAPACITY_OUTPUTS,
    DAY_OF_PUBLICATION,
    FACTUALITIES,
    FACTUALITY_OUTPUTS,
    FIRST_TARGET,
    FORMAT_OUTPUTS,
    PERSON_REACH,
    STEP_FACTUALITY_OUTPUTS,
    STEP_OUTPUTS,
    STEPS,
    VISIT_OUTPUT,
)
from pipelines.extract.learned.windows import Floats, Placed, Window, cut_windows
from pipelines.extract.mentions import Scene
from pipelines.extract.persons import Person
from pipelines.extract.places import Place

# Less likely claims are not written down.
FLOOR: Final = 0.1

Day = DateMention | Literal["published"] | None


@dataclass(frozen=True)
class AccessionClaim:
    """A sentence says, with `probability`, that the party took the step; `factualities` sum to 1."""

    sentence: int
    party: str
    agreement: str
    step: str
    probability: float
    factualities: tuple[float, ...]
    capacity: str
    day: Day
    # Whether the sentence itself names them.
    names_party: bool = True
    names_agreement: bool = True

    @property
    def factuality(self) -> str:
        return FACTUALITIES[int(np.argmax(self.factualities))]

    @property
    def certainty(self) -> float:
        """That the step is told, with this factuality."""
        return self.probability * max(self.factualities)


@dataclass(frozen=True)
class MeetingClaim:
    """A sentence says, with `probability`, that the two meet; the lists of probabilities sum to 1."""

    sentence: int
    pair: tuple[str, str]
    probability: float
    factualities: Floats
    formats: Floats
    visit: float
    day: Day
    place: Place | None
    persons: tuple[tuple[Person, float], ...]


@dataclass(frozen=True)
class Claims:
    """All claims of one article, in the order of its sentences."""

    accessions: list[AccessionClaim]
    meetings: list[MeetingClaim]


def read_claims(scene: Scene, network: Network) -> Claims:
    """Read every sentence of the scene once."""
    claims = Claims([], [])
    for window in cut_windows(scene):
        if len(window.party_mentions) == 0:
            continue
        encoded = network.encode(window)
        claims.accessions.extend(_accessions(network, window, encoded))
        claims.meetings.extend(_meetings(network, window, encoded))
    return claims


def _accessions(network: Network, window: Window, encoded: Floats) -> Iterator[AccessionClaim]:
    pairs = network.accession_pairs(window, encoded)
    if pairs is None:
        return
    told = sigmoid(pairs.scores[:, STEP_OUTPUTS])
    rows, steps = np.nonzero(told >= FLOOR)
    if len(rows) == 0:
        return
    factualities = softmax(pairs.scores[:, STEP_FACTUALITY_OUTPUTS].reshape(len(pairs), len(STEPS), -1))
    capacities = pairs.scores[:, CAPACITY_OUTPUTS].argmax(1)
    days = network.point("accession_date", pairs, rows, window.dates, encoded).argmax(1)
    for row, step, day in zip(rows, steps, days, strict=True):
        yield AccessionClaim(
            pairs.sentences[row],
            pairs.first[row],
            pairs.second[row],
            STEPS[step],
            float(told[row, step]),
            tuple(map(float, factualities[row, step])),
            CAPACITIES[capacities[row]],
            _day(int(day), window),
            pairs.first_here[row],
            pairs.second_here[row],
        )


def _meetings(network: Network, window: Window, encoded: Floats) -> Iterator[MeetingClaim]:
    pairs = network.meeting_pairs(window, encoded)
    if pairs is None:
        return
    told = sigmoid(pairs.scores[:, 0])
    rows = np.flatnonzero(told >= FLOOR)
    if len(rows) == 0:
        return
    factualities = softmax(pairs.scores[:, FACTUALITY_OUTPUTS])
    formats = softmax(pairs.scores[:, FORMAT_OUTPUTS])
    visits = sigmoid(pairs.scores[:, VISIT_OUTPUT])
    days = network.point("meeting_date", pairs, rows, window.dates, encoded).argmax(1)
    places = network.point("meeting_place", pairs, rows, window.places, encoded).argmax(1)
    persons = sigmoid(network.point("meeting_person", pairs, rows, window.persons, encoded))
    for at, row in enumerate(rows):
        pair = (pairs.first[row], pairs.second[row])
        yield MeetingClaim(
            pairs.sentences[row],
            (min(pair), max(pair)),
            float(told[row]),
            factualities[row],
            formats[row],
            float(visits[row]),
            _day(int(days[at]), window),
            _place(int(places[at]), window),
            tuple(_persons(pairs, row, persons[at], window.persons)),
        )


def _day(answer: int, window: Window) -> Day:
    if answer < FIRST_TARGET:
        return "published" if answer == DAY_OF_PUBLICATION else None
    says = window.dates[answer - FIRST_TARGET].mention.says
    return says if isinstance(says, DateMention) else None


def _place(answer: int, window: Window) -> Place | None:
    says = window.places[answer - FIRST_TARGET].mention.says if answer >= FIRST_TARGET else None
    return says if isinstance(says, Place) else None


def _persons(
    pairs: Pairs, row: "np.intp | int", chances: Floats, persons: list[Placed]
) -> Iterator[tuple[Person, float]]:
    pair = {pairs.first[row], pairs.second[row]}
    for number, placed in enumerate(persons):
        mention = placed.mention
        near = abs(mention.sentence - pairs.sentences[row]) <= PERSON_REACH
        if near and pair & set(mention.codes) and isinstance(mention.says, Person):
            yield mention.says, float(chances[FIRST_TARGET + number])
