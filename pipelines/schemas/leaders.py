"""Normalized office holders of the published datasets, REIGN and Wikidata; ours are norm_offices."""

import polars as pl

from pipelines.schemas import codes
from pipelines.schemas.core import Column, Table
from pipelines.schemas.reference import COUNTRY_CODE

norm_leaders = Table(
    name="norm_leaders",
    layer="normalized",
    grain="one spell of one person in one office of one state, as one source has it",
    description="Heads of state, heads of government and foreign ministers as REIGN and Wikidata have them.",
    key=(
        "source",
        "source_person_id",
        "person",
        "country_code",
        "office",
        "title",
        "valid_from",
        "valid_to",
    ),
    sort_by=("country_code", "valid_from"),
    columns=(
        Column("source", pl.String(), "where the spell comes from", codes=codes.LEADER_SOURCES),
        Column(
            "source_person_id",
            pl.String(),
            "item of the person in Wikidata; the `leadid` of REIGN, which is of a spell, not of a person",
        ),
        Column("person", pl.String(), "name as the source has it, of REIGN often the surname alone"),
        Column("aliases", pl.List(pl.String()), "other names and spellings, in other scripts too"),
        Column("birth_year", pl.Int64(), "year of birth", nullable=True),
        Column(
            "country_code", pl.String(), COUNTRY_CODE + "; a former state by its code, as of the spell's days"
        ),
        Column("office", pl.String(), "sort of office", codes=codes.OFFICES),
        Column("title", pl.String(), "title of the office; REIGN has none", nullable=True),
        Column("ordinal", pl.String(), "place in the series of holders", nullable=True),
        Column("valid_from", pl.Date(), "first day in office", nullable=True),
        Column("valid_from_precision", pl.String(), "precision of valid_from", codes=codes.DATE_PRECISIONS),
        Column("valid_to", pl.Date(), "last day in office, where the source has it", nullable=True),
        Column("valid_to_precision", pl.String(), "precision of valid_to", codes=codes.DATE_PRECISIONS),
        Column(
            "is_ended",
            pl.Boolean(),
            "whether the source says that the spell is over; it may be so without a valid_to",
        ),
        Column(
            "known_until",
            pl.Date(),
            "last day of which the source tells: a spell that is not over was open on it, no more is known",
            nullable=True,
        ),
        Column("locator", pl.String(), "file of the source"),
        Column("line", pl.Int64(), "line of the file, or number of the answer's row, from 1"),
    ),
)

norm_person_keys = Table(
    name="norm_person_keys",
    layer="normalized",
    grain="one holder as one source names it, with the person that he or she is",
    description=(
        "Who is one person in norm_offices and norm_leaders, by names, spells and likeness of transliterations. "
        "In doubt two persons."
    ),
    key=("source", "source_person_id", "person", "country_code"),
    columns=(
        Column("source", pl.String(), "registry, reign or wikidata"),
        Column("source_person_id", pl.String(), "as in norm_leaders; null of the register", nullable=True),
        Column("person", pl.String(), "name as the source has it"),
        Column("country_code", pl.String(), COUNTRY_CODE + "; an organisation by its slug"),
        Column("person_key", pl.String(), "hash that all rows of one person share"),
    ),
)

LEADER_TABLES = (norm_leaders, norm_person_keys)
