"""The state that a register means by a name, as registers write names: inverted, qualified, footnoted."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

import polars as pl

_NAME_KINDS: Final = ("name", "alias")
# Of countrynames nothing is taken: it has provinces, cities and misspellings (Iowa, Kobe, Iron) among its names.
_ORIGINS: Final = ("registry", "pycountry")
# "the South", "the States": what news calls a state, and no register does.
_COLLOQUIAL: Final = re.compile(r"^the ", re.IGNORECASE)

_NOTE_TAG: Final = re.compile(r"<(sup\w*)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
# A number at the end, in any bracket and however often, points to a footnote: no state's name ends in one.
_NOTES: Final = re.compile(
    r"(?:[\s,;.]*+(?:[\d*†‡§#^]++|\(\s*+[\d*†‡,;\s]++\)|\[[\w\s,;*]{1,6}\]))++[\s,;]*+$"
)
_APOSTROPHES: Final = re.compile(r"['’‘‛ʻʼʽ`´′‵＇]")
_ACRONYM: Final = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b)?")
_NO_WORD: Final = re.compile(r"[^\w(),]+|_+")
_ABBREVIATED: Final[dict[str, str]] = {
    "dem": "democratic",
    "fed": "federal",
    "is": "islands",
    "rep": "republic",
    "st": "saint",
    "ste": "sainte",
}
_ABBREVIATION: Final = re.compile(r"\b(dem|fed|is|rep|ste?)\.")
_SAINT: Final = re.compile(r"\bst(?=\s)")
_ARTICLE: Final = re.compile(r"\bthe\b")
_FORMER: Final = re.compile(r"^(?:former|formerly|ex|late)\s+|\s*\((?:former|formerly|ex|until [^()]*)\)$")
_PARENTHESIS: Final = re.compile(r"^(?P<base>[^()]+?)\s*\((?P<more>[^()]+)\)$")
_COMMA: Final = re.compile(r"^(?P<base>[^,()]+?)\s*,\s*(?P<more>[^()]+)$")
_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"})

# Two states or more are called so: what else is said tells which, and must not be left out unread.
_SHARED: Final = frozenset(
    {"china", "congo", "germany", "guinea", "ireland", "korea", "saint martin", "samoa", "sudan"}
    | {"viet nam", "vietnam", "virgin islands", "yemen"}
)
_TELLING: Final = re.compile(
    r"\b(?:north\w*|south\w*|east\w*|west\w*|dem\w*|people\w*|popular|republi\w*|kinshasa|leopoldville"
    r"|brazzaville|arab|federal|nationalist|taiwan|taipei|hong kong|macao|macau|dpr|dprk|drc|gdr|rok|prc|roc"
    r"|frg|brd|ddr|equatorial|bissau|papua|american|british|us|usa|united|hanoi|saigon|aden|sanaa?)\b"
)


def name_key(name: str) -> str:
    """`name` without what writers differ in: case, accents, apostrophes, dots, dashes, articles, footnotes.

    Commas and parentheses stay: they tell how the name is put together.
    """
    text = _TAG.sub(" ", _NOTE_TAG.sub(" ", html.unescape(name)))
    text = unicodedata.normalize("NFKC", _without_notes(text)).casefold()
    text = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not "\u0300" <= letter <= "\u036f"
    )
    text = _APOSTROPHES.sub("", text.translate(_LETTERS))
    text = text.replace("&", " and ")
    text = _ACRONYM.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", text)
    text = _ABBREVIATION.sub(lambda found: _ABBREVIATED[found[1]] + " ", text)
    text = _ARTICLE.sub(" ", _SAINT.sub("saint", _NO_WORD.sub(" ", text)))
    text = re.sub(r"\(\s*\)", " ", text)
    text = re.sub(r"\s*([(),])\s*", r"\1", text).strip(", ")
    text = text.replace("(", " (").replace(")", ") ").replace(",", ", ")
    return " ".join(text.split()).replace(") ,", "),").strip(", ")


def _without_notes(text: str) -> str:
    # Superscript digits become ordinary ones only in NFKC: they are taken off before, with the others.
    return _NOTES.sub("", re.sub(r"[⁰¹²³⁴-⁹]", " 1 ", text)).strip()


@dataclass(frozen=True)
class PartyNames:
    """Names of states by `name_key`, each of one state."""

    by_key: Mapping[str, str]

    @classmethod
    def from_tables(
        cls, names: pl.DataFrame, states: pl.DataFrame | None = None, labels: pl.DataFrame | None = None
    ) -> Self:
        """From norm_country_names; norm_states for the states that are no more; norm_country_labels."""
        return cls(party_codes(names, states, labels))

    def code(self, name: str) -> str | None:
        """The code of the state that `name` means, or None."""
        for key in _readings(name_key(name)):
            found = self.by_key.get(key)
            if found is not None:
                return found
        return None

    def codes(self, column: pl.Expr) -> pl.Expr:
        """The codes of a column of names; null where a name means no state that is known."""
        return column.map_batches(self.resolve, return_dtype=pl.String, is_elementwise=True)

    def resolve(self, names: pl.Series) -> pl.Series:
        """The codes of a series of names, of the same length."""
        text = names.cast(pl.String)
        found = {name: self.code(name) for name in text.unique().drop_nulls().to_list()}
        return text.replace_strict(list(found), list(found.values()), default=None, return_dtype=pl.String)


def party_codes(
    names: pl.DataFrame, states: pl.DataFrame | None = None, labels: pl.DataFrame | None = None
) -> dict[str, str]:
    """The state's code by `name_key` of each of its names.

    Where one text is a name of two states, the first of these decides: norm_states, which has names as
    registers write them ("Congo" is COG); norm_country_names, first what is not ambiguous in news;
    norm_country_labels. Within one of them such a text means neither. Never by a demonym, capital or seat.
    """
    clear = pl.col("kind").is_in(_NAME_KINDS) & ~pl.col("is_ambiguous")
    ranked = [
        _state_names(states),
        *(_pairs(names.filter(clear & (pl.col("origin") == origin)), "name") for origin in _ORIGINS),
        () if labels is None else _pairs(labels, "label"),
        _pairs(names.filter(pl.col("kind").is_in(_NAME_KINDS) & pl.col("is_ambiguous")), "name"),
    ]
    by_key: dict[str, str] = {}
    ambiguous: set[str] = set()
    for pairs in ranked:
        found: dict[str, set[str]] = {}
        for code, name in pairs:
            found.setdefault(name_key(name), set()).add(code)
        for key, codes in found.items():
            if len(codes) > 1:
                ambiguous.add(key)
            elif key and key not in ambiguous:
                by_key.setdefault(key, next(iter(codes)))
    return by_key


def _pairs(frame: pl.DataFrame, column: str) -> Iterator[tuple[str, str]]:
    for code, name in frame.select("country_code", column).iter_rows():
        if _COLLOQUIAL.match(name) is None or column == "label":
            yield code, name


def _state_names(states: pl.DataFrame | None) -> Iterator[tuple[str, str]]:
    """Code and name of each name in norm_states."""
    if states is None:
        return
    for row in states.iter_rows(named=True):
        given: Iterable[str | None] = (row["name"], row["official_name"], *(row["aliases"] or ()))
        for name in given:
            if name:
                yield row["country_code"], name


def _readings(key: str) -> Iterator[str]:
    """What a name may say, the most literal first."""
    yield key
    plain = _FORMER.sub("", key).strip()
    if plain != key:
        yield from _readings(plain)
        return
    for pattern in (_PARENTHESIS, _COMMA):
        found = pattern.match(key)
        if found is None:
            continue
        base, more = found["base"].strip(", "), found["more"].strip(", ")
        # "Korea, Republic of", "Netherlands (Kingdom of the)", "Germany (Federal Republic)".
        yield f"{more} {base}"
        yield f"{more} of {base}"
        yield f"{base} {more}"
        if base not in _SHARED or _TELLING.search(more) is None:
            # "Bolivia (Plurinational State of)", "Hong Kong, China", "European Union (EU)".
            yield from _readings(base)
