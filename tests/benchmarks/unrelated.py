"""News-like text about other things: sport, markets, weather, courts, culture, recipes. Seeded, of any size."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from pipelines.extract.models import Article

_NAMES: Final = [
    "Anna Berg",
    "Tom Okafor",
    "Lucia Moretti",
    "Jan Kowal",
    "Priya Nair",
    "Sam Wright",
    "Elif Demir",
    "Hugo Lang",
    "Mei Tan",
    "Carla Ruiz",
]
_TOWNS: Final = [
    "Leeds",
    "Porto",
    "Malmo",
    "Graz",
    "Austin",
    "Perth",
    "Nantes",
    "Tampere",
    "Cordoba",
    "Fukuoka",
    "Izmir",
    "Pune",
]
_LANDS: Final = [
    "Germany",
    "France",
    "Japan",
    "Brazil",
    "Kenya",
    "Norway",
    "Spain",
    "Canada",
    "Mexico",
    "Italy",
]
_FIRMS: Final = [
    "Nordwind",
    "Halden Group",
    "Castell Foods",
    "Orbit Systems",
    "Blue River",
    "Tessera",
    "Maritima",
    "Kestrel Motors",
]
_SENTENCES: Final = {
    "sport": (
        "{name} scored twice in the second half as {town} came from behind to win {n}-{m}.",
        "The coach of {town} said that his players had shown character after a poor start.",
        "{land} will be without their captain, who has a sprained ankle, when the tournament begins on Saturday.",
        "It was the fourth defeat in a row for the visitors, who stay at the bottom of the table.",
        "{name}, {age}, has signed a three-year contract and will wear the number {n}.",
        "Some {k} fans sang until long after the floodlights had been switched off.",
        "The federation fined the club after smoke bombs had been thrown on the pitch.",
    ),
    "markets": (
        "Shares in {firm} rose {n} percent after the company lifted its forecast for the year.",
        "{firm} said on Tuesday that it would close its plant in {town} and cut {k} jobs.",
        "Analysts had expected revenue to grow faster, but costs of energy weighed on margins.",
        "The {land} unit of {firm} was hit by a strike in the spring.",
        "{name}, the company's chief financial officer, is to leave at the end of the quarter.",
        "Bond yields were little changed before the inflation figures that are due on Thursday.",
    ),
    "town": (
        "Residents of {town} have been told to boil their water after a main burst on Monday night.",
        "The city council voted {n} to {m} for the new tram line, which will cost {k} million.",
        "{name}, who teaches at a primary school, had collected {k} signatures against the plan.",
        "A court in {town} sentenced a man of {age} to {n} years in prison for a series of burglaries.",
        "Firefighters needed three hours to put out the blaze in a furniture warehouse.",
        "The mayor joined the volunteers who cleared the snow from the market square.",
    ),
    "culture": (
        "The festival in {town} opens with a film by {name} about a lighthouse keeper.",
        "Her third novel was translated from the Spanish and won a prize in {land} last year.",
        "Roast the carrots with a little honey and thyme until they begin to brown.",
        "The museum has lent {n} of its paintings to a gallery in {town} for the winter.",
        "Critics praised the set, less so the tenor, who had replaced a sick colleague at short notice.",
        "Tickets for the concert were sold out within {n} minutes.",
    ),
    "weather": (
        "Rain will spread from the west during the afternoon, with gusts of up to {k} kilometres an hour on the coast.",
        "Temperatures in {town} are to climb to {n} degrees by the weekend, the weather service said.",
        "Hikers were asked to stay away from the ridge after two avalanches.",
        "Farmers in the north of {land} fear for their apricots after a third night of frost.",
    ),
}  # fmt: skip


def unrelated_articles(count: int, seed: int = 1) -> Iterator[Article]:
    """`count` articles of about 250 words each; the same for the same seed."""
    rng = random.Random(seed)
    for number in range(count):
        subject = rng.choice(sorted(_SENTENCES))
        sentences = [_filled(rng, rng.choice(_SENTENCES[subject])) for _ in range(rng.randint(12, 20))]
        text = "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))
        yield Article(
            f"unrelated-{number}",
            text,
            _filled(rng, rng.choice(_SENTENCES[subject])).rstrip("."),
            date(2025, 1, 1) + timedelta(days=rng.randrange(365)),
        )


def _filled(rng: random.Random, sentence: str) -> str:
    return sentence.format(
        name=rng.choice(_NAMES),
        town=rng.choice(_TOWNS),
        land=rng.choice(_LANDS),
        firm=rng.choice(_FIRMS),
        age=rng.randint(18, 80),
        n=rng.randint(2, 30),
        m=rng.randint(0, 9),
        k=rng.randint(40, 900),
    )
