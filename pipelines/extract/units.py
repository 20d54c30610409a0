"""Cut a sentence into the units of which talk about diplomacy is made: states, organisations, offices, names.

Every unit gets one letter, so that noun phrases can be found by patterns over the letters (`actors.py`).
The small model's parse is too unsure of "Prime Ministers A of B, C of D and E" to be leant on here.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc, Token

from pipelines.extract.lexicon import Lexicon, StateName
from pipelines.extract.offices import MODIFIERS, OFFICE_KINDS, STYLES, OfficeIndex, fold_name


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTICLES: Final = _words("al bin ben de da del van von der den el ibn abu la di dos du ul ud le ter of") - {
    "of"
}
_ORGANISATIONS: Final = _words(
    "un nato eu council-of-europe osce efta eea brics sco cis csto eaeu ots african-union afcfta ecowas"
    " aes sadc eac igad asean saarc arab-league gcc oic opec opec-plus mercosur celac caricom oas oecd iea"
    " wto imf world-bank who unesco iaea g7 g20 group-of-77 aukus quad commonwealth francophonie pif d-8 cica"
    " three-seas visegrad nordic-council iora bimstec interpol gecf apec coalition-of-the-willing comesa"
    " unhrc adb aiib new-development-bank"
)
# Bodies that speak for an organisation without bearing its name.
_ORGANS: Final = re.compile(
    r"European (?:Commission|Council|Parliament|External Action Service)|(?<![\w.])EU(?![\w])|(?<=the"
    r" )Commission(?=['’]s| [Pp]resident| chief)"
    r"|(?<=the )Union(?=['’]s foreign)|(?:U\.N\.|UN|United Nations)(?: (?:Security Council|General"
    r" Assembly|Human Rights Council))?"
    r"|UNHCR|UNICEF|UNDP|World Food Programme|UNRWA|OCHA|North Atlantic Council|Commonwealth(?="
    r" Secretary)|International Atomic Energy Agency"
)
_SUN: Final = re.compile(r"^(?:U\.N|UN|United|UNHCR|UNICEF|UNDP|World Food|UNRWA|OCHA)")
_NO_NAMES: Final = _words(
    "January February March April May June July August September October November December Monday Tuesday"
    " Wednesday Thursday Friday Saturday Sunday I Mr Mrs Ms Dr Mr. Mrs. Ms. Dr. HE H.E. Captain Datuk Seri"
    " Sir Dato Truth Fox News Social Reuters Day Hall Palace Base Airport House Group Holding Street"
    " Square Island Islands Sea River Strait"
)
_HONORIFICS: Final = _words("mr mrs ms dr mr. mrs. ms. dr. sir he h.e. mme lord lady")
# Names of two and more words that are nobody's, and words that make a name a thing's.
_NO_PERSONS: Final = frozenset(["Central Asia", "South Caucasus", "Middle East", "West Bank", "White House"])
_THINGS: Final = _words(
    "mount lake cape fort port party house palace airport street square council court assembly parliament ministry office agency"
    " committee commission university institute bank army force forces summit forum conference declaration"
    " times post journal gazette herald tribune news radio television hotel hall centre center valley river"
    " sea ocean island islands strait mountains desert region province district city airlines company group"
    " holding fund foundation association federation union league alliance treaty convention accord accords"
    " agreement protocol charter pact war day week month year asia europe africa america east west north south"
)
# States that are also people's names.
GIVEN_NAMES: Final = frozenset(
    ["Jordan", "Chad", "Georgia", "Israel", "Ireland", "Holland", "England", "France"]
)
_NUMBER = frozenset(
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "both",
        "all",
    ]
)


@dataclass(frozen=True)
class Unit:
    """Tokens `start` to `end` (exclusive); `kind` the letter, `codes` the states meant, `word` the folded text.

    Letters: S state, D adjective of a state, L its people, G organisation, O office, M modifier of an office,
    N name, A article, H possessive pronoun, P personal pronoun, # number, ' possessive mark, o "of",
    t other preposition, c "and", ',' comma, '-' hyphen or slash, x anything else.
    """

    kind: str
    start: int
    end: int
    codes: tuple[str, ...] = ()
    word: str = ""
    is_ambiguous: bool = False
    name_kind: str = ""


def cut_units(
    doc: Doc, lexicon: Lexicon, offices: OfficeIndex, known: frozenset[str], headline: bool
) -> list[Unit]:
    """Units in order, covering every token once. `known`: folded parts of names met before."""
    spans = _named_spans(doc, lexicon)
    units: list[Unit] = []
    index = 0
    while index < len(doc):
        token = doc[index]
        unit = spans.get(index)
        if unit is not None and not (unit.kind in "SD" and _inside_name(doc, unit, spans, offices)):
            units.append(unit)
            index = unit.end
            continue
        office = _office(doc, index)
        if office is not None:
            units.append(office)
            index = office.end
            continue
        end = _name_end(doc, index, spans, known, headline, offices)
        if end > index:
            units.append(Unit("N", index, end, word=fold_name(doc[index:end].text)))
            index = end
            continue
        units.append(Unit(_letter(token), index, index + 1, word=token.lower_))
        index += 1
    return units


def letters(units: list[Unit]) -> str:
    """One letter per unit."""
    return "".join(unit.kind for unit in units)


def _named_spans(doc: Doc, lexicon: Lexicon) -> dict[int, Unit]:
    """States and organisations by the index of their first token."""
    spans: dict[int, Unit] = {}
    text = doc.text
    for match in _ORGANS.finditer(text):
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is not None:
            code = "un" if _SUN.match(match[0]) else "nato" if match[0].startswith("North") else "EUE"
            code = "commonwealth" if match[0] == "Commonwealth" else "iaea" if "Atomic" in match[0] else code
            spans[span.start] = Unit("G", span.start, span.end, (code,))
    covered = {i for unit in spans.values() for i in range(unit.start, unit.end)}
    for hit in lexicon.agreements.find(text):
        slugs = [value.slug for value in hit.values if not value.is_contextual]
        span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
        if (
            span is None
            or not slugs
            or slugs[0] not in _ORGANISATIONS
            or covered & set(range(span.start, span.end))
        ):
            continue
        if slugs[0] == "eu" and text[hit.start : hit.end].islower():
            continue
        spans[span.start] = Unit("G", span.start, span.end, ("EUE" if slugs[0] == "eu" else slugs[0],))
        covered |= set(range(span.start, span.end))
    for group in lexicon.groups.find(text):
        span = doc.char_span(group.start, group.end, alignment_mode="expand")
        if (
            span is not None
            and not covered & set(range(span.start, span.end))
            and len(set(group.values)) == 1
        ):
            spans[span.start] = Unit(
                "S", span.start, span.end, tuple(sorted(group.values[0])), span.text, name_kind="group"
            )
            covered |= set(range(span.start, span.end))
    for state in lexicon.states.find(text):
        span = doc.char_span(state.start, state.end, alignment_mode="expand")
        if span is None or covered & set(range(span.start, span.end)):
            continue
        unit = _state_unit(doc, span.start, span.end, state.values)
        if unit is not None:
            spans[span.start] = unit
    return spans


def _state_unit(doc: Doc, start: int, end: int, values: tuple[StateName, ...]) -> Unit | None:
    codes = tuple(dict.fromkeys(value.code for value in values))
    if len(codes) > 1:
        # "Washington" and "Georgia" mean the one state whose name is not marked doubtful.
        sure = tuple(dict.fromkeys(value.code for value in values if not value.is_ambiguous))
        codes = sure[:1]
    if not codes:
        codes = (values[0].code,) if values[0].kind in ("name", "alias", "capital") else ()
    if not codes:
        return None
    kinds = {value.kind for value in values if value.code == codes[0]}
    last = doc[end - 1]
    kind = "S"
    if "demonym_adjective" in kinds and not kinds & {"name", "capital"}:
        kind = "L" if last.tag_ in ("NNPS", "NNS") and "demonym_noun_plural" in kinds else "D"
    elif "demonym_noun_plural" in kinds and not kinds & {"name", "alias", "capital"}:
        kind = "L"
    name_kind = "seat" if "seat" in kinds else "capital" if "capital" in kinds else "name"
    return Unit(
        kind, start, end, codes, doc[start:end].text, any(value.is_ambiguous for value in values), name_kind
    )


def _inside_name(doc: Doc, unit: Unit, spans: dict[int, Unit], offices: OfficeIndex) -> bool:
    """Whether "Jordan" or "Chad" is part of a person's name here."""
    if unit.end - unit.start > 1 or not doc[unit.start].text[:1].isupper():
        return False
    token = doc[unit.start]
    before = doc[unit.start - 1] if unit.start else None
    after = doc[unit.end] if unit.end < len(doc) else None
    whole = [t.text for t in (before, token, after) if t is not None]
    if any(offices.knows(" ".join(pair)) for pair in pairwise(whole)):
        return unit.kind != "D"
    return bool(
        (unit.is_ambiguous or token.text in GIVEN_NAMES)
        and unit.kind == "S"
        and unit.start - 1 not in spans
        and follows_a_name(doc, unit.start)
    )


def follows_a_name(doc: Doc, start: int) -> bool:
    """Whether the word before makes the one at `start` part of a longer name: "Michael Jordan", "Lake Chad"."""
    before = doc[start - 1] if start else None
    return (
        before is not None
        and before.pos_ == "PROPN"
        and before.text[:1].isupper()
        and before.whitespace_ != ""
        and before.lower_ not in MODIFIERS
        and fold_name(before.text) not in OFFICE_KINDS
    )


def _office(doc: Doc, index: int) -> Unit | None:
    for size in (4, 3, 2, 1):
        if index + size <= len(doc):
            words = doc[index : index + size].text.lower().replace("defense", "defence")
            kind = OFFICE_KINDS.get(words)
            if kind is not None:
                last = doc[index + size - 1]
                if size == 1 and last.pos_ in ("VERB", "ADV", "AUX") and not last.text[:1].isupper():
                    return None
                if words in (
                    "general",
                    "chief",
                    "head",
                    "deputy",
                    "secretary",
                    "state",
                    "military",
                    "member",
                ) and (index + 1 < len(doc) and doc[index + 1].lower_ in OFFICE_KINDS):
                    return None  # a modifier of the office that follows
                return Unit("O", index, index + size, word=words)
    return None


def _letter(token: Token) -> str:
    word = token.lower_
    if word in ("the", "a", "an", "this", "that", "these", "those"):
        return "A"
    if word in _NUMBER:
        return "#"
    if word in ("his", "her", "its", "their") and token.tag_ == "PRP$":
        return "H"
    if word in ("he", "she", "him", "her", "they", "them", "himself", "herself", "it", "who", "whom"):
        return "P"
    if word in ("'s", "'") and token.tag_ in ("POS", "VBZ", "''", "NNP", "''"):
        return "'" if token.tag_ == "POS" or word == "'s" else "x"
    if word == "of":
        return "o"
    if word in ("for", "to", "in", "at", "on"):
        return "t"
    if word in ("and", "&", "or"):
        return "c"
    if word == ",":
        return ","
    if word in ("-", "/", "\u2013", "\u2014", "\u2212"):
        return "-"
    if word in MODIFIERS or word.replace("-", " ") in MODIFIERS or token.pos_ == "ADJ":
        return "M"
    return "x"


def _name_end(
    doc: Doc, index: int, spans: dict[int, Unit], known: frozenset[str], headline: bool, offices: OfficeIndex
) -> int:
    """Where the name that starts at `index` ends; `index` itself where none starts."""
    if not _name_word(doc[index], known, headline):
        # "al-Sharaa", "bin Zayed" after a title
        if not (doc[index].lower_ in ("al", "el") and index + 2 < len(doc) and doc[index + 1].text == "-"):
            return index
    end = index + 1
    while end < len(doc):
        token = doc[end]
        if (
            token.text == "-"
            and end + 1 < len(doc)
            and not doc[end - 1].whitespace_
            and not token.whitespace_
        ):
            if doc[end + 1].text[:1].isalpha() and not (end + 1 in spans and end - 1 == index):
                end += 2
                continue
            break
        if end in spans and not _inside_name(doc, spans[end], spans, offices):
            break
        if token.lower_ in _PARTICLES and not token.text.isupper():
            ahead = end + 1
            while ahead < len(doc) and (doc[ahead].lower_ in _PARTICLES or doc[ahead].text == "-"):
                ahead += 1
            if ahead < len(doc) and doc[ahead].text[:1].isupper() and ahead not in spans:
                end = ahead + 1
                continue
            break
        if _name_word(token, known, headline, inside=True) and _office(doc, end) is None:
            end += 1
            continue
        break
    words = doc[index:end]
    folded = fold_name(words.text)
    if folded in known or offices.knows(words.text):
        return end
    if len(words) == 1:
        # One capitalised word alone is a name behind an office or a style: "King Hamad", "President Azali".
        before = doc[index - 1].lower_ if index else ""
        is_titled = before in OFFICE_KINDS or before in STYLES or before in _HONORIFICS
        return end if is_titled and OFFICE_KINDS.get(before) != "people" else index
    if words.text in _NO_PERSONS or (set(folded.split()) & _THINGS and not set(folded.split()) & known):
        return index
    return end


def _name_word(token: Token, known: frozenset[str], headline: bool, inside: bool = False) -> bool:
    text = token.text
    if not text[:1].isupper() or not any(c.isalpha() for c in text) or text in _NO_NAMES:
        return False
    folded = fold_name(text)
    if folded in known:
        return True
    if headline and not inside:
        return False
    if token.lower_ in MODIFIERS or token.lower_ in OFFICE_KINDS:
        return False
    if re.fullmatch(r"[A-Z]\.?(?:[A-Z]\.)*", text):
        return inside or (
            token.i + 1 < len(token.doc)
            and token.doc[token.i + 1].pos_ == "PROPN"
            and token.text.endswith(".")
        )
    if text.isupper() and len(text) > 2:
        return False
    return token.pos_ == "PROPN"
