"""Places in a sentence: countries, cities, and the buildings where states receive, each with its country."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl
from spacy.tokens import Doc, Token

from pipelines.extract.phrases import PhraseIndex


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


if TYPE_CHECKING:
    from pipelines.extract.lexicon import Lexicon

# Halls and residences where meetings are held, by the state (or seat of the organisation) they stand in.
# Seats of the reference tables come on top; these are too specific to mean a government.
_VENUES: Final = {
    "USA": (
        "Oval Office|South Lawn|East Room|Situation Room|Blair House|Camp David|Mar-a-Lago|"
        "Bedminster|Rose Garden|West Wing|State Department|Pentagon|Capitol Hill|White House|"
        "Cabinet Room|UN headquarters|United Nations headquarters|U.N. headquarters|Alaska|"
        "Florida|California|Maryland|Hawaii|Texas|Palm Beach|Joint Base"
    ),
    "RUS": "Kremlin|Bocharov Ruchei|Novo-Ogaryovo|Sochi",
    "UKR": "Crimea",
    "FRA": "Élysée Palace|Elysee Palace|Elysée Palace|Elysée|Versailles",
    "GBR": (
        "Downing Street|10 Downing Street|Chequers|Lancaster House|Windsor Castle|"
        "Buckingham Palace|Bletchley Park|Wales|Scotland|Cornwall"
    ),
    "CHN": "Great Hall of the People|Zhongnanhai|Diaoyutai",
    "BEL": "Europa Building|Berlaymont|NATO headquarters|Alliance headquarters|NATO's headquarters",
    "CHE": "Davos|Bürgenstock",
    "DEU": "Ramstein",
    "VAT": "Vatican",
    "EGY": "Sharm el-Sheikh|Sharm El Sheikh",
    "IDN": "Bali",
    "JPN": "Hiroshima|Hokkaido",
}
# Descriptions "the Hungarian capital", "the Saudi capital".
_CAPITAL: Final = re.compile(
    r"\bthe (?P<adjective>[A-Z][\w ]+?) capital\b|\bthe capital of (?P<state>[A-Z]\w+)"
)
_IN: Final = frozenset(
    ["in", "at", "to", "near", "outside", "inside", "into", "from", "via", "through", "for", "of", "on"]
)
_SKIP_CITIES: Final = _words(
    "of reading nice split bath mobile same sale date bar man university union central liberty enterprise"
    " republic commerce gas most van along buy golden independence king prince president minister trump"
    " moscow-city orange freedom victoria bush friday march august may"
)


@dataclass(frozen=True)
class Place:
    """Tokens `start` to `end` (exclusive); `name` as written; `rank` 3 building, 2 city, 1 country."""

    start: int
    end: int
    name: str
    country: str
    rank: int


@dataclass
class PlaceIndex:
    """Cities by name with their countries and sizes, venues and countries."""

    cities: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    venues: PhraseIndex[str] = field(default_factory=PhraseIndex)
    capitals: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_tables(cls, cities: pl.DataFrame, names: pl.DataFrame) -> "PlaceIndex":
        """Index `norm_cities` and the capitals and seats of `norm_country_names`; frames may be empty."""
        index = cls()
        for row in cities.iter_rows(named=True):
            for name in {
                row["name"],
                *((row.get("alternate_names") or []) if row["population"] > 100_000 else []),
            }:
                if len(name) > 2 and name[0].isupper() and name.lower() not in _SKIP_CITIES:
                    index.cities.setdefault(name, []).append((row["population"], row["country_code"]))
        for code, venues in _VENUES.items():
            for venue in venues.split("|"):
                index.venues.add(venue, code)
        for row in names.iter_rows(named=True):
            if row["kind"] == "capital":
                index.capitals.setdefault(row["name"], row["country_code"])
            elif (
                row["kind"] == "seat"
                and not row["is_ambiguous"]
                and re.search(
                    r"Palace|House|Office|Hall|Residence|Guesthouse|Castle|Kremlin|Diwan|Department",
                    row["name"],
                )
            ):
                index.venues.add(row["name"], row["country_code"])
        return index

    def city(self, name: str, near: frozenset[str]) -> tuple[str, int] | None:
        """(country, population): a capital, else a city of the article's countries, else the largest."""
        if name in self.capitals:
            return self.capitals[name], 1_000_000
        found = self.cities.get(name)
        if not found:
            return None
        at_home = [entry for entry in found if entry[1] in near]
        population, code = max(at_home or found)
        biggest = max(found)
        if at_home and biggest[0] > 4 * population:
            population, code = biggest
        return (code, population) if population >= 50_000 or at_home else None


def find_places(
    doc: Doc, lexicon: "Lexicon", index: PlaceIndex, near: frozenset[str], taken: set[int]
) -> list[Place]:
    """Places from left to right. `taken`: tokens of persons' names; `near`: the article's states."""
    found: list[Place] = []
    covered = set(taken)

    def add(start: int, end: int, name: str, country: str, rank: int) -> None:
        if not covered & set(range(start, end)):
            found.append(Place(start, end, name, country, rank))
            covered.update(range(start, end))

    text = doc.text
    for hit in index.venues.find(text):
        span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
        if span is not None:
            add(span.start, span.end, text[hit.start : hit.end], hit.values[0], 3)
    for match in _CAPITAL.finditer(text):
        states = list(lexicon.states.find(match["adjective"] or match["state"]))
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if states and span is not None:
            code = states[-1].values[0].code
            capital = next((name for name, owner in index.capitals.items() if owner == code), match[0])
            add(span.start, span.end, capital, code, 2)
    for state in lexicon.states.find(text):
        values = [v for v in state.values if v.kind in ("name", "alias", "capital")]
        span = doc.char_span(state.start, state.end, alignment_mode="expand")
        if not values or span is None:
            continue
        # Brussels is a place in Belgium, whatever else it stands for; "the North" is no place here.
        sure = [v for v in values if not v.is_ambiguous and v.code != "EUE"]
        sure = sure or [v for v in values if v.kind != "alias" and v.code != "EUE"]
        if not sure:
            continue
        is_capital = all(v.kind == "capital" for v in sure)
        add(
            span.start,
            span.end,
            text[state.start : state.end],
            sure[0].code,
            2 if is_capital else 1,
        )
    for start in range(len(doc)):
        if not doc[start].text[:1].isupper() or start in covered:
            continue
        for size in (4, 3, 2, 1):
            if start + size > len(doc):
                continue
            name = doc[start : start + size].text
            looked = name.title() if name.isupper() else name
            hit_city = index.city(looked, near)
            # A one-word city must follow a preposition or a comma after one, or it may be anybody's name.
            if hit_city and (size > 1 or _placed(doc[start])):
                add(start, start + size, name, hit_city[0], 2)
                break
    return sorted(found, key=lambda place: place.start)


def _placed(token: Token) -> bool:
    return token.i > 0 and token.doc[token.i - 1].lower_ in _IN
