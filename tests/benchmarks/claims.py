"""A data home with any number of claims, made up from a seed, to measure the warehouse on.

    python -m tests.benchmarks.claims HOME CLAIMS [--seed 7] [--days N] [--add-day]

Reference tables and registries are the ones that ship with the project; articles and mentions are made up. What
they are like is what makes the warehouse's work hard or easy:

- As dense per day at every size: 5 million claims are 12 years, fewer are fewer days.
- Four claims to an article, 60 % meetings. 15 % of the articles are copies of an earlier one, word for word.
- Encounters and accession stories number a fifth of the claims. How often each is told falls as 1 / rank, and so do
  the states, agreements and outlets: a few are everywhere, most are rare.
- One summit for 250,000 claims: 5 to 25 states, some 2,000 articles within three days, which name different ones
  of them.
- Of dates 80 % are days, 8 % months or years, 12 % missing; a few are a day off. 85 % of the claims are actual, 10 %
  planned, 3 % possible, 2 % negated.
- People are the real holders of the day, nearly a third of them by surname alone.
- Evidence stands in the article's title or text at its offsets.

Rows come in blocks of days, each block one row group, sorted in itself as the table is: memory hangs on the size of
a block, not on the number of claims.
"""

import argparse
import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.datasets import load
from pipelines.reference import reference_tables
from pipelines.schemas import TABLES, Column, Table, empty_frame
from pipelines.schemas.articles import norm_articles
from pipelines.schemas.dbt_yaml import STAGED
from pipelines.schemas.mentions import MENTION_TABLES, mention_accessions, mention_meetings
from pipelines.settings import Settings
from pipelines.storage import Storage, written_aside

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]

EPOCH: Final = dt.date(1970, 1, 1)
LAST_DAY: Final = dt.date(2025, 12, 31)
FULL_SIZE: Final = 5_000_000
FULL_DAYS: Final = 4383

BLOCK: Final = 250_000
PER_ARTICLE: Final = 4
PER_STORY: Final = 5
MEETINGS: Final = 0.6
SUMMIT_EVERY: Final = 250_000
SUMMIT_ARTICLES: Final = 2500
SUMMIT_DAYS: Final = (0.5, 0.3, 0.2)
# 6 % of the texts are copied, each some three times: 15 % of the articles are copies.
COPIED: Final = 0.06
COPIES_OF_COPIED: Final = 2.94
OUTLETS: Final = 500
# One article in so many claims of a new day is a corrected version of an old one.
CORRECTION_EVERY: Final = 200

FACTUALITIES: Final = {"actual": 0.85, "planned": 0.10, "possible": 0.03, "negated": 0.02}
# Characters of the date that are given, and how often.
DATE_LENGTHS: Final = {10: 0.80, 7: 0.05, 4: 0.03, 0: 0.12}
FORMATS: Final = {"in_person": 0.58, "phone": 0.20, "video": 0.05, "unspecified": 0.17}
CAPACITIES: Final = {"member": 0.90, "partner": 0.05, "observer": 0.03, "candidate": 0.02}
STEPS: Final = {
    "interest": 0.12,
    "invitation": 0.06,
    "application": 0.11,
    "negotiation": 0.12,
    "announcement": 0.07,
    "approval": 0.06,
    "signature": 0.12,
    "ratification": 0.07,
    "accession": 0.16,
    "entry_into_force": 0.03,
    "suspension": 0.02,
    "withdrawal": 0.04,
    "refusal": 0.02,
}
# What happens again and again, each time on a day of its own; other steps have a day that all articles give.
RECURRING: Final = ("interest", "invitation", "application", "negotiation", "announcement", "refusal")
# Who left and came back joined twice: a step that has its day has one in every so many days.
DAYS_BETWEEN_TIMES: Final = 4 * 365

STEP_PHRASES: Final = {
    "interest": "said it was considering to join",
    "invitation": "was invited to join",
    "application": "submitted its request to join",
    "negotiation": "opened a further round of talks on joining",
    "announcement": "announced that it will join",
    "approval": "won the approval of the parties to join",
    "signature": "signed",
    "ratification": "completed the ratification of",
    "accession": "acceded to",
    "entry_into_force": "saw the entry into force of",
    "suspension": "was suspended from",
    "withdrawal": "gave notice that it withdraws from",
    "refusal": "ruled out to join",
}
MEETING_PHRASES: Final = {
    "in_person": "met",
    "phone": "spoke by telephone with",
    "video": "held a video conference with",
    "unspecified": "held talks with",
}
CLAUSES: Final = (
    "with trade, energy and security on the table",
    "and said that the two sides would go on with it before the year is out",
    "as the foreign ministry put it in a statement to the press",
    "a step that officials in both capitals had prepared for months",
    "while the opposition asked for a debate in parliament",
    "on the margins of a session that diplomats called constructive",
    "according to two people who know of the matter",
    "and left open when the next round would take place",
)
HEADLINES: Final = (
    "Diplomatic week in review",
    "What the ministry said",
    "Talks go on behind closed doors",
    "Analysis: who stands where",
    "Live updates from the capital",
)
PAPERS: Final = ("Times", "Post", "Herald", "News Agency")
AGENCIES: Final = ("Reuters", "AP", "AFP", "Xinhua", "TASS")


def write_claims_home(home: Path, claims: int, seed: int = 7, *, days: int | None = None) -> Storage:
    """Write every table that dbt reads below `home`, with `claims` rows in the two tables of mentions together.

    `days` is the number of days that they spread over, the last being LAST_DAY; without it as many as keep the
    density of 5 million in 12 years. The same arguments give the same rows. Raises ValueError for no claims or
    days, AssertionError where two rows got one id.
    """
    if claims < 1 or (days is not None and days < 1):
        raise ValueError("claims and days must be at least 1")
    storage = Storage(home)
    reference = _reference()
    for name in STAGED:
        if name not in {table.name for table in _BIG}:
            storage.write_table(TABLES[name], reference.get(name, empty_frame(TABLES[name])))
    storage.build_database.parent.mkdir(parents=True, exist_ok=True)
    length = days or max(1, round(claims * FULL_DAYS / FULL_SIZE))
    first = _day_number(LAST_DAY) - length + 1
    rng = np.random.default_rng(seed)
    world = _World.from_tables(reference)
    calendar = _calendar(rng, world, claims, first, length)
    with ExitStack() as stack:
        writers = {table.name: stack.enter_context(_writer(storage, table)) for table in _BIG}
        for name, frame in _blocks(rng, world, calendar, _Ids(seed)):
            writers[name](frame)
    return storage


def add_day(home: Path, claims_of_day: int, seed: int) -> Storage:
    """Add the day after the last one of a home of `write_claims_home`: its articles and mentions.

    Beside the `claims_of_day` mentions of new articles some articles of earlier days come in a second version,
    taken in on the new day, whose mentions differ: one is gone, others have another date. The rows that were there
    stay as they are, before the new ones. Raises ValueError for no claims, AssertionError where two rows got one id.
    """
    if claims_of_day < 1:
        raise ValueError("claims_of_day must be at least 1")
    storage = Storage(home)
    paths = {table.name: storage.table_path(table.layer, table.name) for table in _BIG}
    heights = {name: pq.read_metadata(path).num_rows for name, path in paths.items()}
    last = pl.scan_parquet(paths[norm_articles.name]).select(pl.col("published_date").max()).collect().item()
    day = _day_number(last) + 1
    rng = np.random.default_rng([seed, day])
    calendar = _Calendar(day, np.array([claims_of_day]), np.zeros(1), np.full(1, -1), _Stories.none())
    ids = _Ids(
        seed,
        articles=heights[norm_articles.name],
        mentions=heights[mention_accessions.name] + heights[mention_meetings.name],
    )
    world = _World.from_tables(_reference())
    parts: dict[str, list[pl.DataFrame]] = {name: [] for name in paths}
    for name, frame in (
        *_blocks(rng, world, calendar, ids),
        *_corrections(rng, paths, day, claims_of_day, ids),
    ):
        parts[name].append(frame)
    for table in _BIG:
        with _writer(storage, table, before=paths[table.name]) as write:
            for frame in parts[table.name]:
                write(frame)
    return storage


_BIG: Final = (norm_articles, *MENTION_TABLES)


@cache
def _reference() -> dict[str, pl.DataFrame]:
    """The reference tables and the samples of the published datasets, by name."""
    tables = reference_tables()
    samples = load(Settings.model_validate({"sources": {}}), tables)
    return tables | {each.table.name: each.frame for _, fitted, _ in samples for each in fitted}


# --- Drawing ---


def _ranks(rng: np.random.Generator, count: Ints | int, size: int) -> Ints:
    """`size` places from 0 to below `count` (one, or one for each), the share of each as 1 / (place + 1)."""
    drawn = np.floor(np.exp(rng.random(size) * np.log1p(count))).astype(np.int64) - 1
    ranks: Ints = np.minimum(drawn, np.asarray(count) - 1)
    return ranks


def _drawn(rng: np.random.Generator, shares: dict[Any, float], size: int) -> Ints:
    """Places in `shares`, drawn by them."""
    return np.searchsorted(np.cumsum(list(shares.values()))[:-1], rng.random(size), side="right")


def _picked(rng: np.random.Generator, values: Sequence[str], size: int) -> pl.Series:
    return pl.Series(list(values)).gather(rng.integers(len(values), size=size))


def _day_number(day: dt.date) -> int:
    return (day - EPOCH).days


def _dates(days: Ints) -> pl.Series:
    return pl.Series(days.astype(np.int32)).cast(pl.Date)


def _stated(rng: np.random.Generator, days: Ints) -> pl.Series:
    """Dates as articles state them: as fine as DATE_LENGTHS has it, 3 % a day off."""
    off = rng.choice(np.array([-1, 0, 1]), size=len(days), p=[0.015, 0.97, 0.015])
    lengths = np.array(list(DATE_LENGTHS))[_drawn(rng, DATE_LENGTHS, len(days))]
    frame = pl.DataFrame({"day": _dates(days + off), "length": lengths})
    text = pl.col("day").dt.to_string("%Y-%m-%d").str.head(pl.col("length"))
    return frame.select(pl.when(pl.col("length") > 0).then(text)).to_series()


# --- Ids ---


def _mixed(words: Words) -> Words:
    """64 bits for 64 bits, no two alike: the finalizer of SplitMix64."""
    mixed = words + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


_HEX_PAIRS: Final = np.frombuffer(b"".join(b"%02x" % byte for byte in range(256)), dtype="S2")


def _hex(*words: Words) -> pl.Series:
    """The words of each row in hexadecimal, 16 digits each."""
    table = np.stack(words, axis=1).astype(">u8")
    digits = _HEX_PAIRS[table.view(np.uint8)]
    offsets = np.arange(len(table) + 1, dtype=np.int64) * 16 * len(words)
    text = pa.LargeStringArray.from_buffers(len(table), pa.py_buffer(offsets), pa.py_buffer(digits.tobytes()))
    return pl.Series(text, dtype=pl.String())


class _Ids:
    """Ids of articles, of their texts and of mentions, of running numbers and the seed.

    Numbers go on where `articles` and `mentions` rows ended, so that no number is used twice in a home.
    """

    def __init__(self, seed: int, articles: int = 0, mentions: int = 0) -> None:
        self._salts = _mixed(np.arange(8, dtype=np.uint64) + np.uint64(seed % 2**32) * np.uint64(8))
        self._articles, self._mentions = articles, mentions

    def take_articles(self, count: int) -> Ints:
        """The numbers of `count` articles more."""
        self._articles += count
        return np.arange(self._articles - count, self._articles)

    def article_ids(self, numbers: Ints) -> pl.Series:
        return _hex(_mixed(numbers.astype(np.uint64) + self._salts[0]))

    def content_hashes(self, numbers: Ints) -> pl.Series:
        return _hex(*(_mixed(numbers.astype(np.uint64) + salt) for salt in self._salts[1:5]))

    def raw_ids(self, days: Ints) -> pl.Series:
        return _hex(*(_mixed(days.astype(np.uint64) ^ salt) for salt in self._salts[1:5]))

    def take_mention_ids(self, count: int) -> pl.Series:
        """The ids of `count` mentions more."""
        self._mentions += count
        numbers = np.arange(self._mentions - count, self._mentions).astype(np.uint64)
        return _hex(_mixed(numbers + self._salts[5]))


# --- Who and what there is ---


@dataclass(frozen=True)
class _Holders:
    """Who held an office and when: rows by party, `first` and `count` by the party's place in the world."""

    first: Ints
    count: Ints
    person: Ints
    since: Ints
    until: Ints

    def on(self, rng: np.random.Generator, parties: Ints, days: Ints) -> Ints:
        """For each party and day somebody who then held the office, as a place in the world's persons; or -1."""
        found = np.full(len(parties), -1)
        # Some have dozens of holders: one of several draws is likely to be of the day.
        for _ in range(12):
            row = self.first[parties] + np.floor(rng.random(len(parties)) * self.count[parties]).astype(
                np.int64
            )
            row = np.minimum(row, len(self.person) - 1)
            fits = (self.count[parties] > 0) & (self.since[row] <= days) & (days <= self.until[row])
            found = np.where((found < 0) & fits, self.person[row], found)
        return found


@dataclass(frozen=True)
class _World:
    """Parties by their place in `codes`, which is sorted; states, organisations, agreements the best known first."""

    codes: pl.Series
    names: pl.Series
    capitals: pl.Series
    states: Ints
    organisations: Ints
    agreements: pl.Series
    agreement_names: pl.Series
    listed: int
    persons: pl.Series
    short_names: pl.Series
    leaders: _Holders
    ministers: _Holders
    outlets: pl.Series

    @classmethod
    def from_tables(cls, tables: dict[str, pl.DataFrame]) -> "_World":
        """How well known a state or agreement is: by the number of its office holders or memberships."""
        offices, register = tables["norm_offices"], tables["norm_agreements"]
        today = tables["norm_states"].filter(pl.col("kind") == "state", pl.col("valid_to").is_null())
        known = offices.group_by(code="country_code").len()
        heads = offices.filter(pl.col("office") == "organisation_head").group_by(code="country_code").len()
        states = (
            today.select(code="country_code", name="name").join(known, "code", "left").pipe(_best_known_first)
        )
        agreement_names = register.select(code="agreement", name="name")
        named = pl.concat([agreement_names, tables["norm_states"].select(code="country_code", name="name")])
        organisations = heads.join(states, "code", "anti").join(named, "code").pipe(_best_known_first)
        parties = pl.concat([states, organisations.select(states.columns)]).sort("code")
        place = {code: number for number, code in enumerate(parties["code"])}
        capitals = (
            tables["norm_country_names"]
            .filter(pl.col("kind") == "capital", ~pl.col("is_ambiguous"))
            .group_by(code="country_code")
            .agg(capital=pl.col("name").min())
        )
        joined = tables["norm_memberships"].group_by(code="agreement").len()
        agreements = agreement_names.join(joined, "code", "left").pipe(_best_known_first)
        # What the register does not list, by the name of a capital.
        unlisted = [f"{capital} Compact" for capital in capitals["capital"].sort()]
        unlisted_slugs = [name.lower().replace(" ", "-") for name in unlisted]
        persons = offices.group_by("person").agg(pl.col("aliases").first()).sort("person")
        one_word = pl.col("aliases").list.eval(pl.element().filter(~pl.element().str.contains(" ")))
        person_place = {person: number for number, person in enumerate(persons["person"])}
        return cls(
            codes=parties["code"],
            names=parties["name"],
            capitals=parties.join(capitals, "code", "left", maintain_order="left")["capital"],
            states=np.array([place[code] for code in states["code"]]),
            organisations=np.array([place[code] for code in organisations["code"]]),
            agreements=pl.concat([agreements["code"], pl.Series("code", unlisted_slugs)]),
            agreement_names=pl.concat([agreements["name"], pl.Series("name", unlisted)]),
            listed=agreements.height,
            persons=persons["person"],
            short_names=persons.select(
                pl.coalesce(one_word.list.first(), pl.col("person").str.split(" ").list.last())
            ).to_series(),
            leaders=_holders(
                offices, ("head_of_state", "head_of_government", "organisation_head"), place, person_place
            ),
            ministers=_holders(offices, ("foreign_minister",), place, person_place),
            outlets=_outlets(capitals["capital"].sort()),
        )


def _best_known_first(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort("len", "code", descending=[True, False], nulls_last=True)


def _outlets(capitals: pl.Series) -> pl.Series:
    names = [f"{capital} {paper}" for paper in PAPERS for capital in capitals]
    return pl.Series(names).sample(OUTLETS, shuffle=True, seed=1)


def _holders(
    offices: pl.DataFrame, kinds: Sequence[str], place: dict[str, int], person_place: dict[str, int]
) -> _Holders:
    rows = (
        offices.filter(pl.col("office").is_in(kinds), pl.col("country_code").is_in(list(place)))
        .select(
            party=pl.col("country_code").replace_strict(place, return_dtype=pl.Int64()),
            person=pl.col("person").replace_strict(person_place, return_dtype=pl.Int64()),
            since=pl.col("valid_from").fill_null(dt.date(1, 1, 1)).to_physical().cast(pl.Int64()),
            until=pl.col("valid_to").fill_null(dt.date(9999, 12, 31)).to_physical().cast(pl.Int64()),
        )
        .sort("party", "since", "person", "until")
    )
    count = np.bincount(rows["party"].to_numpy(), minlength=len(place)).astype(np.int64)
    return _Holders(
        np.cumsum(count) - count, count, *(rows[name].to_numpy() for name in ("person", "since", "until"))
    )


# --- What happens ---


@dataclass(frozen=True)
class _Stories:
    """Encounters. The members of one lie together: from `first` on `size` rows of `party` and `person` (or -1)."""

    day: Ints
    format: Ints
    host: Ints
    first: Ints
    size: Ints
    party: Ints
    person: Ints

    @classmethod
    def none(cls) -> "_Stories":
        return cls(*(np.empty(0, np.int64) for _ in range(7)))

    def and_then(self, others: "_Stories") -> "_Stories":
        return _Stories(
            np.concatenate([self.day, others.day]),
            np.concatenate([self.format, others.format]),
            np.concatenate([self.host, others.host]),
            np.concatenate([self.first, others.first + len(self.party)]),
            np.concatenate([self.size, others.size]),
            np.concatenate([self.party, others.party]),
            np.concatenate([self.person, others.person]),
        )


@dataclass(frozen=True)
class _Calendar:
    """The days from `first_day` on: claims of each, the share of its articles on a summit, and which (or -1)."""

    first_day: int
    claims: Ints
    summit_share: Floats
    summit: Ints
    summits: _Stories


def _calendar(rng: np.random.Generator, world: _World, claims: int, first_day: int, length: int) -> _Calendar:
    """Days with their claims: fewer at weekends, many more where a summit is."""
    days = first_day + np.arange(length)
    # Day 0 was a Thursday.
    usual = np.where((days + 3) % 7 >= 5, 0.6, 1.0) * rng.uniform(0.8, 1.25, length)
    count = max(1, round(claims / SUMMIT_EVERY))
    wanted = rng.lognormal(np.log(min(SUMMIT_ARTICLES, claims / 100)), 0.4, count) * PER_ARTICLE
    begins = np.sort(rng.integers(length, size=count))
    extra, summit = np.zeros(length), np.full(length, -1)
    for number, begin in enumerate(begins):
        for later, share in enumerate(SUMMIT_DAYS):
            day = min(begin + later, length - 1)
            extra[day] += wanted[number] * share
            summit[day] = number
    extra *= min(1.0, 0.3 * claims / extra.sum())
    base = usual * (claims - extra.sum()) / usual.sum()
    ends = np.floor(np.cumsum(base + extra) + 0.5).astype(np.int64)
    ends[-1] = claims
    return _Calendar(
        first_day,
        np.diff(ends, prepend=0),
        extra / (base + extra),
        summit,
        _summits(rng, world, days[begins]),
    )


def _summits(rng: np.random.Generator, world: _World, days: Ints) -> _Stories:
    size = rng.integers(5, 26, len(days))
    share = 1 / np.arange(1, len(world.states) + 1)
    share /= share.sum()
    party = [np.sort(world.states[rng.choice(len(share), number, replace=False, p=share)]) for number in size]
    parties = np.concatenate(party)
    return _Stories(
        day=days,
        format=np.zeros(len(days), np.int64),
        host=np.array([rng.choice(members) for members in party]),
        first=np.cumsum(size) - size,
        size=size,
        party=parties,
        person=world.leaders.on(rng, parties, np.repeat(days, size)),
    )


def _encounters(rng: np.random.Generator, world: _World, days: Ints) -> _Stories:
    """An encounter for each of `days`, of two parties, or of three in one of nine."""
    states = len(world.states)
    ranks = np.stack([_ranks(rng, states, len(days)) for _ in range(3)], axis=1)
    # The same two seldom meet twice a day.
    for _ in range(3):
        low, high = ranks[:, :2].min(axis=1), ranks[:, :2].max(axis=1)
        key = (days * states + low) * states + high
        _, firsts = np.unique(key, return_index=True)
        again = low == high
        again[np.setdiff1d(np.arange(len(days)), firsts, assume_unique=True)] = True
        ranks[again, :2] = np.stack([_ranks(rng, states, int(again.sum())) for _ in range(2)], axis=1)
    ranks[:, 1] = np.where(ranks[:, 1] == ranks[:, 0], (ranks[:, 1] + 1) % states, ranks[:, 1])
    for _ in range(2):
        taken = (ranks[:, 2] == ranks[:, 0]) | (ranks[:, 2] == ranks[:, 1])
        ranks[:, 2] = np.where(taken, (ranks[:, 2] + 1) % states, ranks[:, 2])
    party = world.states[ranks]
    organised = rng.random(len(days)) < 0.06
    party[organised, 1] = world.organisations[_ranks(rng, len(world.organisations), len(days))[organised]]
    absent = np.iinfo(np.int64).max
    party[rng.random(len(days)) >= 0.11, 2] = absent
    party.sort(axis=1)
    there = party != absent
    size = there.sum(axis=1)
    parties = party[there]
    member_days = np.repeat(days, size)
    leaders, ministers = (
        holders.on(rng, parties, member_days) for holders in (world.leaders, world.ministers)
    )
    are_leaders = np.repeat(rng.random(len(days)) < 0.6, size)
    return _Stories(
        day=days,
        format=_drawn(rng, FORMATS, len(days)),
        host=party[np.arange(len(days)), rng.integers(2, size=len(days))],
        first=np.cumsum(size) - size,
        size=size,
        party=parties,
        person=np.where(are_leaders, leaders, ministers),
    )


# --- Articles and what they say ---


def _blocks(
    rng: np.random.Generator, world: _World, calendar: _Calendar, ids: _Ids
) -> Iterator[tuple[str, pl.DataFrame]]:
    """The frames of the big tables with their names, a block of days after the other."""
    block = (np.cumsum(calendar.claims) - 1) // BLOCK
    for number in np.unique(block):
        days = np.flatnonzero(block == number)
        if calendar.claims[days].sum() > 0:
            yield from _block(rng, world, calendar, days, ids)


def _block(
    rng: np.random.Generator, world: _World, calendar: _Calendar, days: Ints, ids: _Ids
) -> Iterator[tuple[str, pl.DataFrame]]:
    claims_of_day = calendar.claims[days]
    per_text, copies = _texts(rng, int(claims_of_day.sum()))
    text_day = np.sort(
        np.searchsorted(
            np.cumsum(claims_of_day), rng.integers(claims_of_day.sum(), size=len(per_text)), "right"
        )
    )
    # One row per claim of a text, copies apart: `text` it is of, `position` in it.
    text = np.repeat(np.arange(len(per_text)), per_text)
    position = np.arange(len(text)) - np.repeat(np.cumsum(per_text) - per_text, per_text)
    on_summit = rng.random(len(per_text)) < calendar.summit_share[days][text_day]
    tells_summit = on_summit[text] & (position == 0)
    meets = (rng.random(len(text)) < MEETINGS) | tells_summit
    summit = np.where(tells_summit, calendar.summit[days][text_day[text]], -1)
    meetings = _meetings(rng, world, calendar, days, text[meets], text_day[text[meets]], summit[meets])
    accessions = _accessions(rng, world, calendar, days, text[~meets], text_day[text[~meets]])
    evidence = pl.concat([meetings["evidence"], accessions["evidence"]]).gather(
        np.argsort(np.concatenate([np.flatnonzero(meets), np.flatnonzero(~meets)]))
    )
    placed, texts = _written(rng, text, position, evidence)
    articles = _articles(rng, world, calendar.first_day + days, text_day, copies, ids)
    whole = articles.join(texts, "text_number", maintain_order="left").with_columns(
        text=pl.format("{} Report {}.", pl.col("text").fill_null("In brief."), pl.col("first_number"))
    )
    yield norm_articles.name, _declared(whole, norm_articles)
    keys = articles.select("text_number", "article_id", "content_hash")
    for table, mentions, rows in (
        (mention_accessions, accessions, ~meets),
        (mention_meetings, meetings, meets),
    ):
        said = mentions.with_columns(
            placed.filter(pl.Series(rows)),
            extractor=pl.lit("learned"),
            extractor_version=pl.lit("000000000000"),
        )
        of_articles = keys.join(said, "text_number").sort(
            "article_id", "content_hash", "evidence_field", "evidence_start"
        )
        yield (
            table.name,
            _declared(
                of_articles.with_columns(ids.take_mention_ids(of_articles.height).alias("mention_id")), table
            ),
        )


def _texts(rng: np.random.Generator, claims: int) -> tuple[Ints, Ints]:
    """Claims and copies of each text, so that texts and copies have `claims` claims together."""
    enough = 10 + claims // 2
    per_text = 1 + rng.poisson(PER_ARTICLE - 1, enough)
    copies = np.where(rng.random(enough) < COPIED, rng.geometric(1 / COPIES_OF_COPIED, enough), 0)
    ends = np.cumsum(per_text * (1 + copies))
    kept = int(np.searchsorted(ends, claims, side="right"))
    rest = claims - (int(ends[kept - 1]) if kept else 0)
    # What the next text with its copies would overshoot by is told by texts without copies.
    fill = np.diff(np.append(np.arange(0, rest, PER_ARTICLE), rest)) if rest else np.empty(0, np.int64)
    shuffled = rng.permutation(kept + len(fill))
    return (
        np.concatenate([per_text[:kept], fill]).astype(np.int64)[shuffled],
        np.concatenate([copies[:kept], np.zeros(len(fill), np.int64)]).astype(np.int64)[shuffled],
    )


def _story_of(rng: np.random.Generator, text: Ints, story_day: Ints, stories_of_day: Ints) -> Ints:
    """For each claim, the number of a story of its day; texts seldom tell one twice."""
    first, count = (np.cumsum(stories_of_day) - stories_of_day)[story_day], stories_of_day[story_day]
    rank = _ranks(rng, count, len(text))
    for _ in range(3):
        order = np.lexsort((rank + first, text))
        same = (np.diff(text[order]) == 0) & (np.diff((rank + first)[order]) == 0)
        again = order[1:][same]
        rank[again] = (rank[again] + 1) % count[again]
    return first + rank


def _stories_of_day(claims_of_day: Ints, share: float) -> Ints:
    return np.maximum(1, np.round(claims_of_day * share / PER_STORY)).astype(np.int64)


def _meetings(
    rng: np.random.Generator,
    world: _World,
    calendar: _Calendar,
    days: Ints,
    text: Ints,
    text_day: Ints,
    summit: Ints,
) -> pl.DataFrame:
    """Meetings that the texts tell, without keys and offsets; `summit` is the summit that is told, or -1."""
    size = len(text)
    per_day = _stories_of_day(calendar.claims[days], MEETINGS)
    usual = _encounters(rng, world, np.repeat(calendar.first_day + days, per_day))
    stories = usual.and_then(calendar.summits)
    factuality = _drawn(rng, FACTUALITIES, size)
    ahead = (factuality == 1) | (factuality == 2)
    lag = np.where(ahead, -rng.integers(1, 4, size), _drawn(rng, {0: 0.5, 1: 0.35, 2: 0.15}, size))
    told = _story_of(rng, text, np.clip(text_day - lag, 0, len(days) - 1), per_day)
    story = np.where(summit >= 0, len(usual.day) + summit, told)
    member, claim = _members_named(rng, stories, story)
    party, person = stories.party[member], stories.person[member]
    named = (person >= 0) & (rng.random(len(person)) < 0.65)
    surname = rng.random(len(person)) < 0.3
    names = pl.concat([world.persons, world.short_names]).gather(
        (person + surname * len(world.persons))[named]
    )
    stands_for = pl.DataFrame(
        {"code": world.codes.gather(party[named]), "told": rng.random(int(named.sum())) >= 0.03}
    ).select(pl.when("told").then("code"))
    format_ = np.where(rng.random(size) < 0.2, list(FORMATS).index("unspecified"), stories.format[story])
    host = stories.host[story]
    has_place = (stories.format[story] == 0) & (rng.random(size) < 0.5)
    is_state = np.isin(host, world.states)
    per_claim = np.bincount(claim, minlength=size)
    first = np.cumsum(per_claim) - per_claim
    frame = pl.DataFrame(
        {
            "text_number": text,
            "countries": _lists(world.codes.gather(party), per_claim),
            "persons": _lists(names, np.bincount(claim[named], minlength=size)),
            "person_countries": _lists(stands_for.to_series(), np.bincount(claim[named], minlength=size)),
            "format": pl.Series(list(FORMATS)).gather(format_),
            "visit": has_place & (rng.random(size) < 0.6),
            "location": world.capitals.gather(host),
            "location_country": world.codes.gather(host),
            "factuality": pl.Series(list(FACTUALITIES)).gather(factuality),
            "date": _stated(rng, stories.day[story]),
            "one": world.names.gather(party[first]),
            "other": world.names.gather(party[first + 1]),
            "met": pl.Series([MEETING_PHRASES[name] for name in FORMATS]).gather(format_),
            "clause": _picked(rng, CLAUSES, size),
            "has_place": has_place & is_state & world.capitals.gather(host).is_not_null().to_numpy(),
            "many": per_claim > 2,
        }
    )
    place = pl.when("has_place")
    return frame.with_columns(
        place.then("location").alias("location"), place.then("location_country").alias("location_country")
    ).select(
        pl.exclude("one", "other", "met", "clause", "has_place", "many"),
        evidence=pl.concat_str(
            "one",
            pl.lit(" "),
            "met",
            pl.lit(" the side of "),
            "other",
            pl.when("many").then(pl.lit(" and others")).otherwise(pl.lit("")),
            pl.when("has_place").then(pl.lit(" in ") + pl.col("location")).otherwise(pl.lit("")),
            pl.lit(", "),
            (pl.col("persons").list.first() + " present, ").fill_null(""),
            "clause",
            pl.lit("."),
        ),
    )


def _members_named(rng: np.random.Generator, stories: _Stories, story: Ints) -> tuple[Ints, Ints]:
    """The rows of members that each claim names, and the claim of each; of three or more often not all."""
    size = stories.size[story]
    claim = np.repeat(np.arange(len(story)), size)
    within = np.arange(len(claim)) - np.repeat(np.cumsum(size) - size, size)
    one = np.floor(rng.random(len(story)) * size).astype(np.int64)
    other = (one + 1 + np.floor(rng.random(len(story)) * (size - 1)).astype(np.int64)) % size
    complete = (size == 2) | (rng.random(len(story)) < np.where(size == 3, 0.7, 0.25))
    thoroughness = rng.uniform(0.2, 0.9, len(story))
    kept = (
        complete[claim]
        | (within == one[claim])
        | (within == other[claim])
        | (rng.random(len(claim)) < thoroughness[claim])
    )
    return (stories.first[story][claim] + within)[kept], claim[kept]


def _lists(values: pl.Series, counts: Ints) -> pl.Series:
    """Lists of the next `counts` of `values` each."""
    offsets = pa.array(np.append(0, np.cumsum(counts)), pa.int64())
    flat = values.to_arrow(compat_level=pl.CompatLevel.oldest())
    return pl.Series(pa.LargeListArray.from_arrays(offsets, flat), dtype=pl.List(pl.String()))


def _accessions(
    rng: np.random.Generator, world: _World, calendar: _Calendar, days: Ints, text: Ints, text_day: Ints
) -> pl.DataFrame:
    """Steps that the texts tell, without keys and offsets; no text tells one (party, agreement, step, …) twice."""
    size = len(text)
    per_day = _stories_of_day(calendar.claims[days], 1 - MEETINGS)
    stories = int(per_day.sum())
    party_of = np.where(
        rng.random(stories) < 0.03,
        world.organisations[_ranks(rng, len(world.organisations), stories)],
        world.states[_ranks(rng, len(world.states), stories)],
    )
    agreement_of = np.where(
        rng.random(stories) < 0.05,
        rng.integers(world.listed, len(world.agreements), stories),
        _ranks(rng, world.listed, stories),
    )
    step_of = _drawn(rng, STEPS, stories)
    story_day = np.clip(text_day - _drawn(rng, {0: 0.5, 1: 0.35, 2: 0.15}, size), 0, len(days) - 1)
    story = _story_of(rng, text, story_day, per_day)
    party, agreement = party_of[story], agreement_of[story]
    step = np.where(rng.random(size) < 0.1, _drawn(rng, STEPS, size), step_of[story])
    factuality = _drawn(rng, FACTUALITIES, size)
    while True:
        key = (text * len(world.codes) + party) * len(world.agreements) + agreement
        key = (key * len(STEPS) + step) * len(FACTUALITIES) + factuality
        _, firsts = np.unique(key, return_index=True)
        again = np.setdiff1d(np.arange(size), firsts, assume_unique=True)
        if len(again) == 0:
            break
        party[again] = rng.choice(world.states, len(again))
    fact = ((party * len(world.agreements) + agreement) * len(STEPS) + step).astype(np.uint64)
    day = calendar.first_day + days[story_day]
    ago = (day - (_mixed(fact) % np.uint64(DAYS_BETWEEN_TIMES)).astype(np.int64)) % DAYS_BETWEEN_TIMES
    recurs = np.array([name in RECURRING for name in STEPS])[step]
    ahead = (factuality == 1) | (factuality == 2)
    happens = np.where(ahead, day + 30, np.where(recurs, day, day - ago))
    frame = pl.DataFrame(
        {
            "text_number": text,
            "party": world.codes.gather(party),
            "agreement": world.agreements.gather(agreement),
            "is_listed": agreement < world.listed,
            "step": pl.Series(list(STEPS)).gather(step),
            "factuality": pl.Series(list(FACTUALITIES)).gather(factuality),
            "date": _stated(rng, happens),
            "capacity": pl.Series(list(CAPACITIES)).gather(_drawn(rng, CAPACITIES, size)),
            "who": world.names.gather(party),
            "said": pl.Series([STEP_PHRASES[name] for name in STEPS]).gather(step),
            "what": world.agreement_names.gather(agreement),
            "clause": _picked(rng, CLAUSES, size),
        }
    )
    return frame.select(
        pl.exclude("who", "said", "what", "clause"),
        evidence=pl.format("{} {} the {}, {}.", "who", "said", "what", "clause"),
    )


def _written(
    rng: np.random.Generator, text: Ints, position: Ints, evidence: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Where the evidence of each claim stands, and title and text of each text: its evidence in order.

    The first claim of every second text is the title. A text without other claims has a null text.
    """
    titled = rng.random(int(text[-1]) + 1) < 0.5
    frame = pl.DataFrame(
        {"text_number": text, "evidence": evidence, "in_title": titled[text] & (position == 0)}
    ).with_columns(length=pl.col("evidence").str.len_chars().cast(pl.Int64()))
    # A blank parts one from the next.
    behind = pl.when("in_title").then(0).otherwise(pl.col("length") + 1).cum_sum().over("text_number")
    start = pl.when("in_title").then(0).otherwise(behind - pl.col("length") - 1)
    placed = frame.select(
        evidence_field=pl.when("in_title").then(pl.lit("title")).otherwise(pl.lit("text")),
        evidence_start=start,
        evidence_end=start + pl.col("length"),
    )
    in_text = pl.col("evidence").filter(~pl.col("in_title"))
    texts = frame.group_by("text_number", maintain_order=True).agg(
        title=pl.col("evidence").filter("in_title").first(),
        text=pl.when(in_text.len() > 0).then(in_text.str.join(" ")).first(),
    )
    headline = _picked(rng, HEADLINES, texts.height)
    return placed, texts.with_columns(pl.col("title").fill_null(headline))


def _articles(
    rng: np.random.Generator, world: _World, days: Ints, text_day: Ints, copies: Ints, ids: _Ids
) -> pl.DataFrame:
    """The articles, a text's first one and its copies of the same day or the next; all but title and text."""
    numbers = ids.take_articles(len(text_day) + int(copies.sum()))
    copied = np.repeat(np.arange(len(copies)), copies)
    late = rng.random(len(copied)) < 0.3
    text = np.concatenate([np.arange(len(copies)), copied])
    place = np.concatenate([text_day, np.minimum(text_day[copied] + late, len(days) - 1)])
    order = np.argsort(place, kind="stable")
    first_number = np.empty(len(copies), np.int64)
    is_first = order < len(copies)
    first_number[order[is_first]] = numbers[is_first]
    text, day, size = text[order], days[place[order]], len(order)
    outlet = world.outlets.gather(_ranks(rng, len(world.outlets), size))
    frame = pl.DataFrame(
        {
            "text_number": text,
            "first_number": first_number[text],
            "article_id": ids.article_ids(numbers),
            "content_hash": ids.content_hashes(first_number[text]),
            "cluster_id": ids.article_ids(first_number[text]),
            "raw_id": ids.raw_ids(day),
            "number": numbers,
            "outlet": outlet,
            "day": _dates(day),
            "seconds": rng.integers(6 * 3600, 30 * 3600, size),
            "cites": _lists(_picked(rng, AGENCIES, size), np.ones(size, np.int64)),
            "u": rng.random(size),
            "v": rng.random(size),
        }
    )
    path = pl.col("day").dt.to_string("%Y/%m/%d")
    site = pl.col("outlet").str.to_lowercase().str.replace_all("[^a-z]+", "-")
    fetched = pl.col("day").cast(pl.Datetime("us")) + pl.duration(seconds="seconds")
    none = pl.lit([], dtype=pl.List(pl.String()))
    return frame.select(
        "text_number",
        "first_number",
        "article_id",
        "content_hash",
        "cluster_id",
        "raw_id",
        source=pl.lit("inbox"),
        locator=pl.format("{}.jsonl:{}", path, "number"),
        source_article_id=pl.lit(None, pl.String()),
        url=pl.format("https://{}.example/{}/{}", site, path, "number"),
        outlet=pl.when(pl.col("u") >= 0.02).then("outlet"),
        cited_sources=pl.when(pl.col("v") < 0.2).then("cites").otherwise(none),
        language=pl.lit("en"),
        published_date=pl.when(pl.col("v") < 0.99).then("day"),
        fetched_at=fetched.dt.replace_time_zone("UTC"),
    )


# --- What changes later ---


def _corrections(
    rng: np.random.Generator, paths: dict[str, Path], day: int, claims_of_day: int, ids: _Ids
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Second versions of some earlier articles, of the last month where there are enough, with their mentions."""
    known = pl.scan_parquet(paths[norm_articles.name])
    single = (
        known.select("article_id", "published_date")
        .filter(pl.len().over("article_id") == 1, pl.col("published_date").is_not_null())
        .collect()
        .sort("published_date", "article_id")
    )
    wanted = min(max(3, claims_of_day // CORRECTION_EVERY), single.height)
    recent = (single["published_date"] >= _dates(np.array([day - 30]))[0]).sum()
    pool = single.tail(max(recent, wanted))
    chosen = pool[np.sort(rng.choice(pool.height, wanted, replace=False))]["article_id"]
    old = known.filter(pl.col("article_id").is_in(chosen.implode())).collect().sort("article_id")
    hashes = old.select("article_id").with_columns(
        ids.content_hashes(ids.take_articles(wanted)).alias("new_hash")
    )
    taken_in = dt.datetime(1970, 1, 1, 12, tzinfo=dt.UTC) + dt.timedelta(days=day)
    yield (
        norm_articles.name,
        old.with_columns(
            content_hash=hashes["new_hash"],
            text=pl.col("text") + " This article was corrected after publication.",
            raw_id=ids.raw_ids(np.full(wanted, day)),
            fetched_at=pl.lit(taken_in, pl.Datetime("us", "UTC")),
            # Its text is no other's any more.
            cluster_id=pl.col("article_id"),
        ),
    )
    mentions = {
        table.name: pl.scan_parquet(paths[table.name])
        .filter(pl.col("article_id").is_in(chosen.implode()))
        .collect()
        for table in MENTION_TABLES
    }
    order = ("article_id", "evidence_field", "evidence_start")
    # Of each article's mentions, both tables' together: the first has another date, the second is gone.
    places = (
        pl.concat([frame.select("mention_id", *order) for frame in mentions.values()])
        .sort(order)
        .select("mention_id", place=pl.int_range(pl.len()).over("article_id"))
    )
    other_date = (
        pl.when(pl.col("date") == str(EPOCH + dt.timedelta(days=day - 1)))
        .then(pl.lit(str(EPOCH + dt.timedelta(days=day - 2))))
        .otherwise(pl.lit(str(EPOCH + dt.timedelta(days=day - 1))))
    )
    for table in MENTION_TABLES:
        kept = (
            mentions[table.name]
            .join(places, "mention_id", maintain_order="left")
            .filter(pl.col("place") != 1)
            .join(hashes, "article_id", maintain_order="left")
            .with_columns(
                content_hash=pl.col("new_hash"),
                date=pl.when(pl.col("place") == 0).then(other_date).otherwise("date"),
            )
        )
        yield (
            table.name,
            kept.with_columns(ids.take_mention_ids(kept.height).alias("mention_id")).select(
                table.column_names
            ),
        )


# --- Writing ---


def _declared(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The columns of `table` out of `frame`; those that this module does not know yet get a plain value."""
    return frame.select(
        (pl.col(column.name) if column.name in frame.columns else _plain(column))
        .cast(column.dtype)
        .alias(column.name)
        for column in table.columns
    )


def _plain(column: Column) -> pl.Expr:
    if column.nullable:
        return pl.lit(None, column.dtype)
    if isinstance(column.dtype, pl.List):
        return pl.lit([], dtype=column.dtype)
    if column.codes is not None:
        return pl.lit(next(iter(column.codes)))
    return pl.lit("" if column.dtype == pl.String() else 0).cast(column.dtype)


@contextmanager
def _writer(
    storage: Storage, table: Table, before: Path | None = None
) -> Iterator[Callable[[pl.DataFrame], None]]:
    """What writes frames as row groups of the table's file, behind the rows of `before`.

    The file is there when the block ends without error. Raises ValueError for a frame of another schema,
    AssertionError for a key that is there twice.
    """
    schema = empty_frame(table).to_arrow(compat_level=pl.CompatLevel.oldest()).schema
    keys: list[pl.Series] = []
    with written_aside(storage.table_path(table.layer, table.name)) as aside:
        with pq.ParquetWriter(aside, schema, compression="zstd") as out:

            def write(frame: pl.DataFrame) -> None:
                if frame.schema != table.polars_schema():
                    raise ValueError(f"{table.name}: schema is {frame.schema}, not as declared")
                # 64 bits of a key are enough to tell that it is there twice, and take a fifth of the memory.
                keys.append(frame.select(pl.struct(table.key).hash()).to_series())
                out.write_table(frame.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema))

            if before is not None:
                with pq.ParquetFile(before) as file:
                    for group in range(file.num_row_groups):
                        write(pl.DataFrame(file.read_row_group(group)))
            yield write
        known = pl.concat(keys) if keys else pl.Series([], dtype=pl.UInt64())
        assert known.n_unique() == len(known), f"{table.name}: a key is there twice"


def main() -> int:
    """Write a home, or add a day to one; print what was written and how long it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("home", type=Path)
    parser.add_argument("claims", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--days", type=int)
    parser.add_argument("--add-day", action="store_true", help="add a day of so many claims to the home")
    arguments = parser.parse_args()
    started = time.perf_counter()
    if arguments.add_day:
        storage = add_day(arguments.home, arguments.claims, arguments.seed)
    else:
        storage = write_claims_home(arguments.home, arguments.claims, arguments.seed, days=arguments.days)
    seconds = time.perf_counter() - started
    for table in _BIG:
        path = storage.table_path(table.layer, table.name)
        print(f"{table.name}: {pq.read_metadata(path).num_rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
    print(f"{seconds:.1f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
