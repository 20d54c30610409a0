"""Rows of the Office of the Historian to `norm_official_trips`: who travelled where and when, as entered."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import polars as pl

from pipelines.ids import stable_id
from pipelines.normalize.fit import Fitted, fit
from pipelines.normalize.partial_dates import date_of, precision_of
from pipelines.normalize.parties import PartyNames
from pipelines.normalize.typos import is_slip_of
from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR, Row
from pipelines.schemas.trips import norm_official_trips

SOURCE: Final = "historyatstate"
_TEXT: Final = ("element", "id", "role", "name", "country", "place", "start_date", "end_date", "remarks")
_KINDS: Final[dict[str, str]] = {"president": "presidential_trip", "secretary": "secretary_trip"}
_TRAVELLERS: Final[dict[str, tuple[str, str]]] = {
    "presidential_trip": ("President", "head_of_state"),
    "secretary_trip": ("Secretary of State", "foreign_minister"),
}
_BEFORE_OFFICE: Final = re.compile(r"\bas (?:the )?president[- ]elect\b", re.IGNORECASE)

_RANKS: Final = frozenset(
    [
        "president",
        "prime",
        "minister",
        "premier",
        "chancellor",
        "king",
        "queen",
        "pope",
        "emperor",
        "empress",
        "chairman",
        "chairwoman",
        "secretary",
        "governor",
        "general",
        "duke",
        "duchess",
        "sultan",
        "amir",
        "emir",
        "taoiseach",
        "chief",
        "head",
        "brigadier",
        "lieutenant",
        "colonel",
        "major",
        "admiral",
        "captain",
        "member",
        "regent",
        "co-prince",
        "ayatollah",
        "cardinal",
    ]
)
_BEFORE_RANKS: Final = frozenset(
    [
        "acting",
        "interim",
        "provisional",
        "former",
        "transitional",
        "federal",
        "vice",
        "deputy",
        "first",
        "crown",
        "grand",
        "foreign",
        "military",
        "junta",
        "co-",
        "supreme",
    ]
)
_AFTER_RANKS: Final = frozenset(
    ["state", "government", "council", "ministers", "presidency", "board", "junta", "party"]
)
# Words of a name's style: titles only where nothing but the name follows and no other title is there.
_STYLES: Final = frozenset(["prince", "princess", "sheikh", "sheik", "shah", "lord", "sir", "viscount", "dr"])
_ELECT: Final = re.compile(r"-\s*(elect|designate)$", re.IGNORECASE)
_NUMERAL: Final = re.compile(r"^[IVX]+$")
_STYLED: Final = frozenset(
    ["king", "queen", "emperor", "empress", "sultan", "amir", "emir", "shah", "prince", "princess"]
)
# By the last word of the title that tells; the first that fits counts.
_OFFICES: Final[tuple[tuple[str, str], ...]] = (
    (r"-\s?(?:elect|designate)\b|\bformer\b|\bjunta member\b", "other"),
    (r"\bcrown prince", "crown_prince"),
    (r"\bvice president\b", "vice_president"),
    (r"\bpresident of the council of ministers\b|\bhead of government\b", "head_of_government"),
    (r"\b(?:vice|deputy)\b", "other"),
    (r"\bforeign min|\bsecretary of state\b", "foreign_minister"),
    (r"\bprime min|\bpremier\b|\bchancellor\b|\btaoiseach\b", "head_of_government"),
    (
        r"\bpresident\b|\bking\b|\bqueen\b|\bpope\b|\bemp(?:eror|ress)\b|\bsultan\b|\b[ae]mir\b|\bshah\b"
        r"|\bgrand du|\bregent\b|\b(?:chief|head) of state\b|\bchairman of the presidency\b",
        "head_of_state",
    ),
)

_ABBREVIATED: Final = re.compile(r",\s*(?=(?:[A-Z]\.){2,})")
_COMMA: Final = re.compile(r"\s*[,;]\s*(?![^()]*\))")
_WORD: Final = re.compile(r"[^\W_]+")
_PARTS: Final = re.compile(r"\s*;\s*|\s+and\s+|\s*/\s*|\s*,\s*")


def official_trips(rows: Sequence[Row], names: Sequence[Row], parties: PartyNames) -> Fitted:
    """`norm_official_trips` from the rows of all files; `names` are those of the source's names.csv.

    A country that nobody knows is a reject: who met whom would stay open.
    """
    known, unknown = _with_codes(rows, names, parties)
    places = sorted({row["place"] for row in known if row["place"]})
    people = sorted({row["name"] for row in known if row["name"]})
    titled = {person: split_title(person) for person in people}
    types: dict[str, pl.DataType] = {
        **dict.fromkeys(_TEXT, pl.String()),
        "country_codes": pl.List(pl.String()),
        LOCATOR: pl.String(),
        LINE: pl.Int64(),
    }
    is_visit = pl.col("element") == "visit"
    shaped = (
        pl.LazyFrame([{name: row.get(name) for name in types} for row in known], schema=types)
        .with_columns(
            pl.lit(SOURCE).alias("source"),
            pl.when(is_visit)
            .then(pl.lit("visit_to_us"))
            .otherwise(pl.col("role").replace(_KINDS))
            .alias("kind"),
            pl.col("id").alias("trip_id"),
            pl.col("name").alias("person"),
            pl.col(LOCATOR).alias("locator"),
            pl.col(LINE).alias("line"),
            _looked_up("place", {place: split_places(place) for place in places}, pl.List(pl.String()))
            .fill_null([])
            .alias("places"),
            precision_of("start_date").alias("start_date_precision"),
            date_of("start_date").alias("start_date"),
            precision_of("end_date").alias("end_date_precision"),
            date_of("end_date").alias("end_date"),
        )
        .with_columns(
            pl.when(is_visit)
            .then(_looked_up("name", {person: name for person, (_, name) in titled.items()}))
            .otherwise("name")
            .alias("person_name"),
            pl.when(is_visit)
            .then(_looked_up("name", {person: title for person, (title, _) in titled.items()}))
            .otherwise(_traveller(0))
            .alias("title"),
        )
        .with_columns(
            pl.when(is_visit)
            .then(_looked_up("name", {person: office_of(title) for person, (title, _) in titled.items()}))
            .otherwise(_traveller(1))
            .alias("office")
        )
    )
    fitted = fit(_with_stays(shaped), norm_official_trips, SOURCE)
    return Fitted(fitted.table, fitted.frame, [*unknown, *fitted.rejects])


def split_title(visitor: str) -> tuple[str | None, str]:
    """Title and name of a visitor as the source writes them: ("Prime Minister", "Theresa May").

    Monarchs called by one name keep the style in it: ("King", "King Hussein").
    """
    words = visitor.split()
    end = 0
    while end < len(words) - 1 and _is_title(words, end):
        end += 1
    while end and words[end - 1].lower() in ("of", "the", "and"):
        end -= 1
    if end == 0:
        return None, visitor
    title, name = " ".join(words[:end]), words[end:]
    style = words[end - 1].lower()
    single = len([word for word in name if not _NUMERAL.match(word)]) == 1
    if style == "pope" or (style in _STYLED and single):
        return title, " ".join([words[end - 1], *name])
    return title, " ".join(name)


def _is_title(words: Sequence[str], index: int) -> bool:
    """Whether the word at `index`, all before it being of the title, is of it too."""
    word = _ELECT.sub("", words[index]).lower().rstrip("-,")
    after = words[index + 1].lower() if index + 1 < len(words) else ""
    if _is_rank(word) or word in ("elect", "designate"):
        return True
    if word in _BEFORE_RANKS:
        follows = _ELECT.sub("", after).rstrip(",")
        return _is_rank(follows) or follows in _STYLES | _BEFORE_RANKS
    if index and word in _AFTER_RANKS:
        return words[index - 1].lower() in ("of", "the", "and")
    if index and word in ("of", "the", "and"):
        following = {w.lower() for w in words[index + 1 : index + 3]}
        return bool(following & (_AFTER_RANKS | _RANKS | _STYLES))
    if word in _STYLES:
        return index == 0 or words[index - 1].lower() in ("crown", "regent", "and") or "-" in words[index - 1]
    return any(part in _RANKS for part in word.split("-")) and "-" in word


def _is_rank(word: str) -> bool:
    """Whether a word is a title, or one of the long ones with a slip ("Ministere")."""
    return word in _RANKS or any(len(rank) > 6 and is_slip_of(word, rank) for rank in _RANKS)


def office_of(title: str | None) -> str:
    """The sort of office (codes.OFFICES) that a title as written means; `other` where it means none."""
    text = (title or "").lower()
    return next((office for pattern, office in _OFFICES if re.search(pattern, text)), "other")


def split_places(place: str) -> list[str]:
    """The places of a list; "Mexico, D.F." and what stands in parentheses are not cut."""
    joined = _ABBREVIATED.sub("\x00", place)
    return [part.replace("\x00", ", ").strip() for part in _COMMA.split(joined) if part.strip()]


def _traveller(which: int) -> pl.Expr:
    """Title (0) or office (1) of a US traveller: one who went before he took office held none."""
    early = ("President-elect", "other")[which]
    usual = pl.col("kind").replace_strict(
        {kind: both[which] for kind, both in _TRAVELLERS.items()}, default=None, return_dtype=pl.String
    )
    is_early = pl.col("remarks").str.contains(f"(?i){_BEFORE_OFFICE.pattern}").fill_null(False)
    return pl.when(is_early).then(pl.lit(early)).otherwise(usual.fill_null(("", "other")[which]))


def _looked_up(column: str, values: Mapping[str, object], dtype: pl.DataType | None = None) -> pl.Expr:
    return (
        pl.col(column).replace_strict(
            list(values), list(values.values()), default=None, return_dtype=dtype or pl.String()
        )
        if values
        else pl.lit(None, dtype=dtype or pl.String())
    )


def _with_codes(
    rows: Sequence[Row], names: Sequence[Row], parties: PartyNames
) -> tuple[list[Row], list[Reject]]:
    known: list[Row] = []
    rejects: list[Reject] = []
    found: dict[tuple[str, str, str], list[str]] = {}
    own = _own_names(names)
    for row in rows:
        country, place, day = row["country"] or "", row["place"] or "", row["start_date"] or ""
        key = (country, place, day)
        if key not in found:
            found[key] = _codes(*key, own, parties)
        if country and not found[key]:
            rejects.append(
                Reject(
                    source=SOURCE,
                    locator=row[LOCATOR],
                    line=row[LINE],
                    stage="normalize",
                    reason="unknown_party",
                    detail=f"country is {country!r}",
                    sample=f"{row['element']} {row['id']}: {row['name']}, {day}: {row['remarks']}",
                )
            )
            continue
        known.append(row | {"country_codes": found[key] or None})
    return known, rejects


def _own_names(names: Sequence[Row]) -> dict[str, list[Row]]:
    by_name: dict[str, list[Row]] = {}
    for row in names:
        by_name.setdefault(_folded(row["name"]), []).append(row)
    return by_name


def _codes(
    country: str, place: str, day: str, own: Mapping[str, Sequence[Row]], parties: PartyNames
) -> list[str]:
    """Sorted codes of a country as written; of several that it names, if all are known."""
    whole = _code(country, place, day, own, parties)
    if whole:
        return whole
    parts = [part for part in _PARTS.split(country) if part]
    each = [_code(part, place, day, own, parties) for part in parts]
    return sorted({code for codes in each for code in codes}) if all(each) else []


def _code(
    name: str, place: str, day: str, own: Mapping[str, Sequence[Row]], parties: PartyNames
) -> list[str]:
    for row in own.get(_folded(name), ()):
        if (row["place"] is None or row["place"] in split_places(place)) and (
            row["until"] is None or day <= row["until"]
        ):
            return sorted(row["country_codes"].split("|"))
    code = parties.code(name)
    return [code] if code else []


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _with_stays(trips: pl.LazyFrame) -> pl.LazyFrame:
    """With the stay of each entry, whether another entry repeats it, and whether their last days differ."""
    natural = pl.struct("person_name", "country_codes", "start_date")
    frame = trips.with_columns(
        natural.map_elements(_stay_key, return_dtype=pl.String).alias("stay_key")
    ).collect()
    repeated = [False] * frame.height
    conflicting = [False] * frame.height
    several = (
        frame.with_row_index("_row")
        .filter(pl.len().over("stay_key") > 1)
        .group_by("stay_key", maintain_order=True)
        .agg("_row", "remarks", "end_date")
    )
    for stay in several.iter_rows(named=True):
        words = [_words(text) for text in stay["remarks"]]
        for row, own, end in zip(stay["_row"], words, stay["end_date"], strict=True):
            ends = {
                other_end
                for other, theirs, other_end in zip(stay["_row"], words, stay["end_date"], strict=True)
                if other != row and (own <= theirs or theirs <= own)
            }
            repeated[row] = bool(ends)
            conflicting[row] = bool(ends - {end})
    return frame.lazy().with_columns(
        pl.Series("is_repeated", repeated, dtype=pl.Boolean),
        pl.Series("has_date_conflict", conflicting, dtype=pl.Boolean),
    )


def _stay_key(natural: Mapping[str, object]) -> str:
    codes = natural["country_codes"]
    joined = "+".join(str(code) for code in codes) if isinstance(codes, Iterable) else None
    person, day = natural["person_name"], natural["start_date"]
    return stable_id(
        None if person is None else _folded(str(person)),
        joined,
        None if day is None else str(day),
    )


def _words(text: str | None) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text or ""))
