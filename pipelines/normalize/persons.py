"""Whether two holders of offices are one person: by their names, their spells in office, their years of birth.

Precision first. A name alone never decides: the spells in office of the same state must fit, and the more
of the name is missing, the closer. Who stands in doubt stays a person of their own.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations, groupby
from typing import Any, Final

import polars as pl

from pipelines.ids import stable_id
from pipelines.normalize.person_names import closely_alike, last_word, likeness, shares_word, words

PERSONS_SCHEMA: Final = pl.Schema(
    {
        "source": pl.String(),
        "source_person_id": pl.String(),
        "person": pl.String(),
        "country_code": pl.String(),
        "person_key": pl.String(),
    }
)

# Days by which sources differ on the begin and on the end of one spell: appointed, sworn in, caretaker.
_NEAR: Final = timedelta(days=31)
_NEAR_END: Final = timedelta(days=123)
_SAME: Final = timedelta(days=3)

# At a handover both names stand for a few days; a spell shorter than that overlaps by all its days.
_HANDOVER: Final = 8
_FOR_EVER: Final = date.max
_LEADING: Final = frozenset({"head_of_state", "head_of_government", "effective_leader"})


@dataclass(frozen=True)
class Spell:
    """The days in an office that are sure: of a month in which a spell began or ended, its first.

    `begins` is None where the source does not say within a month. Where it does not say when the spell
    ended, `last` is the last day of which it tells anything, and `is_open`.
    """

    office: str
    begins: date | None
    first: date
    last: date
    is_open: bool


@dataclass
class Holder:
    """A person as one source has it: all names, all spells in office of one state or organisation."""

    source: str
    key: str
    names: set[str]
    spells: list[Spell]
    birth_year: int | None = None
    rows: list[tuple[str, str | None, str, str]] = field(default_factory=list)


def same_person(one: Holder, other: Holder) -> int:
    """How sure it is that two holders of offices of one state are one person: 0 not at all, else 1 to 4.

    4: the whole name, and spells that overlap or one year of birth. 3: a part of the name that has two words
    at least, and spells in one sort of office that overlap. 2: a surname alone, where spells in one sort of
    office begin within a month of each other and end so too. 1: a word of both names, where such spells begin
    on the same days (Spain's Rajoy Brey and Mariano Rajoy).
    Two rows of one source are of one person only by whole name and year of birth: it tells apart itself.
    """
    if _born_apart(one, other):
        return 0
    born_alike = one.birth_year is not None and one.birth_year == other.birth_year
    is_one_source = one.source == other.source
    overlap = _overlap(one.spells, other.spells)
    overlap_in_office = _overlap(one.spells, other.spells, in_office=True)
    fits = _fit(one.spells, other.spells, _NEAR)
    if not (overlap or fits or born_alike):
        return 0
    best = 0
    for a in one.names:
        for b in other.names:
            like = likeness(a, b)
            if like is None:
                continue
            if like.exact and (born_alike or (overlap and not is_one_source)):
                return 4
            if is_one_source:
                continue
            if like.full and overlap_in_office:
                best = max(best, 3)
            elif fits:
                best = max(best, 2)
    if best or is_one_source or not _fit(one.spells, other.spells, _SAME):
        return best
    return int(any(shares_word(a, b) for a in one.names for b in other.names))


def is_short_for(one: Holder, other: Holder) -> bool:
    """Whether one has a single word of the name of the other, and held the same sort of office with it.

    So "Kohl", whose spell is cut where the code of his state changes, is Helmut Kohl. The word is the last of
    the other name; if it is another one (King Abdullah bin Abdulaziz), a begin or an end must agree as well.
    That is less than `same_person` asks: it tells of one person only where nobody else on those days has
    that word in the name, and whoever has more of it is not known.
    """
    if one.source == other.source or _born_apart(one, other):
        return False
    return _is_part(one, other) or _is_part(other, one)


def _is_part(part: Holder, whole: Holder) -> bool:
    short = {words(name)[0] for name in part.names if len(words(name)) == 1}
    fuller = [name for name in part.names if len(words(name)) > 1]
    if not short or any(not any(likeness(name, each) for each in whole.names) for name in fuller):
        return False
    last = any(closely_alike(word, last_word(name)) for word in short for name in whole.names)
    within = any(closely_alike(word, each) for word in short for name in whole.names for each in words(name))
    if not within:
        return False
    return any(
        _is_part_of_spell(a, b) and (last or _begins_alike(a, b, _NEAR) or _ends_alike(a, b, _NEAR))
        for a in part.spells
        for b in whole.spells
    )


def _is_part_of_spell(part: Spell, whole: Spell) -> bool:
    """Whether who held office in `part` can be who did in `whole`, for a month at least.

    Not who still holds it when the other has left: of twins, the prime minister within the days of the
    president. Sources differ on when somebody began to lead, but then at least on the end they agree.
    Who led in fact held some office, but who held an office did so in no other.
    """
    if part.office != whole.office and not (part.office == "effective_leader" and whole.office in _LEADING):
        return False
    if _days(max(part.first, whole.first), min(part.last, whole.last)) < _NEAR.days:
        return False
    if part.last - whole.last > _NEAR_END:
        return False
    return whole.first - part.first <= _NEAR_END or _ends_alike(part, whole, _NEAR_END)


def _born_apart(one: Holder, other: Holder) -> bool:
    if one.birth_year is None or other.birth_year is None:
        return False
    # A year more or less is another way of counting where the day is unknown.
    return abs(one.birth_year - other.birth_year) > 1


def _overlap(one: Iterable[Spell], other: Sequence[Spell], in_office: bool = False) -> bool:
    return any(
        _days(max(a.first, b.first), min(a.last, b.last))
        >= min(_HANDOVER, _days(a.first, a.last), _days(b.first, b.last))
        for a in one
        for b in other
        if not in_office or _same_office(a.office, b.office)
    )


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def _fit(one: Iterable[Spell], other: Sequence[Spell], near: timedelta) -> bool:
    """Whether a spell of the one is a spell of the other: same sort of office, same begin, same end."""
    return any(_one_spell(a, b, near) for a in one for b in other)


def _one_spell(one: Spell, other: Spell, near: timedelta) -> bool:
    if not _same_office(one.office, other.office):
        return False
    if not _begins_alike(one, other, near):
        return False
    if one.is_open and other.is_open:
        return True
    if one.is_open:
        return other.last >= one.last - _NEAR_END
    if other.is_open:
        return one.last >= other.last - _NEAR_END
    return abs(one.last - other.last) <= _NEAR_END


def _begins_alike(one: Spell, other: Spell, near: timedelta) -> bool:
    return one.begins is not None and other.begins is not None and abs(one.begins - other.begins) <= near


def _ends_alike(one: Spell, other: Spell, near: timedelta) -> bool:
    return not one.is_open and not other.is_open and abs(one.last - other.last) <= near


def _same_office(one: str, other: str) -> bool:
    return one == other or ("effective_leader" in (one, other) and {one, other} <= _LEADING)


def persons(leaders: pl.DataFrame, offices: pl.DataFrame) -> pl.DataFrame:
    """Who is one person in norm_leaders and norm_offices: the columns of PERSONS_SCHEMA, one row each.

    `person_key` of a person of the register is `stable_id(person)`, as dim_person has it; else it is made of
    the item in Wikidata; else of the `leadid` of the earliest spell. So it stays whatever rows come beside.
    """
    by_country: dict[str, list[Holder]] = {}
    registered = list(_registered(offices))
    for country, holder in registered:
        by_country.setdefault(country, []).append(holder)
    everyone = [holder for _, holder in registered]
    for source in ("wikidata", "reign"):
        rows = leaders.filter(pl.col("source") == source)
        group = _wikidata_persons if source == "wikidata" else _reign_persons
        for own_key, holders in group(rows):
            everyone += _settle(own_key, holders, by_country)
    found = {row: holder.key for holder in everyone for row in holder.rows}
    return pl.DataFrame(
        [(*row, key) for row, key in found.items()], schema=PERSONS_SCHEMA, orient="row"
    ).sort(PERSONS_SCHEMA.names(), nulls_last=True)


def _settle(
    own_key: str, holders: Mapping[str, Holder], by_country: dict[str, list[Holder]]
) -> Iterator[Holder]:
    """One person of a source, by country: joined to the one known person it is, or known from now on."""
    votes: dict[str, int] = {}
    for country, holder in holders.items():
        for known in by_country.get(country, ()):
            sure = same_person(holder, known)
            if sure:
                votes[known.key] = max(sure, votes.get(known.key, 0))
    best = [key for key, sure in votes.items() if sure == max(votes.values())] or _short_for(
        holders, by_country
    )
    # Two persons who fit equally well: it is not known which.
    key = best[0] if len(best) == 1 else own_key
    for country, holder in holders.items():
        holder.key = key
        by_country.setdefault(country, []).append(holder)
        yield holder


def _short_for(holders: Mapping[str, Holder], by_country: Mapping[str, list[Holder]]) -> list[str]:
    """The keys of those for whom `holders`, the persons of one source by country, may be short.

    Of everybody of the name on those days, so that a relative in whatever office leaves it in doubt.
    """
    meant: set[str] = set()
    namesakes: set[str] = set()
    for country, holder in holders.items():
        everyone = by_country.get(country, [])
        apart = {known.key for known in everyone if _born_apart(holder, known)}
        meant |= {known.key for known in everyone if known.key not in apart and is_short_for(holder, known)}
        namesakes |= {
            known.key
            for known in everyone
            if _overlap(holder.spells, known.spells)
            and any(likeness(a, b) for a in holder.names for b in known.names)
        }
    return sorted(meant | namesakes) if meant else []


def _registered(offices: pl.DataFrame) -> Iterator[tuple[str, Holder]]:
    for (person, country), rows in _grouped(offices, "person", "country_code"):
        aliases = {alias for row in rows for alias in row["aliases"] or ()}
        spells = [_spell(row) for row in rows]
        spells += _led(spells)
        holder = Holder("registry", stable_id(person), _names(person, aliases), spells)
        holder.rows.append(("registry", None, person, country))
        yield country, holder


def _wikidata_persons(leaders: pl.DataFrame) -> Iterator[tuple[str, dict[str, Holder]]]:
    for (item,), rows in _grouped(leaders, "source_person_id"):
        key = stable_id("wikidata", item)
        holders: dict[str, Holder] = {}
        for row in rows:
            _add(holders, key, row)
        for holder in holders.values():
            holder.spells += _led(holder.spells)
        yield key, holders


def _reign_persons(leaders: pl.DataFrame) -> Iterator[tuple[str, dict[str, Holder]]]:
    """Spells of one name in one state are one person's where the year of birth, or a full name, agrees.

    So are those that follow each other where one state follows another (Saleh's in both Yemens), and those
    of one year of birth under a name and its last word ("Azali Assoumani", later "Assoumani").
    """
    ordered = leaders.sort("valid_from", "source_person_id", "country_code", nulls_last=True)
    groups: dict[tuple[Any, ...], list[list[dict[str, Any]]]] = {}
    for row in ordered.iter_rows(named=True):
        name = words(row["person"])
        known = row["birth_year"] is not None or len(name) > 1
        alike = groups.setdefault((name, row["birth_year"] if known else row["line"]), [])
        group = next((rows for rows in alike if any(_goes_on(each, row) for each in rows)), None)
        if group is None:
            alike.append([row])
        else:
            group.append(row)
    for rows in _with_short_names([rows for alike in groups.values() for rows in alike]):
        key = stable_id("reign", rows[0]["source_person_id"], rows[0]["person"])
        holders: dict[str, Holder] = {}
        for row in rows:
            _add(holders, key, row)
        yield key, holders


def _with_short_names(groups: Sequence[list[dict[str, Any]]]) -> Iterator[list[dict[str, Any]]]:
    """The groups of spells, those as one that are of one person by state, year of birth and last name.

    Where three are, each must be as near to each other: of two sisters, neither is the one without a first
    name.
    """
    by_birth: dict[tuple[str, int], list[int]] = {}
    for number, rows in enumerate(groups):
        for country in sorted({row["country_code"] for row in rows}):
            if rows[0]["birth_year"] is not None:
                by_birth.setdefault((country, rows[0]["birth_year"]), []).append(number)
    near: dict[int, set[int]] = {number: {number} for number in range(len(groups))}
    for numbers in by_birth.values():
        for one, other in combinations(numbers, 2):
            if _is_named_on(groups[one], groups[other]):
                near[one].add(other)
                near[other].add(one)
    for number, members in near.items():
        if any(near[member] != members for member in members):
            yield groups[number]
        elif number == min(members):
            spells = [row for member in members for row in groups[member]]
            yield sorted(spells, key=lambda row: (row["valid_from"] or _FOR_EVER, row["source_person_id"]))


def _is_named_on(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    name, later = one[0]["person"], other[0]["person"]
    return (
        closely_alike(last_word(name), last_word(later))
        and likeness(name, later) is not None
        and not _overlap([_spell(row) for row in one], [_spell(row) for row in other])
    )


def _goes_on(one: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    if one["country_code"] == later["country_code"]:
        return True
    ends, begins = one["valid_to"], later["valid_from"]
    return ends is not None and begins is not None and abs(begins - ends) <= _NEAR


def _add(holders: dict[str, Holder], key: str, row: Mapping[str, Any]) -> None:
    country = row["country_code"]
    holder = holders.setdefault(country, Holder(row["source"], key, set(), [], row["birth_year"]))
    holder.names |= _names(row["person"], row["aliases"] or ())
    holder.spells.append(_spell(row))
    holder.rows.append((row["source"], row["source_person_id"], row["person"], country))


def _names(person: str, aliases: Collection[str]) -> set[str]:
    """The names that tell a person: of the aliases not the surname alone, which the name has already."""
    return {person, *(alias for alias in aliases if len(words(alias)) > 1)}


def _spell(row: Mapping[str, Any]) -> Spell:
    begins, ends, known = row["valid_from"], row["valid_to"], row.get("known_until")
    last = ends or known or _FOR_EVER
    # A spell without a begin is known by its end alone: it overlaps only what was there then.
    first = begins or last
    return Spell(
        office=row["office"],
        begins=begins if row["valid_from_precision"] in ("day", "month") else None,
        first=first,
        last=max(first, last),
        is_open=ends is None,
    )


def _led(spells: Iterable[Spell]) -> Iterator[Spell]:
    """From the begin of each spell as head of state or of government on: how long it was led from there.

    Who led in fact did so in whatever office: Putin as president, prime minister, president.
    """
    leading = sorted((each for each in spells if each.office in _LEADING), key=lambda each: each.first)
    for number, first in enumerate(leading):
        led = replace(first, office="effective_leader")
        for spell in leading[number + 1 :]:
            if spell.first - _NEAR > led.last:
                break
            led = replace(led, last=max(led.last, spell.last), is_open=led.is_open or spell.is_open)
        yield led


def _grouped(frame: pl.DataFrame, *by: str) -> Iterator[tuple[tuple[str, ...], list[dict[str, Any]]]]:
    rows = frame.sort(*by, "valid_from", nulls_last=True).iter_rows(named=True)
    for key, group in groupby(rows, key=lambda row: tuple(row[name] for name in by)):
        yield key, list(group)
