"""How far two names of persons agree: transliterations, short forms, orders of a name.

A name alone never decides who is meant; pipelines.normalize.persons does, by spells in office as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.fuzz import ratio

# REIGN's "(2nd time)", "(acting)", "(f)", cut off in places: "(1st", "(".
_NOTE: Final = re.compile(r"\s*\([^()]*\)|\s*\([^()]*$")
_INVERTED: Final = re.compile(r"^(?P<family>[^,]+?)\s*,\s*(?P<given>[^,]+)$")
_GENERATION: Final = re.compile(r"^(?:jr|sr|junior|senior|[ivx]+)$")
_APOSTROPHES: Final = re.compile(r"['’‘‛ʻʼʽ`´′]")
_NO_LETTER: Final = re.compile(r"[^a-z]+")

# What stands before or within a name and says nothing of who it is.
_PARTICLES: Final = frozenset(
    [
        "al",
        "el",
        "ad",
        "as",
        "ash",
        "at",
        "ath",
        "an",
        "ar",
        "az",
        "bin",
        "ibn",
        "ben",
        "bint",
        "ould",
        "abu",
        "abd",
        "de",
        "da",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "di",
        "del",
        "della",
        "und",
        "haji",
        "hajji",
        "sheikh",
        "shaikh",
        "sheik",
        "king",
        "queen",
        "prince",
        "sultan",
        "emir",
        "sir",
        "dame",
        "dr",
        "gen",
        "general",
        "mr",
        "mrs",
        "tan",
        "sri",
        "dato",
        "tun",
        "ayatollah",
        "lyonpo",
    ]
)

# One sound, one letter; the left is what transliterations have. Order matters: the longest come first.
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|schtsch|chtch|szcz", "S"),
        (r"tsch|tch|cz", "C"),
        (r"dzh|dsch|dj", "J"),
        (r"sch|sh|sz", "S"),
        (r"ch", "C"),
        (r"zh", "J"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"ph", "f"),
        (r"bh", "b"),
        (r"tz|ts", "c"),
        (r"ck|q", "k"),
        (r"c(?=[aoulrkn]|$)", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"(?<=[aeiou])h(?=[^aeiou]|$)", ""),
        (r"[iy](?=[aeou])|(?<=[aeou])[iy]", ""),
        (r"[iy]+", "i"),
        (r"ae|oe", "e"),
    )
)
_TWICE: Final = re.compile(r"(.)\1+")
_VOWELS: Final = re.compile(r"[aeiou]")

# Letters of a hundred that two spellings of one word share at least; shorter words must be alike.
_ALIKE: Final = 83
_SHORT: Final = 4
_WHOLE_ALIKE: Final = 90


def readable(name: str) -> str:
    """A REIGN name in plain order, without what was noted beside it: "Gandhi, I." is "I. Gandhi"."""
    plain = " ".join(_NOTE.sub(" ", name).split())
    inverted = _INVERTED.match(plain)
    if inverted and _letters(inverted["given"]) not in ("jr", "sr", "ii", "iii", "iv"):
        return f"{inverted['given']} {inverted['family']}"
    return plain


@lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case and Latin letters, without marks: ("kasym", "zhomart", "tokaev").

    Without particles and titles, unless nothing else is there. Empty where no letter is left.
    """
    plain = _APOSTROPHES.sub("", anyascii(_APOSTROPHES.sub("", readable(name)))).lower()
    found = [word for word in _NO_LETTER.split(plain) if word]
    told = tuple(word for word in found if word not in _PARTICLES)
    return told or tuple(found)


@lru_cache(maxsize=100_000)
def sounds(word: str) -> tuple[str, ...]:
    """How a word of `words` may sound, spelled alike whatever the transliteration.

    `j` is read as in English and French ("Jomart", "Zhomart") and as in German and most Slavic languages,
    `q` as k and as g ("Qaddafi", "Gaddafi").
    """
    spelled = {word, word.replace("j", "y"), word.replace("j", "zh"), word.replace("q", "g")}
    readings = {_sound(each) for each in spelled}
    return tuple(sorted(readings))


def _sound(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return _TWICE.sub(r"\1", word)


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.lower())


@lru_cache(maxsize=500_000)
def _alike(one: str, other: str) -> bool:
    """Whether two words are spellings of one."""
    if one == other:
        return True
    return any(_sound_alike(a, b) for a in sounds(one) for b in sounds(other))


def _sound_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORT:
        return False
    skeletons = _VOWELS.sub("", one), _VOWELS.sub("", other)
    if skeletons[0] == skeletons[1] and len(skeletons[0]) >= 3:
        return DamerauLevenshtein.distance(one, other) <= 2
    return one[0] == other[0] and ratio(one, other) >= _ALIKE


@lru_cache(maxsize=100_000)
def closely_alike(one: str, other: str) -> bool:
    """Whether two words are spellings of one and hardly another word: Hasan is not Husein, Belen not Berlen."""
    return any(
        a == b or (a[:1] == b[:1] and _VOWELS.sub("", a) == _VOWELS.sub("", b) and ratio(a, b) >= _ALIKE)
        for a in sounds(one)
        for b in sounds(other)
    )


def _is_initial_of(one: str, other: str) -> bool:
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


@dataclass(frozen=True)
class Likeness:
    """How far two names agree. `full` takes two words of the same person; a surname alone is not that."""

    full: bool
    exact: bool


def likeness(one: str, other: str) -> Likeness | None:
    """How two names can be of one person, None where they cannot.

    All words of the shorter must have their own in the longer, at least one of them more than an initial.
    """
    shorter, longer = sorted((words(one), words(other)), key=len)
    if not shorter:
        return None
    # Not the first word: that is an initial, or Xi.
    numbers = [{word for word in name[1:] if _GENERATION.match(word)} for name in (shorter, longer)]
    if all(numbers) and numbers[0] != numbers[1]:
        return None
    joined = "".join(shorter), "".join(longer)
    if len(longer) > 1 and (joined[0] == joined[1] or _joined_alike(*joined)):
        # Chinese names come out of their script in one word.
        return Likeness(full=True, exact=True)
    left = list(longer)
    strong = 0
    for word in sorted(shorter, key=len, reverse=True):
        match = next((each for each in left if len(each) > 1 and len(word) > 1 and _alike(word, each)), None)
        if match is not None:
            strong += 1
        else:
            match = next((each for each in left if _is_initial_of(word, each)), None)
            if match is None:
                return _with_joined_words(shorter, longer)
        left.remove(match)
    if not strong:
        return None
    return Likeness(full=len(shorter) > 1, exact=len(shorter) > 1 and not left)


def last_word(name: str) -> str:
    """The last of `words` that is no "Jr" and no "VI": the family name in most orders, "" without words."""
    told = words(name)
    while len(told) > 1 and _GENERATION.match(told[-1]):
        told = told[:-1]
    return told[-1] if told else ""


def shares_word(one: str, other: str) -> bool:
    return any(_alike(a, b) for a in words(one) for b in words(other) if min(len(a), len(b)) >= _SHORT)


def _joined_alike(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 10 and one[0] == other[0] and ratio(one, other) >= _WHOLE_ALIKE


def _with_joined_words(shorter: Sequence[str], longer: Sequence[str]) -> Likeness | None:
    """ "Kasymzhomart Tokayev" and "Kassym-Jomart Tokayev": two words of the one are one of the other."""
    for many, few in ((longer, shorter), (shorter, longer)):
        for at in range(len(many) - 1):
            joined = [*many[:at], many[at] + many[at + 1], *many[at + 2 :]]
            if len(joined) == len(few) > 1 and all(
                any(len(word) > 1 and _alike(word, each) for each in joined) for word in few
            ):
                return Likeness(full=True, exact=True)
    return None
