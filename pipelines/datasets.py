"""The published reference datasets: from the files of their sources to their tables, and what became of each record.

A dataset is a group of tables that are made together, of one source or several. Nothing here knows Dagster.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from pipelines.normalize.country_codes import country_codes
from pipelines.normalize.country_labels import country_labels
from pipelines.normalize.fit import PLACE, Fitted
from pipelines.normalize.leaders import leaders
from pipelines.normalize.parties import PartyNames
from pipelines.normalize.persons import persons
from pipelines.normalize.states import states
from pipelines.normalize.treaty_actions import treaties, treaty_actions
from pipelines.normalize.trips import official_trips
from pipelines.schemas import Table
from pipelines.schemas.country_codes import (
    COUNTRY_CODE_TABLES,
    norm_country_codes,
    norm_country_labels,
    norm_states,
)
from pipelines.schemas.leaders import LEADER_TABLES, norm_person_keys
from pipelines.schemas.reference import (
    norm_agreements,
    norm_countries,
    norm_country_names,
    norm_offices,
)
from pipelines.schemas.reject import Reject
from pipelines.schemas.row_counts import file_counts
from pipelines.schemas.rows import LINE, RECORD, Row
from pipelines.schemas.treaty_actions import TREATY_TABLES, norm_treaty_actions
from pipelines.schemas.trips import TRIP_TABLES, norm_official_trips
from pipelines.settings import PUBLIC, Settings
from pipelines.sources.archive import opened
from pipelines.sources.countries import client as countries_client
from pipelines.sources.countries import parse as countries_parse
from pipelines.sources.country_codes import parse as country_codes_parse
from pipelines.sources.historyatstate import lookups as historyatstate_lookups
from pipelines.sources.historyatstate import parse as historyatstate_parse
from pipelines.sources.http import HttpClient, is_web_address
from pipelines.sources.origin import Known, fetch, origin_of
from pipelines.sources.raw import Parsed, RawFile, Unchanged, read_card
from pipelines.sources.reign import parse as reign_parse
from pipelines.sources.untreaties import lookups as untreaties_lookups
from pipelines.sources.untreaties import parse as untreaties_parse
from pipelines.sources.wikidata import client as wikidata_client
from pipelines.sources.wikidata import parse as wikidata_parse
from pipelines.sources.wipo import lookups as wipo_lookups
from pipelines.sources.wipo import parse as wipo_parse
from pipelines.trips.meetings import trip_meetings

Tables = Mapping[str, pl.DataFrame]

# The project's own lists of countries, which the reference tables are made of too.
COUNTRIES: Final = "countries"


@dataclass(frozen=True)
class Source:
    """A published source: where its files come from by the settings, and what one of them says."""

    folder: Path
    parse: Callable[[RawFile], Parsed]
    fetch: Callable[[Settings, Known], Iterable[RawFile | Unchanged | Reject]]


@dataclass(frozen=True)
class FileRows:
    """One file of a source as parsed."""

    source: str
    locator: str
    parsed: Parsed


@dataclass
class Read:
    """What the files of a dataset say: rows by file, and what could not be read."""

    files: list[FileRows] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def rows(self, source: str, locator: str | None = None) -> list[Row]:
        """The rows of a source, or of one of its files."""
        return [
            row
            for file in self.files
            if file.source == source and locator in (None, file.locator)
            for row in file.parsed.rows
        ]


@dataclass(frozen=True)
class Dataset:
    """Tables that are made together.

    `sources` are the sources of its files, `needs` the normalized tables that it is made with beside them,
    those of other datasets included. `row_table` is the table that has one row for each row of a file; without
    one, rows give several, or of several tables, and are told by their lines.
    """

    name: str
    sources: tuple[str, ...]
    tables: tuple[Table, ...]
    needs: tuple[Table, ...]
    normalize: Callable[[Read, Tables], list[Fitted]]
    row_table: Table | None = None


def read_files(files: Iterable[RawFile]) -> Read:
    """Open and parse `files`, which are of the sources of one dataset."""
    read = Read()
    for file in files:
        for member in opened(file, members_of(file.source)):
            if isinstance(member, Reject):
                read.rejects.append(member)
                continue
            parsed = PARSERS[file.source](member)
            read.files.append(FileRows(file.source, member.locator, parsed))
            read.rejects += parsed.rejects
    return read


@cache
def members_of(source: str) -> Sequence[str]:
    """The patterns of the files that belong to a source, inside a zip; of one without a public address none."""
    if source not in SOURCES:
        return ()
    remote = read_card(SOURCES[source].folder).remote
    return () if remote is None else remote.members


def count_files(dataset: Dataset, read: Read, fitted: Iterable[Fitted]) -> pl.DataFrame:
    """Rows in and out of each file (table file_counts): what is neither out nor rejected is lost.

    Of a record that gives several rows each counts; a record that cannot be read counts as one; a row that is
    in the tables in part is in them, as is one that says what another row of them says (Fitted.repeats).
    """
    fitted = list(fitted)
    tables = {each.table.name: each.frame for each in fitted}
    rejected_lines: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    for reject in (reject for each in fitted for reject in each.rejects):
        rejected_lines[reject.source, reject.locator].append(reject.line)
    by_row = {} if dataset.row_table is None else _row_counts(tables[dataset.row_table.name])
    by_line = _kept_lines(frame for each in fitted for frame in (each.frame, each.confirmed()))
    rows = []
    for file in read.files:
        if file.source not in SOURCES:
            continue  # the project's own lists: a row that did not fit is a reject, none is of a record of others
        place = (file.source, file.locator)
        parsed = file.parsed.rows
        rejected = rejected_lines[place]
        if dataset.row_table is None or place not in by_row:
            kept = by_line[place]
            rows_out = sum(row[LINE] in kept for row in parsed)
            left_out = set(rejected) - kept
            rows_rejected = sum(row[LINE] in left_out for row in parsed)
        else:
            rows_out, rows_rejected = by_row[place], len(rejected)
        records = {(row[LINE], row.get(RECORD)) for row in parsed}
        rows.append(
            {
                "dataset": dataset.name,
                "source": file.source,
                "locator": file.locator,
                "rows_in": file.parsed.records + len(parsed) - len(records),
                "rows_out": rows_out,
                "rejected": rows_rejected + len(file.parsed.rejects),
            }
        )
    return pl.DataFrame(rows, schema=file_counts.polars_schema()).sort(file_counts.order)


def _row_counts(frame: pl.DataFrame) -> dict[tuple[str, str], int]:
    counted = frame.group_by("source", "locator").len()
    return {(source, locator): count for source, locator, count in counted.iter_rows()}


def _kept_lines(frames: Iterable[pl.DataFrame]) -> defaultdict[tuple[str, str], set[int]]:
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for frame in frames:
        if set(PLACE) <= set(frame.columns):
            lines = frame.group_by("source", "locator").agg(pl.col("line").unique())
            for source, locator, each in lines.iter_rows():
                found[source, locator].update(each)
    return found


def _countries(read: Read, tables: Tables) -> list[Fitted]:
    former = read.rows(COUNTRIES, "pycountry/iso3166-3.json")
    names = read.rows(COUNTRIES, "state_names.csv")
    published = read.rows("country_codes")
    all_states = states(read.rows(COUNTRIES, "states.csv"), names, former, tables[norm_countries.name])
    return [
        all_states,
        country_codes(read.rows(COUNTRIES, "codes.csv"), former, published, all_states.frame),
        country_labels(names, published, all_states.frame),
    ]


def party_names(tables: Tables) -> PartyNames:
    """Who is meant by a name in a register."""
    return PartyNames.from_tables(
        tables[norm_country_names.name], tables[norm_states.name], tables[norm_country_labels.name]
    )


def _treaties(read: Read, tables: Tables) -> list[Fitted]:
    un_rows, wipo_rows = read.rows("untreaties"), read.rows("wipo")
    all_treaties = treaties(
        untreaties_lookups.treaties().rows, wipo_lookups.treaties().rows, un_rows, wipo_rows
    )
    actions = treaty_actions(
        un_rows,
        wipo_rows,
        all_treaties.frame,
        party_names(tables),
        organisations=tables[norm_agreements.name],
        participants=untreaties_lookups.participants().rows,
        corrections=untreaties_lookups.corrections().rows,
    )
    return [all_treaties, actions]


def _trips(read: Read, tables: Tables) -> list[Fitted]:
    trips = official_trips(
        read.rows("historyatstate"), historyatstate_lookups.names().rows, party_names(tables)
    )
    return [trips, trip_meetings(trips.frame, tables)]


def _leaders(read: Read, tables: Tables) -> list[Fitted]:
    found = leaders(
        read.rows("reign"),
        read.rows("wikidata"),
        tables[norm_country_codes.name],
        reign_parse.offices().rows,
        reign_parse.corrections().rows,
    )
    keys = persons(found.frame, tables[norm_offices.name]).sort(norm_person_keys.order, nulls_last=True)
    return [found, Fitted(norm_person_keys, keys, [])]


_FOLDER: Final = Path(__file__).parent / "sources"


def _fetch_wikidata(settings: Settings, known: Known) -> Iterator[RawFile | Unchanged | Reject]:
    """Answers of the query service, page by page; from a folder or the sample, files like any other's."""
    folder = _FOLDER / "wikidata"
    where = origin_of(read_card(folder), settings)
    if where != PUBLIC and not is_web_address(where):
        yield from fetch(folder, settings, known)
        return
    endpoint = wikidata_client.ENDPOINT if where == PUBLIC else where
    with HttpClient(settings.http) as client:
        yield from wikidata_client.fetch_pages(client, endpoint, wikidata_client.PAGE_SIZE)


def _source(name: str, parse: Callable[[RawFile], Parsed]) -> Source:
    folder = _FOLDER / name
    return Source(folder, parse, lambda settings, known: fetch(folder, settings, known))


SOURCES: Final[dict[str, Source]] = {
    "country_codes": _source("country_codes", country_codes_parse.parse),
    "untreaties": _source("untreaties", untreaties_parse.parse),
    "wipo": _source("wipo", wipo_parse.parse),
    "historyatstate": _source("historyatstate", historyatstate_parse.parse),
    "reign": _source("reign", reign_parse.parse),
    "wikidata": Source(_FOLDER / "wikidata", wikidata_parse.parse, _fetch_wikidata),
}

PARSERS: Final[dict[str, Callable[[RawFile], Parsed]]] = {
    COUNTRIES: countries_parse.parse,
    **{name: source.parse for name, source in SOURCES.items()},
}

# In the order in which they need each other.
DATASETS: Final = (
    Dataset(
        name="country_codes",
        sources=(COUNTRIES, "country_codes"),
        tables=COUNTRY_CODE_TABLES,
        needs=(norm_countries,),
        normalize=_countries,
    ),
    Dataset(
        name="treaties",
        sources=("untreaties", "wipo"),
        tables=TREATY_TABLES,
        needs=(norm_country_names, norm_states, norm_country_labels, norm_agreements),
        normalize=_treaties,
        row_table=norm_treaty_actions,
    ),
    Dataset(
        name="official_trips",
        sources=("historyatstate",),
        tables=TRIP_TABLES,
        needs=(norm_country_names, norm_states, norm_country_labels, norm_agreements, norm_offices),
        normalize=_trips,
        row_table=norm_official_trips,
    ),
    Dataset(
        name="leaders",
        sources=("reign", "wikidata"),
        tables=LEADER_TABLES,
        needs=(norm_country_codes, norm_offices),
        normalize=_leaders,
    ),
)

DATASET_TABLES: Final = tuple(table for dataset in DATASETS for table in dataset.tables)


def load(settings: Settings, core: Tables) -> Iterator[tuple[Dataset, list[Fitted], pl.DataFrame]]:
    """Every dataset with its tables and its file counts, from where the settings say, in memory.

    `core` are the tables of pipelines.reference. For tests and the bench; the pipeline takes the same steps
    with bytes and tables kept.
    """
    tables = dict(core)
    for dataset in DATASETS:
        files = (
            file
            for source in dataset.sources
            for file in fetch_source(source, settings, {})
            if isinstance(file, RawFile)
        )
        read = read_files(files)
        fitted = dataset.normalize(read, tables)
        tables |= {each.table.name: each.frame for each in fitted}
        yield dataset, fitted, count_files(dataset, read, fitted)


def fetch_source(source: str, settings: Settings, known: Known) -> Iterable[RawFile | Unchanged | Reject]:
    """The files of a source of any dataset, the project's own lists of countries among them."""
    return countries_client.fetch() if source == COUNTRIES else SOURCES[source].fetch(settings, known)
