"""What the extractor says: one row per statement in one article."""

import polars as pl

from pipelines.schemas import codes
from pipelines.schemas.core import Column, Table
from pipelines.schemas.reference import COUNTRY_CODE

_ARTICLE = (
    Column("mention_id", pl.String(), "hash of the article's version and of what the row says"),
    Column("article_id", pl.String(), "article that says so", references="norm_articles.article_id"),
    Column("content_hash", pl.String(), "version of the article", references="norm_articles.content_hash"),
)

_EVIDENCE = (
    Column("evidence", pl.String(), "the exact words that say so"),
    Column("evidence_field", pl.String(), "where the words stand", codes=codes.EVIDENCE_FIELDS),
    Column("evidence_start", pl.Int64(), "offset of the first character, from 0", unit="characters"),
    Column("evidence_end", pl.Int64(), "offset behind the last character", unit="characters"),
    Column("extractor", pl.String(), "name of the extractor"),
    Column("extractor_version", pl.String(), "hash of the extractor's code, model and reference tables"),
)

_DATE = Column(
    "date", pl.String(), "YYYY-MM-DD, YYYY-MM or YYYY, as stated or derived from the text", nullable=True
)
_FACTUALITY = Column("factuality", pl.String(), "whether it happened", codes=codes.FACTUALITIES)

mention_accessions = Table(
    name="mention_accessions",
    layer="extracted",
    grain="one (party, agreement, step, factuality) in one version of one article",
    description="Accession statements as extracted; terms of the codebook.",
    key=("mention_id",),
    columns=(
        *_ARTICLE,
        Column("party", pl.String(), COUNTRY_CODE + "; another organisation by its slug"),
        Column("agreement", pl.String(), "slug of the register, or the hyphenated name of an unlisted one"),
        Column("is_listed", pl.Boolean(), "whether the agreement is in the register"),
        Column("step", pl.String(), "step towards or away from the agreement", codes=codes.STEPS),
        _FACTUALITY,
        _DATE,
        Column("capacity", pl.String(), "capacity in which it takes part", codes=codes.CAPACITIES),
        Column(
            "speaker",
            pl.String(),
            "who is quoted or reported as saying so: a person in full, or an office, ministry, state, organisation or"
            " outlet as the text has it; null where the article says it itself, or in doubt",
            nullable=True,
        ),
        Column(
            "speaker_party",
            pl.String(),
            "whom the speaker stands for: " + COUNTRY_CODE + "; another organisation by its slug",
            nullable=True,
        ),
        *_EVIDENCE,
    ),
    sort_by=("article_id", "content_hash", "evidence_field", "evidence_start"),
)

mention_meetings = Table(
    name="mention_meetings",
    layer="extracted",
    grain="one encounter in one version of one article",
    description="Meeting statements as extracted; terms of the codebook.",
    key=("mention_id",),
    columns=(
        *_ARTICLE,
        Column("countries", pl.List(pl.String()), "states represented, sorted; organisations by slug"),
        Column("persons", pl.List(pl.String()), "people named as taking part"),
        Column(
            "person_countries",
            pl.List(pl.String()),
            "for each of `persons`, the state or organisation that he or she stands for, or null",
        ),
        Column(
            "mediators",
            pl.List(pl.String()),
            "those of `countries` that mediated, brokered or facilitated the talks of the others; mostly empty",
        ),
        Column("format", pl.String(), "how they met", codes=codes.FORMATS),
        Column("visit", pl.Boolean(), "whether the text tells of travel to the other's country or seat"),
        Column("location", pl.String(), "place as the text has it", nullable=True),
        Column("location_country", pl.String(), COUNTRY_CODE + " of the place", nullable=True),
        _FACTUALITY,
        _DATE,
        *_EVIDENCE,
    ),
    sort_by=("article_id", "content_hash", "evidence_field", "evidence_start"),
)

MENTION_TABLES = (mention_accessions, mention_meetings)
