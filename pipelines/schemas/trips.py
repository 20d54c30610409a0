"""Normalized official travel: visits to the United States, trips of presidents and secretaries of state."""

import polars as pl

from pipelines.schemas import codes
from pipelines.schemas.core import Column, Table

PARTY_CODES = "ISO 3166-1 alpha-3, XKX, EUE or a state that is no more; an organisation by its slug"

_PLACE_IN_FILE = (
    Column("locator", pl.String(), "file of the source in which it stands"),
    Column("line", pl.Int64(), "line of that file, from 1"),
)

norm_official_trips = Table(
    name="norm_official_trips",
    layer="normalized",
    grain="one visit or trip to one country, as the Office of the Historian entered it",
    description=(
        "Visits of foreign leaders to the United States since 1874, travels abroad of presidents and "
        "secretaries of state since 1905 and 1866. A journey through several countries has an entry for each."
    ),
    key=("source", "kind", "trip_id"),
    columns=(
        Column("source", pl.String(), "historyatstate"),
        Column("kind", pl.String(), "who travelled where", codes=codes.TRIP_KINDS),
        Column("trip_id", pl.String(), "number of the entry in the source; visits and trips count apart"),
        Column(
            "stay_key",
            pl.String(),
            "hash of traveller, country and first day: entries that share it tell of one stay",
        ),
        Column("person", pl.String(), "visitor or traveller as written, of visitors with the title"),
        Column("person_name", pl.String(), "the same without the title"),
        Column(
            "title",
            pl.String(),
            "title as written; of travellers President, President-elect or Secretary of State",
            nullable=True,
        ),
        Column("office", pl.String(), "sort of office by the title", codes=codes.OFFICES),
        Column("country", pl.String(), "country as written: the visitor's own, or the one travelled to"),
        Column("country_codes", pl.List(pl.String()), PARTY_CODES + "; sorted"),
        Column("place", pl.String(), "places of a trip as written", nullable=True),
        Column("places", pl.List(pl.String()), "the same one by one"),
        Column("start_date", pl.Date(), "first day"),
        Column("start_date_precision", pl.String(), "precision of start_date", codes=codes.DATE_PRECISIONS),
        Column("end_date", pl.Date(), "last day", nullable=True),
        Column("end_date_precision", pl.String(), "precision of end_date", codes=codes.DATE_PRECISIONS),
        Column("remarks", pl.String(), "what the source says of it, verbatim", nullable=True),
        Column(
            "is_repeated",
            pl.Boolean(),
            "whether another entry of the same stay has the same remarks, or all words of one are in the other's",
        ),
        Column("has_date_conflict", pl.Boolean(), "whether entries that repeat each other end on other days"),
        *_PLACE_IN_FILE,
    ),
    sort_by=("start_date", "kind", "trip_id"),
)

norm_trip_meetings = Table(
    name="norm_trip_meetings",
    layer="normalized",
    grain="one encounter that the remarks of one visit or trip tell of",
    description=(
        "Encounters of the United States and others, read from the remarks of norm_official_trips by lexicon "
        "and grammar. All whom a traveller saw of one party on one trip are one encounter."
    ),
    key=("trip_meeting_id",),
    columns=(
        Column("trip_meeting_id", pl.String(), "hash of the entry and the parties"),
        Column("source", pl.String(), "historyatstate"),
        Column("kind", pl.String(), "who travelled where", codes=codes.TRIP_KINDS),
        Column("trip_id", pl.String(), "number of the entry in the source"),
        Column(
            "encounter_key",
            pl.String(),
            "hash of traveller, parties and the stay's first day, of a gathering without the traveller: what "
            "shares it is one encounter told twice. Of a secretary who accompanied the president it is the "
            "president's.",
        ),
        Column("basis", pl.String(), "what makes it an encounter", codes=codes.ENCOUNTER_BASES),
        Column("countries", pl.List(pl.String()), PARTY_CODES + "; sorted, the traveller's own included"),
        Column(
            "persons",
            pl.List(pl.String()),
            "traveller and people named, in the register's spelling where it knows them",
        ),
        Column(
            "person_countries",
            pl.List(pl.String()),
            "for each of `persons`, the party that he or she stands for",
        ),
        Column("format", pl.String(), "how they met: always in person", codes=codes.FORMATS),
        Column("is_visit", pl.Boolean(), "whether one of the parties was the host"),
        Column("kind_of_visit", pl.String(), "kind of the visit", codes=codes.KINDS_OF_VISIT),
        Column("location", pl.String(), "place as the source has it", nullable=True),
        Column("location_country", pl.String(), PARTY_CODES + ", of the place", nullable=True),
        Column("start_date", pl.Date(), "day of the encounter where the remarks have it, else first day"),
        Column("start_date_precision", pl.String(), "precision of start_date", codes=codes.DATE_PRECISIONS),
        Column("end_date", pl.Date(), "the same day, else last day of the stay", nullable=True),
        Column("end_date_precision", pl.String(), "precision of end_date", codes=codes.DATE_PRECISIONS),
        Column("has_date_conflict", pl.Boolean(), "as in norm_official_trips"),
        Column("evidence", pl.String(), "the remarks, verbatim"),
        *_PLACE_IN_FILE,
    ),
    sort_by=("start_date", "kind", "trip_id"),
)

TRIP_TABLES = (norm_official_trips, norm_trip_meetings)
