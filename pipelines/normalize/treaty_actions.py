"""Rows of the UN Treaty Collection and of WIPO to treaties and to what parties did about them."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from pipelines.normalize.fit import Fitted, fit
from pipelines.normalize.partial_dates import date_of, precision_of
from pipelines.normalize.parties import PartyNames, name_key
from pipelines.normalize.treaty_acts import ACT_STEPS, act_of
from pipelines.schemas import treaty_actions as schema
from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, Row

UN: Final = "untreaties"
WIPO: Final = "wipo"
_PREFIXES: Final = {UN: "untc", WIPO: "wipo"}

_LOOKUP: Final = ("treaty", "title", "agreement", "concluded_date", "in_force_date")
_ACTION_TYPES: Final = {
    "treaty": pl.String,
    "participant": pl.String,
    "column": pl.String,
    "terms": pl.String,
    "act_date": pl.String,
    "is_withdrawn": pl.Boolean,
    "particulars": pl.String,
    "cell": pl.String,
    LOCATOR: pl.String,
    LINE: pl.Int64,
}
_CHAPTER_XI_A: Final = range(1, 19)
_ROMAN: Final = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def treaties(
    un_known: Sequence[Row], wipo_known: Sequence[Row], un_rows: Sequence[Row], wipo_rows: Sequence[Row]
) -> Fitted:
    """`norm_treaties` from the lookups, the UN's index, and whatever else the lists have rows of.

    A title of the lookup with which the index no longer agrees is a reject, and the index's stands.
    """
    index = {row["treaty"]: row for row in un_rows if "terms" not in row}
    stale: list[Reject] = []
    rows: dict[tuple[str, str], Row] = {}
    for source, known in ((UN, un_known), (WIPO, wipo_known)):
        for row in known:
            title = row["title"]
            listed = index.get(row["treaty"], row) if source == UN else row
            found = listed["title"] if listed is not row else None
            if found is not None and not _same_title(found, title):
                stale.append(_stale(source, row, f"{row['treaty']} is {found!r}, not {title!r}"))
                title = found
            rows.setdefault((source, row["treaty"]), {name: row[name] for name in _LOOKUP} | _place(listed))
            rows[source, row["treaty"]]["title"] = title
    for row in index.values():
        rows.setdefault((UN, row["treaty"]), _unknown(UN, row) | {"title": row["title"]})
    for source, actions in ((UN, un_rows), (WIPO, wipo_rows)):
        for row in actions:
            if (source, row["treaty"]) not in rows:
                rows[source, row["treaty"]] = _unknown(source, row)
    shaped = pl.LazyFrame(
        [row | {"source": source, "url": _url(source, row["treaty"])} for (source, _), row in rows.items()],
        schema=dict.fromkeys(("source", *_LOOKUP, "url", LOCATOR), pl.String) | {LINE: pl.Int64},
    ).with_columns(
        precision_of("concluded_date").alias("concluded_date_precision"),
        date_of("concluded_date").alias("concluded_date"),
        precision_of("in_force_date").alias("in_force_date_precision"),
        date_of("in_force_date").alias("in_force_date"),
        pl.col(LOCATOR).alias("locator"),
        pl.col(LINE).alias("line"),
    )
    fitted = fit(shaped, schema.norm_treaties, UN)
    return Fitted(fitted.table, fitted.frame, [*stale, *fitted.rejects])


def treaty_actions(
    un_rows: Sequence[Row],
    wipo_rows: Sequence[Row],
    treaties: pl.DataFrame,
    parties: PartyNames,
    *,
    organisations: pl.DataFrame | None = None,
    participants: Sequence[Row] = (),
    corrections: Sequence[Row] = (),
) -> Fitted:
    """`norm_treaty_actions`: each row is a row of it, or a reject.

    `treaties` is norm_treaties, `organisations` norm_agreements, whose organisations can be parties too;
    `participants` are names by which these lists mean a party, whatever others mean by them; `corrections`
    are of the UN's list. Rows of its index are passed over.
    """
    names = _names(parties, organisations, participants)
    un_actions = [row for row in un_rows if "terms" in row]
    corrected, stale = _corrected(un_actions, corrections)
    frame = pl.concat([_actions(corrected, UN), _actions(wipo_rows, WIPO)])
    acts = {terms: act_of(terms) for terms in frame["terms"].unique()}
    coded = (
        frame.lazy()
        .with_columns(
            _mapped("terms", acts).alias("act"),
            names.codes(pl.col("participant").str.strip_chars("[] ")).alias("party"),
            precision_of("act_date").alias("act_date_precision"),
            date_of("act_date").alias("act_date"),
            pl.col("column").alias("column_name"),
            pl.col(LOCATOR).alias("locator"),
            pl.col(LINE).alias("line"),
        )
        .with_columns(_mapped("act", ACT_STEPS).alias("step"))
        .join(treaties.lazy().select("source", "treaty", "agreement"), on=["source", "treaty"], how="left")
        .collect()
    )
    faulty = coded.filter(pl.col("act").is_null() | pl.col("party").is_null())
    sound = coded.filter(pl.col("act").is_not_null() & pl.col("party").is_not_null())
    fitted = fit(sound.lazy(), schema.norm_treaty_actions, UN)
    return Fitted(fitted.table, fitted.frame, [*stale, *map(_unresolved, faulty.to_dicts()), *fitted.rejects])


def _actions(rows: Sequence[Row], source: str) -> pl.DataFrame:
    columns = {name: [row[name] for row in rows] for name in _ACTION_TYPES}
    return pl.DataFrame(columns, schema=_ACTION_TYPES).with_columns(pl.lit(source).alias("source"))


def _mapped(column: str, codes: Mapping[str, str | None]) -> pl.Expr:
    found = {old: new for old, new in codes.items() if new is not None}
    return pl.col(column).replace_strict(
        list(found), list(found.values()), default=None, return_dtype=pl.String
    )


def _names(parties: PartyNames, agreements: pl.DataFrame | None, participants: Sequence[Row]) -> PartyNames:
    by_key: dict[str, str] = {}
    if agreements is not None:
        for row in agreements.filter(pl.col("legal_form") == "organisation").iter_rows(named=True):
            for name in (row["name"], *row["aliases"]):
                for spelled in _spellings(name_key(name)):
                    by_key.setdefault(spelled, row["agreement"])
    own = {name_key(row["name"]): row["party"] for row in participants}
    # A name of a state is never an organisation's.
    return PartyNames(by_key | dict(parties.by_key) | own)


def _spellings(key: str) -> tuple[str, str]:
    """British and American spelling; the registers mix them."""
    return key.replace("organisation", "organization"), key.replace("organization", "organisation")


def _corrected(rows: Sequence[Row], corrections: Sequence[Row]) -> tuple[list[Row], list[Reject]]:
    """Rows with the dates of corrections.csv; a correction that meets another cell is a reject."""
    by_place: dict[tuple[str, str, str], Row] = {
        (row["treaty"], row["participant"], row["column_name"]): row for row in corrections
    }
    corrected: list[Row] = []
    stale: list[Reject] = []
    for row in rows:
        correction = by_place.get((row["treaty"], row["participant"], row["column"]))
        if correction is None:
            corrected.append(row)
        elif row["cell"] == correction["expect"]:
            corrected.append(row | {"act_date": correction["value"]})
        else:
            corrected.append(row)
            where = f"{row['treaty']}, {row['participant']}, {row['column']}"
            stale.append(_stale(UN, correction, f"{where} is {row['cell']!r}, not {correction['expect']!r}"))
    return corrected, stale


def _unresolved(row: Row) -> Reject:
    if row["act"] is None:
        reason, what = "unknown_code", f"{row['terms']!r} is no act that is known"
    else:
        reason, what = "unknown_party", f"{row['participant']!r} is no party that is known"
    return Reject(
        source=row["source"],
        locator=row[LOCATOR],
        line=row[LINE],
        stage="normalize",
        reason=reason,
        detail=f"{what}: {row['column']}, {row['act_date']}",
        sample=row["cell"],
    )


def _unknown(source: str, row: Row) -> Row:
    name = re.sub(r"[^a-z0-9]+", "-", row["treaty"].lower()).strip("-")
    return dict.fromkeys(_LOOKUP) | {
        "treaty": row["treaty"],
        "agreement": f"{_PREFIXES[source]}-{name}",
        LOCATOR: row[LOCATOR],
        LINE: row[LINE],
    }


def _place(row: Row) -> Row:
    return {LOCATOR: row[LOCATOR], LINE: row[LINE]}


def _stale(source: str, row: Row, detail: str) -> Reject:
    return Reject(source, row[LOCATOR], "normalize", "unknown_code", detail, row[LINE])


def _same_title(index: str, ours: str) -> bool:
    """Whether the index, which has place and date after the title, has `ours`."""
    return _letters(index).startswith(_letters(ours))


def _letters(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", "", text.casefold())


def _url(source: str, treaty: str) -> str | None:
    """The UN's page; WIPO's go by other names than the list does."""
    if source != UN:
        return None
    chapter, number, *parts = treaty.split("-")
    # Chapter XI has parts; of those the list has the customs conventions alone.
    middle = "-A" if chapter == "11" and number.isdigit() and int(number) in _CHAPTER_XI_A else ""
    mtdsg = "-".join([f"{_roman(int(chapter))}{middle}", number, *parts])
    return (
        f"https://treaties.un.org/pages/ViewDetails.aspx?src=TREATY&mtdsg_no={mtdsg}&chapter={int(chapter)}"
        "&clang=_en"
    )


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text
