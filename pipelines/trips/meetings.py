"""`norm_official_trips` and the lexicon to `norm_trip_meetings`: the encounters that remarks tell of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from pipelines.extract.lexicon import Lexicon
from pipelines.extract.offices import fold_name
from pipelines.ids import stable_id
from pipelines.normalize.fit import Fitted, fit
from pipelines.schemas.rows import LINE, LOCATOR, Row
from pipelines.schemas.trips import norm_trip_meetings
from pipelines.trips.reading import US, Leader, Reading, Setting, Told, shifted
from pipelines.trips.remarks import RemarksReader

SOURCE: Final = "historyatstate"
_VISIT: Final = "visit_to_us"
# How long before and after a visit its visitor is taken to hold the office, and a traveller his.
_VISITOR_DAYS: Final = 4 * 365
_TRAVELLER_DAYS: Final = 365
# The president's trip and that of the secretary with him may begin and end a day apart.
_DAYS_APART: Final = 1
# What makes it an encounter, the strongest first.
_BASES: Final = ("named", "visit", "gathering")
_SAME_TITLE: Final = {"amir": "emir", "sheik": "sheikh"}


@dataclass(frozen=True)
class _Stay:
    """A president's stay: whose key a secretary's encounters there take."""

    person: str
    surname: str
    codes: tuple[str, ...]
    start: date
    end: date


def trip_meetings(trips: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> Fitted:
    """`norm_trip_meetings` from norm_official_trips: one row for each trip and set of parties told of.

    `tables` are the reference tables that the extractor's lexicon is made of. A private visit, a vacation, a
    stop, an address or a ceremony is no encounter unless the remarks name who was met. Takes about two
    seconds for 7,500 trips, of which the lexicon is a third.
    """
    entries = trips.to_dicts()
    reader = RemarksReader(Lexicon.from_tables(tables))
    leaders = _leaders(entries)
    stays = _presidential_stays(entries)
    rows: list[Row] = []
    for entry in entries:
        if not entry["remarks"]:
            continue
        reading = reader.read(entry["remarks"], _setting(entry, leaders))
        rows += _rows(entry, reading, stays)
    types = {
        **{column.name: column.dtype for column in norm_trip_meetings.columns},
        LOCATOR: pl.String(),
        LINE: pl.Int64(),
    }
    return fit(pl.LazyFrame(rows, schema=types), norm_trip_meetings, SOURCE)


def _setting(entry: Row, leaders: Mapping[tuple[str, str], Sequence[Leader]]) -> Setting:
    codes: list[str] = entry["country_codes"]
    is_visit = entry["kind"] == _VISIT
    host = US if is_visit else codes[0] if len(codes) == 1 else None
    own = tuple(codes) if is_visit else (US,)
    return Setting(own, host, entry["start_date"], entry["end_date"] or entry["start_date"], leaders)


def _rows(entry: Row, reading: Reading, stays: Mapping[tuple[str, ...], Sequence[_Stay]]) -> Iterable[Row]:
    setting = _setting(entry, {})
    by_parties: dict[tuple[str, ...], list[Told]] = {}
    for told in reading.told:
        by_parties.setdefault(told.codes, []).append(told)
    with_president = _accompanied(entry, reading, stays)
    traveller, since = entry["person_name"], entry["start_date"]
    if with_president is not None:
        traveller, since = with_president.person, with_president.start
    for others, several in by_parties.items():
        countries = sorted({*others, *setting.own})
        persons = dict.fromkeys(
            [(entry["person_name"], _own_code(setting)), *(p for told in several for p in told.persons)]
        )
        day = _day(several)
        place = next((told.place for told in several if told.place), None) or _only(entry["places"])
        joined = "+".join(countries)
        yield {
            "trip_meeting_id": stable_id(SOURCE, entry["kind"], entry["trip_id"], joined),
            "source": entry["source"],
            "kind": entry["kind"],
            "trip_id": entry["trip_id"],
            "encounter_key": stable_id(fold_name(traveller), joined, since.isoformat()),
            "basis": min((told.basis for told in several), key=_BASES.index),
            "countries": countries,
            "persons": [name for name, _ in persons],
            "person_countries": [code for _, code in persons],
            "format": "in_person",
            "is_visit": setting.host in others,
            "kind_of_visit": reading.kind_of_visit,
            "location": place,
            "location_country": setting.host,
            "start_date": entry["start_date"] if day is None else day[0],
            "start_date_precision": entry["start_date_precision"] if day is None else "day",
            "end_date": entry["end_date"] if day is None else day[1],
            "end_date_precision": entry["end_date_precision"] if day is None else "day",
            "has_date_conflict": entry["has_date_conflict"],
            "evidence": entry["remarks"],
            "locator": entry["locator"],
            "line": entry["line"],
            LOCATOR: entry["locator"],
            LINE: entry["line"],
        }


def _own_code(setting: Setting) -> str:
    return setting.own[0]


def _only(places: Sequence[str]) -> str | None:
    return places[0] if len(places) == 1 else None


def _day(several: Sequence[Told]) -> tuple[date, date] | None:
    """First and last day of what is told, where each of it has a day."""
    days = [told.day for told in several if told.basis != "visit" or told.day]
    given = [day for day in days if day is not None]
    return (min(given), max(given)) if given and len(given) == len(days) else None


def _accompanied(
    entry: Row, reading: Reading, stays: Mapping[tuple[str, ...], Sequence[_Stay]]
) -> _Stay | None:
    """The president's stay in the same country on the same days on which the remarks say the secretary was."""
    if entry["kind"] != "secretary_trip" or reading.accompanied is None:
        return None
    end = entry["end_date"] or entry["start_date"]
    return next(
        (
            stay
            for stay in stays.get(tuple(entry["country_codes"]), ())
            if stay.surname == fold_name(reading.accompanied)
            and stay.start <= shifted(end, _DAYS_APART)
            and entry["start_date"] <= shifted(stay.end, _DAYS_APART)
        ),
        None,
    )


def _presidential_stays(entries: Iterable[Row]) -> dict[tuple[str, ...], list[_Stay]]:
    stays: dict[tuple[str, ...], list[_Stay]] = {}
    for entry in entries:
        if entry["kind"] != "presidential_trip":
            continue
        codes = tuple(entry["country_codes"])
        surname = fold_name(entry["person_name"]).split()[-1:] or [""]
        stays.setdefault(codes, []).append(
            _Stay(
                entry["person_name"],
                surname[0],
                codes,
                entry["start_date"],
                entry["end_date"] or entry["start_date"],
            )
        )
    return stays


def _leaders(entries: Iterable[Row]) -> dict[tuple[str, str], list[Leader]]:
    """Visitors by title and surname with the years around their visits; US travellers by theirs.

    With them "King Hussein" met in London is Jordan's, whose kings the register of offices does not reach.
    """
    spans: dict[tuple[str, str, str, str], tuple[date, date]] = {}
    for entry in entries:
        title = _title_word(entry)
        surname = [word for word in fold_name(entry["person_name"]).split() if not _is_numeral(word)][-1:]
        if title is None or not surname or (len(entry["country_codes"]) > 1 and entry["kind"] == _VISIT):
            continue
        is_visit = entry["kind"] == _VISIT
        code = entry["country_codes"][0] if is_visit else US
        margin = _VISITOR_DAYS if is_visit else _TRAVELLER_DAYS
        since = shifted(entry["start_date"], -margin)
        until = shifted(entry["end_date"] or entry["start_date"], margin)
        key = (title, surname[0], code, entry["person_name"])
        before = spans.get(key, (since, until))
        spans[key] = (min(since, before[0]), max(until, before[1]))
    found: dict[tuple[str, str], list[Leader]] = {}
    for (title, surname_, code, name), (since, until) in spans.items():
        found.setdefault((title, surname_), []).append(Leader(name, code, since, until))
    return found


def _title_word(entry: dict[str, Any]) -> str | None:
    title = (entry["title"] or "").lower()
    if not title or "elect" in title or "designate" in title:
        return None
    if title in ("prime minister", "crown prince", "secretary of state"):
        return "-".join(title.split())
    last = title.split()[-1]
    return _SAME_TITLE.get(last, last)


def _is_numeral(word: str) -> bool:
    return bool(word) and set(word) <= set("ivx")
