"""States with the days between which they stand, their codes in other lists, and their names in languages."""

import polars as pl

from pipelines.schemas import codes
from pipelines.schemas.core import Column, Table
from pipelines.schemas.reference import COUNTRY_CODE

STATE_CODE = (
    COUNTRY_CODE
    + "; of former states ISO 3166-3, and where that has none a code of the project: HAW Hawaii, RVN South"
    " Vietnam, YAR North Yemen, ZAN Zanzibar"
)

_SOURCE = Column("source", pl.String(), "source that gives the row")
_LOCATOR = Column("locator", pl.String(), "file of the source")
_LINE = Column("line", pl.Int64(), "line or record of the file, from 1", nullable=True)

norm_states = Table(
    name="norm_states",
    layer="normalized",
    grain="one state, territory or union, of today or of the past",
    description=(
        "The dated dimension of countries: all of norm_countries and the states that are no more. A state that"
        " took another name is one row (Zaire is COD, Burma MMR); one that others came out of is a row of its"
        " own (SUN, CSK, YUG, DDR, YAR, YMD). Which states there were on a day: valid_from null or not after"
        " it, valid_to null or not before it."
    ),
    key=("country_code",),
    columns=(
        Column("country_code", pl.String(), STATE_CODE),
        Column("iso2_code", pl.String(), "ISO 3166-1 alpha-2, of former states the last", nullable=True),
        Column("numeric_code", pl.String(), "ISO 3166-1 numeric, three digits", nullable=True),
        Column("name", pl.String(), "common English name"),
        Column("official_name", pl.String(), "official English name, the last", nullable=True),
        Column("kind", pl.String(), "what it is", codes=codes.COUNTRY_KINDS),
        Column(
            "valid_from",
            pl.Date(),
            "first day on which it stands under this code: independence, or constitution of the state. Null for"
            " a state older than 1945-10-24, and where it is not told. States took part in agreements before"
            " it: Ukraine, Belarus and India are original members of the UN.",
            nullable=True,
        ),
        Column("valid_from_precision", pl.String(), "precision of valid_from", codes=codes.DATE_PRECISIONS),
        Column("valid_to", pl.Date(), "last day on which it stood; null while it stands", nullable=True),
        Column("valid_to_precision", pl.String(), "precision of valid_to", codes=codes.DATE_PRECISIONS),
        Column(
            "successor_codes",
            pl.List(pl.String()),
            "codes under which its territory stands since, not necessarily successors in law",
        ),
        Column("aliases", pl.List(pl.String()), "other names by which registers mean it, past ones included"),
        Column("source_url", pl.String(), "public page that states the dates", nullable=True),
        _SOURCE,
        _LOCATOR,
        _LINE,
    ),
)

norm_country_codes = Table(
    name="norm_country_codes",
    layer="normalized",
    grain="one code of one state in one list, for as long as it means that state",
    description=(
        "The crosswalk of country codes. A code means one state at most on any day: YEM in ISO 3166-1 is North"
        " Yemen until 1990, Yemen since. A state may have several codes of a list at once: GZ and WE are"
        " Palestine in FIPS. Traps: FIPS AU is Austria, AS Australia, CH China, SZ Switzerland; 970 is Nauru in"
        " Correlates of War, Kiribati in Gleditsch and Ward; NA is Namibia in ISO 3166-1, not a missing value."
    ),
    key=("scheme", "code", "valid_from", "country_code"),
    columns=(
        Column("scheme", pl.String(), "the list", codes=codes.CODE_SCHEMES),
        Column("code", pl.String(), "the code as the list writes it"),
        Column("country_code", pl.String(), STATE_CODE, references="norm_states.country_code"),
        Column(
            "valid_from",
            pl.Date(),
            "first day on which the code means the state; null: as long as the state stands, or not told",
            nullable=True,
        ),
        Column("valid_from_precision", pl.String(), "precision of valid_from", codes=codes.DATE_PRECISIONS),
        Column("valid_to", pl.Date(), "last day on which it does; null while it does", nullable=True),
        Column("valid_to_precision", pl.String(), "precision of valid_to", codes=codes.DATE_PRECISIONS),
        Column("source_url", pl.String(), "public page about the list", nullable=True),
        _SOURCE,
        _LOCATOR,
        _LINE,
    ),
)

norm_country_labels = Table(
    name="norm_country_labels",
    layer="normalized",
    grain="one name of one state in one language",
    description="Names of states for readers and for registers, with the days between which they were in use.",
    key=("country_code", "language", "label", "kind"),
    columns=(
        Column("country_code", pl.String(), STATE_CODE, references="norm_states.country_code"),
        Column("language", pl.String(), "ISO 639-1"),
        Column("label", pl.String(), "the name as written"),
        Column("kind", pl.String(), "what sort of name it is", codes=codes.COUNTRY_LABEL_KINDS),
        Column(
            "valid_from", pl.Date(), "first day of its use; null: from the start, or not told", nullable=True
        ),
        Column("valid_from_precision", pl.String(), "precision of valid_from", codes=codes.DATE_PRECISIONS),
        Column("valid_to", pl.Date(), "last day of its use; null while in use, or not told", nullable=True),
        Column("valid_to_precision", pl.String(), "precision of valid_to", codes=codes.DATE_PRECISIONS),
        _SOURCE,
        _LOCATOR,
        _LINE,
    ),
)

COUNTRY_CODE_TABLES = (norm_states, norm_country_codes, norm_country_labels)
