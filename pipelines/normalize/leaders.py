"""`norm_leaders` from the leader list of REIGN and from answers of Wikidata."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from pipelines.normalize.fit import Fitted, fit
from pipelines.normalize.partial_dates import date_of, precision_of
from pipelines.normalize.person_names import readable
from pipelines.schemas.leaders import norm_leaders
from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, Row

_REIGN: Final = (
    "ccode",
    "leadid",
    "leader",
    "sdate",
    "smonth",
    "syear",
    "emonth",
    "eyear",
    "birthyear",
)
_REIGN_OFFICES: Final = ("ccode", "valid_from", "valid_to", "office")
_WIKIDATA: Final = (
    "statement",
    "person",
    "personLabel",
    "names",
    "birthYear",
    "country",
    "iso3",
    "office",
    "position",
    "positionLabel",
    "ordinal",
    "start",
    "startPrecision",
    "end",
    "endPrecision",
    "asked",
)

# How REIGN writes that there is no value.
_NOTHING: Final = ("", "-99", "-88", "-77", "-66", "-9", "NA", "N/A", ".")

# "leaderlist_3_21.csv" came out early in March 2021 and has what happened to the end of February.
_RELEASE: Final = r"leaderlist_(?P<month>\d{1,2})_(?P<year>\d{2,4})\.csv$"

_NO_PERSON: Final = r"(?i)\b(junta|council|committee|cabinet|directory|government)\b"
_SEVERAL: Final = r"\s+(?:and|&|/)\s+"

# What sources/wikidata/parse.py has for a date of which Wikidata says that nobody knows it.
_UNKNOWN_DATE: Final = "unknown value"
_NAMES_APART: Final = "|"

# Days before its beginning by which a state may have a government already.
_EVE: Final = "7d"
_EVER: Final = pl.date(1, 1, 1)
_FAR: Final = pl.lit("9999-12-31").str.to_date()


def leaders(
    reign: Sequence[Row],
    wikidata: Sequence[Row],
    country_codes: pl.DataFrame,
    reign_offices: Sequence[Row] = (),
    reign_corrections: Sequence[Row] = (),
) -> Fitted:
    """`norm_leaders` from rows as sources/reign and sources/wikidata parse them.

    `country_codes` has scheme, code, country_code, valid_from, valid_to (norm_country_codes); the schemes
    `cow` and `wikidata` are looked at. `reign_offices` tells which office REIGN's leaders of a state hold;
    where it does not, the office is `effective_leader`. A correction that no longer meets what it expects is a
    reject: upstream has changed. A spell that runs on when one state follows another
    under the same code is a row for each. Rejected besides what does not fit the schema: a state that no
    code is known of, a leader who is no person, a spell that ends before it begins.
    """
    corrected, stale = _corrected(reign, reign_corrections)
    parts = [
        _reign(corrected, _steps(country_codes, "cow"), reign_offices),
        _wikidata(wikidata, _steps(country_codes, "wikidata")),
    ]
    rejects = stale
    shaped = []
    for part in parts:
        checked = part.with_columns(_fault().alias("_fault")).collect()
        rejects += _rejects(checked.filter(pl.col("_fault").is_not_null()))
        shaped.append(
            checked.filter(pl.col("_fault").is_null()).select(*norm_leaders.column_names, LOCATOR, LINE)
        )
    fitted = fit(pl.concat(shaped).lazy(), norm_leaders, "reign")
    return Fitted(fitted.table, fitted.frame, [*rejects, *fitted.rejects])


def last_day(day: str, precision: str) -> pl.Expr:
    """The latest day that a partial date may mean: the last of its month or year."""
    end_of_year = pl.date(pl.col(day).dt.year(), 12, 31)
    return (
        pl.when(pl.col(precision) == "month")
        .then(pl.col(day).dt.month_end())
        .when(pl.col(precision) == "year")
        .then(end_of_year)
        .otherwise(pl.col(day))
    )


def _corrected(rows: Sequence[Row], corrections: Sequence[Row]) -> tuple[list[Row], list[Reject]]:
    """The rows with `corrections`, and those that no longer meet what they expect."""
    by_id = {(row["leadid"], row["field"]): row for row in corrections}
    fixed: list[Row] = []
    stale: list[Reject] = []
    for row in rows:
        for field in _REIGN:
            correction = by_id.get((row["leadid"], field))
            if correction is None:
                continue
            if row[field] == correction["expect"]:
                row = row | {field: correction["value"]}
                continue
            stale.append(
                Reject(
                    source="reign",
                    locator=correction[LOCATOR],
                    line=correction[LINE],
                    stage="normalize",
                    reason="unknown_code",
                    detail=f"{row['leadid']}.{field} is {row[field]!r}, not {correction['expect']!r}",
                )
            )
        fixed.append(row)
    return fixed, stale


def _text_frame(rows: Sequence[Row], columns: Sequence[str]) -> pl.LazyFrame:
    return pl.LazyFrame(
        [{name: row.get(name) for name in (*columns, LOCATOR, LINE)} for row in rows],
        schema=dict.fromkeys(columns, pl.String) | {LOCATOR: pl.String, LINE: pl.Int64},
    )


def _steps(country_codes: pl.DataFrame, scheme: str) -> pl.LazyFrame:
    """Which state a code means from which day to which: `_code`, `_state`, `_since`, `_until`.

    A list of states has a code for the years in which it counted the state as one; leaders it had before
    too. So a code means its first state from ever, and each until the next takes over.
    """
    since = pl.col("valid_from").fill_null(_EVER)
    return (
        country_codes.lazy()
        .filter(pl.col("scheme") == scheme)
        .select(pl.col("code").alias("_code"), pl.col("country_code").alias("_state"), since.alias("_since"))
        .sort("_code", "_since", "_state")
        .filter((pl.col("_state") != pl.col("_state").shift().over("_code")).fill_null(value=True))
        .with_columns(
            pl.when(pl.int_range(pl.len()).over("_code") == 0)
            .then(_EVER)
            .otherwise(pl.col("_since"))
            .alias("_since")
        )
        .with_columns(
            pl.col("_since").shift(-1).over("_code").dt.offset_by("-1d").fill_null(_FAR).alias("_until")
        )
    )


def _number(name: str) -> pl.Expr:
    """A whole number as text without leading zeros or decimals; null where REIGN has none."""
    text = pl.col(name).str.strip_chars()
    plain = text.str.replace(r"\.0+$", "").str.replace(r"^0+(\d)", "${1}")
    return pl.when(text.is_in(_NOTHING)).then(pl.lit(None, dtype=pl.String)).otherwise(plain)


def _partial(year: str, month: str, day: pl.Expr) -> pl.Expr:
    """YYYY, YYYY-MM or YYYY-MM-DD as far as there are parts; text that is no date where the year lacks."""
    return (
        pl.when(pl.col(year).is_null() & pl.col(month).is_null())
        .then(pl.lit(None, dtype=pl.String))
        .when(pl.col(month).is_null())
        .then(pl.col(year).fill_null("?").str.zfill(4))
        .when(day.is_null())
        .then(pl.col(year).fill_null("?").str.zfill(4) + "-" + pl.col(month).str.zfill(2))
        .otherwise(
            pl.col(year).fill_null("?").str.zfill(4)
            + "-"
            + pl.col(month).str.zfill(2)
            + "-"
            + day.str.zfill(2)
        )
    )


def _reign(rows: Sequence[Row], steps: pl.LazyFrame, offices: Sequence[Row]) -> pl.LazyFrame:
    told = (
        _text_frame(rows, _REIGN)
        .with_columns(
            _number(name).alias(name)
            for name in ("ccode", "sdate", "smonth", "syear", "emonth", "eyear", "birthyear")
        )
        .with_columns(
            _partial("syear", "smonth", pl.col("sdate")).alias("_from"),
            _partial("eyear", "emonth", pl.lit(None, dtype=pl.String)).alias("_to"),
        )
    )
    dated = _dated(told).with_columns(_known_until().alias("known_until"))
    # What ends after the list does cannot be known to have ended: it was cut off.
    cut_off = (pl.col("valid_to") > pl.col("known_until")).fill_null(value=False)
    dated = dated.with_columns(
        pl.when(~cut_off).then(pl.col("valid_to")).alias("valid_to"),
        pl.when(~cut_off).then(pl.col("_to")).alias("_to"),
        pl.when(cut_off)
        .then(pl.lit("unknown"))
        .otherwise(pl.col("valid_to_precision"))
        .alias("valid_to_precision"),
    )
    persons = dated.with_columns(
        pl.col("leader").str.replace_all(_SEVERAL, "\x00").str.split("\x00").alias("person")
    ).explode("person")
    stated = _as_of(persons, "ccode", steps)
    return (
        _with_office(stated, offices)
        .with_columns(
            pl.lit("reign").alias("source"),
            pl.col("leadid").alias("source_person_id"),
            pl.col("person").str.replace_all(r"\s+", " ").str.strip_chars().alias("person"),
            pl.col("birthyear").cast(pl.Int64, strict=False).alias("birth_year"),
            pl.lit(None, dtype=pl.String).alias("title"),
            pl.lit(None, dtype=pl.String).alias("ordinal"),
            pl.col("_to").is_not_null().alias("is_ended"),
            pl.col(LOCATOR).alias("locator"),
            pl.col(LINE).alias("line"),
            (pl.lit("COW code ") + pl.col("ccode").fill_null("missing")).alias("_said"),
        )
        .with_columns(
            pl.col("person")
            .map_elements(
                lambda name: [plain] if (plain := readable(name)) != name else [], pl.List(pl.String)
            )
            .alias("aliases")
        )
    )


def _dated(rows: pl.LazyFrame) -> pl.LazyFrame:
    """`valid_from`, `valid_to` and their precisions from the partial dates `_from` and `_to`."""
    return rows.with_columns(
        _day("_from").alias("valid_from"),
        precision_of("_from").alias("valid_from_precision"),
        _day("_to").alias("valid_to"),
        precision_of("_to").alias("valid_to_precision"),
    )


def _day(name: str) -> pl.Expr:
    # polars has years before 1, which nothing downstream can read.
    day = date_of(name).str.to_date("%Y-%m-%d", strict=False)
    return pl.when(day >= _EVER).then(day)


def _known_until() -> pl.Expr:
    """By file: the day before the month that its name tells, else the end of the last month in it."""
    release = pl.col(LOCATOR).str.extract_groups(_RELEASE)
    year = release.struct.field("year").cast(pl.Int32, strict=False)
    named = pl.date(
        pl.when(year < 100).then(year + 2000).otherwise(year),
        release.struct.field("month").cast(pl.Int8, strict=False),
        1,
    )
    last = pl.max_horizontal(pl.col("valid_from"), pl.col("valid_to")).max().over(LOCATOR)
    return pl.coalesce(named.dt.offset_by("-1d"), last.dt.month_end())


def _as_of(rows: pl.LazyFrame, code: str, steps: pl.LazyFrame) -> pl.LazyFrame:
    """`country_code` on the days of each spell; a row per state where one follows another during it.

    `valid_from` and `valid_to` are then the days on which it does. A spell that no state covers keeps its
    row, without a code.
    """
    numbered = rows.with_row_index("_row")
    # Of a month in which it ended the spell is sure of the first day only: no more is another state's. Nor
    # are the last days of a state whose successor's government begins before it does (Serbia's in 2006).
    begins = pl.col("valid_from").fill_null(pl.col("valid_to")).fill_null(pl.col("_since"))
    ends = pl.col("valid_to").fill_null(_FAR)
    settled = pl.min_horizontal(begins.dt.offset_by(_EVE), pl.max_horizontal(begins, ends))
    covers = (pl.col("_since") <= pl.max_horizontal(begins, ends)) & (pl.col("_until") >= settled)
    found = (
        numbered.select("_row", code, "valid_from", "valid_to")
        .join(steps, left_on=code, right_on="_code", how="inner")
        .filter(covers)
        .select("_row", "_state", "_since", "_until")
    )
    later = pl.col("_since") > pl.col("valid_from").dt.offset_by(_EVE)
    sooner = pl.col("_until") < pl.col("valid_to").fill_null(_FAR)
    return (
        numbered.join(found, on="_row", how="left", maintain_order="left")
        .rename({"_state": "country_code"})
        .with_columns(
            pl.when(later).then(pl.col("_since")).otherwise(pl.col("valid_from")).alias("valid_from"),
            pl.when(later)
            .then(pl.lit("day"))
            .otherwise(pl.col("valid_from_precision"))
            .alias("valid_from_precision"),
            pl.when(sooner).then(pl.col("_until")).otherwise(pl.col("valid_to")).alias("valid_to"),
            pl.when(sooner)
            .then(pl.lit("day"))
            .otherwise(pl.col("valid_to_precision"))
            .alias("valid_to_precision"),
            pl.when(sooner)
            .then(pl.col("_until").dt.to_string("%Y-%m-%d"))
            .otherwise(pl.col("_to"))
            .alias("_to"),
        )
    )


def _with_office(rows: pl.LazyFrame, offices: Sequence[Row]) -> pl.LazyFrame:
    """`office` of a spell that lies within the years of one office, else `effective_leader`."""
    known = _text_frame(offices, _REIGN_OFFICES).select(
        pl.col("ccode"),
        pl.col("valid_from").str.to_date(strict=False).fill_null(_EVER).alias("_office_from"),
        pl.col("valid_to").str.to_date(strict=False).fill_null(_FAR).alias("_office_to"),
        pl.col("office").alias("_office"),
    )
    numbered = rows.with_row_index("_spell")
    ends = last_day("valid_to", "valid_to_precision").fill_null(_FAR)
    found = (
        numbered.select("_spell", "ccode", "valid_from", "valid_to", "valid_to_precision")
        .join(known, on="ccode", how="inner")
        .filter((pl.col("_office_from") <= pl.col("valid_from")) & (pl.col("_office_to") >= ends))
        .group_by("_spell")
        .agg(pl.col("_office").unique())
        .filter(pl.col("_office").list.len() == 1)
        .with_columns(pl.col("_office").list.first())
    )
    return numbered.join(found, on="_spell", how="left", maintain_order="left").with_columns(
        pl.col("_office").fill_null("effective_leader").alias("office")
    )


def _wikidata(rows: Sequence[Row], steps: pl.LazyFrame) -> pl.LazyFrame:
    names = pl.col("names").fill_null("").str.split(_NAMES_APART)
    label = pl.when(pl.col("personLabel") != pl.col("person")).then(pl.col("personLabel"))
    first_name = names.list.eval(pl.element().filter(pl.element() != "")).list.first()
    told = _text_frame(rows, _WIKIDATA).with_columns(
        _wikidata_date("start").alias("_from"),
        _wikidata_date("end").alias("_to"),
        pl.coalesce(label, first_name, "person").alias("_name"),
        pl.col("asked").str.head(10).str.to_date("%Y-%m-%d", strict=False).alias("known_until"),
    )
    stated = _as_of(_dated(told), "country", steps)
    iso3 = pl.when(pl.col("iso3").str.contains(r"^[A-Z]{3}$")).then(pl.col("iso3"))
    return stated.with_columns(
        pl.coalesce("country_code", iso3).alias("country_code"),
        pl.lit("wikidata").alias("source"),
        pl.col("person").alias("source_person_id"),
        pl.col("_name").alias("person"),
        pl.concat_list(
            names.list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))
        )
        .list.set_difference(pl.concat_list("_name"))
        .list.unique()
        .list.sort()
        .alias("aliases"),
        pl.col("birthYear").cast(pl.Int64, strict=False).alias("birth_year"),
        pl.coalesce("positionLabel", "position").alias("title"),
        (pl.col("_to").is_not_null() | pl.col("end").is_not_null()).alias("is_ended"),
        pl.col(LOCATOR).alias("locator"),
        pl.col(LINE).alias("line"),
        (pl.lit("item ") + pl.col("country").fill_null("missing")).alias("_said"),
    )


def _wikidata_date(name: str) -> pl.Expr:
    """A point in time of Wikidata as a partial date; null where it is unknown or less than a year exact.

    The precision is a number: 11 the day, 10 the month, 9 the year, less for decades and more
    (https://www.wikidata.org/wiki/Help:Dates). Months and days of 00 are not known either. Years before 1
    become text that is no date.
    """
    parts = pl.col(name).str.extract_groups(r"^\+?(-?\d{4,})-(\d\d)-(\d\d)(?:T.*)?$")
    year, month, day = (parts.struct.field(number) for number in "123")
    exact = pl.col(f"{name}Precision").cast(pl.Int64, strict=False).fill_null(11)
    return (
        pl.when(pl.col(name).is_null() | (pl.col(name) == _UNKNOWN_DATE) | (exact < 9))
        .then(pl.lit(None, dtype=pl.String))
        .when(year.is_null())
        .then(pl.col(name))
        .when((exact == 9) | (month == "00"))
        .then(year)
        .when((exact == 10) | (day == "00"))
        .then(year + "-" + month)
        .otherwise(year + "-" + month + "-" + day)
    )


def _fault() -> pl.Expr:
    """Reason and detail of what makes a row unusable before it meets the schema, or null."""
    bad_date = pl.lit("invalid_date:")
    ends = last_day("valid_to", "valid_to_precision")
    return pl.coalesce(
        pl.when(pl.col("person").str.contains(_NO_PERSON) & (pl.col("source") == "reign")).then(
            pl.lit("unreadable_value:the leader is a body, not a person: ") + pl.col("person")
        ),
        pl.when(_is_no_date("_from", "valid_from")).then(bad_date + "the spell begins " + pl.col("_from")),
        pl.when(_is_no_date("_to", "valid_to")).then(bad_date + "the spell ends " + pl.col("_to")),
        pl.when(ends < pl.col("valid_from")).then(
            bad_date
            + "the spell ends "
            + pl.col("valid_to").dt.to_string("%Y-%m-%d")
            + ", before it begins, "
            + pl.col("valid_from").dt.to_string("%Y-%m-%d")
        ),
        pl.when(pl.col("country_code").is_null()).then(
            pl.lit("unknown_party:no state is known by ") + pl.col("_said")
        ),
        pl.lit(None, dtype=pl.String),
    )


def _is_no_date(text: str, day: str) -> pl.Expr:
    return pl.col(text).is_not_null() & pl.col(day).is_null()


def _rejects(faulty: pl.DataFrame) -> list[Reject]:
    # A spell that no date tells of may be of each state under a code: it is one reject.
    return list(dict.fromkeys(_reject(row) for row in faulty.iter_rows(named=True)))


def _reject(row: Mapping[str, object]) -> Reject:
    reason, _, detail = str(row["_fault"]).partition(":")
    shown = ("person", "source_person_id", "office", "_said", "_from", "_to")
    line = row[LINE]
    return Reject(
        source=str(row["source"]),
        locator=str(row[LOCATOR]),
        stage="normalize",
        reason=reason,
        detail=detail,
        line=line if isinstance(line, int) else None,
        sample=", ".join(f"{name.lstrip('_')}={row[name]}" for name in shown if row[name] is not None),
    )
