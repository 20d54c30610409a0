"""Normalized status lists of depositaries: treaties, and what each party did about them."""

import polars as pl

from pipelines.schemas import codes
from pipelines.schemas.core import Column, Table

TREATY = "the source's own number or name: 26-9 of the UN (chapter-number[-part]), Berne of WIPO"

norm_treaties = Table(
    name="norm_treaties",
    layer="normalized",
    grain="one treaty as one depositary numbers or names it",
    description="Treaties of the UN Treaty Collection and of WIPO, and which agreement of the register each is.",
    key=("source", "treaty"),
    columns=(
        Column("source", pl.String(), "whose list it is in: untreaties or wipo"),
        Column("treaty", pl.String(), TREATY),
        Column(
            "agreement",
            pl.String(),
            "slug of the register; where that has none, our own; `untc-` or `wipo-` and the number or name "
            "where nobody has looked yet which treaty it is",
        ),
        Column("title", pl.String(), "title as the depositary has it", nullable=True),
        Column(
            "concluded_date",
            pl.Date(),
            "day on which the text was adopted or opened; of an amended one, of the amendment",
            nullable=True,
        ),
        Column(
            "concluded_date_precision",
            pl.String(),
            "precision of concluded_date",
            codes=codes.DATE_PRECISIONS,
        ),
        Column("in_force_date", pl.Date(), "entry into force", nullable=True),
        Column(
            "in_force_date_precision", pl.String(), "precision of in_force_date", codes=codes.DATE_PRECISIONS
        ),
        Column("url", pl.String(), "the depositary's page about it", nullable=True),
        Column("locator", pl.String(), "file of the source in which it stands"),
        Column("line", pl.Int64(), "line of that file, from 1", nullable=True),
    ),
)

norm_treaty_actions = Table(
    name="norm_treaty_actions",
    layer="normalized",
    grain="one act of one participant about one treaty, as one cell of a status list has it",
    description="Signatures, ratifications, accessions, successions and other acts that depositaries recorded.",
    key=("source", "treaty", "participant", "column_name", "act", "act_date"),
    columns=(
        Column("source", pl.String(), "whose list it is in: untreaties or wipo"),
        Column("treaty", pl.String(), TREATY),
        Column("agreement", pl.String(), "slug", references="norm_treaties.agreement"),
        Column("participant", pl.String(), "the participant as written"),
        Column("party", pl.String(), "ISO 3166-1 alpha-3, XKX, EUE or a state that is no more; else a slug"),
        Column("act", pl.String(), "act by the UN Treaty Handbook", codes=codes.TREATY_ACTS),
        Column(
            "step",
            pl.String(),
            "the step that the act is; null where it is none",
            nullable=True,
            codes=codes.STEPS,
        ),
        Column(
            "act_date",
            pl.Date(),
            "day of the act, of instruments that of deposit; null where the list has only the act",
            nullable=True,
        ),
        Column("act_date_precision", pl.String(), "precision of act_date", codes=codes.DATE_PRECISIONS),
        Column(
            "is_withdrawn",
            pl.Boolean(),
            "whether the depositary has it in square brackets: since withdrawn, or without effect",
        ),
        Column("column_name", pl.String(), "header of the column as in the file"),
        Column("particulars", pl.String(), "what other columns of the line say of it", nullable=True),
        Column("cell", pl.String(), "the cell as written"),
        Column("locator", pl.String(), "file of the source in which it stands"),
        Column("line", pl.Int64(), "line of that file, from 1"),
    ),
    sort_by=("source", "treaty", "party", "act_date"),
)

TREATY_TABLES = (norm_treaties, norm_treaty_actions)
