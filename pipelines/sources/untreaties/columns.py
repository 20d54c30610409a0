"""Headers of the UN's status tables: which acts a column holds, and by which letter each is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# What the UN Treaty Collection puts beside a date. Anything else in parentheses is part of the act's name.
LETTERS: Final = frozenset({"a", "A", "AA", "c", "C", "d", "n", "p", "P", "s", "w", "W"})

# Commas stand inside the names of acts too; a new one begins with a capital.
_BETWEEN_TERMS: Final = re.compile(r",\s*(?=[A-Z])")
_LETTER: Final = re.compile(r"^(?P<term>.*\S)(?P<space>\s*)\((?P<letter>[A-Za-z]{1,2})\)$")
_PARTICULAR: Final = re.compile(
    r"(?:resolution|registration number|unts (?:volume|page)|(?:foot)?notes?|remarks?|comments?"
    r"|territor(?:y|ies)|reservations?|declarations? and reservations?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ActColumn:
    """A column of acts: the terms of its header without a letter, and those with one, by letter."""

    name: str
    plain: tuple[str, ...]
    lettered: Mapping[str, tuple[str, ...]]

    def terms(self, letter: str | None) -> tuple[str, ...]:
        """What a date with `letter` means by this header; nothing where the header does not say.

        Letters are case-sensitive: `a` is accession and `A` acceptance. A date without a letter is the act
        without one, or the only act that there is.
        """
        if letter is not None:
            return self.lettered.get(letter, ())
        if self.plain:
            return self.plain
        only = [term for terms in self.lettered.values() for term in terms]
        return tuple(only) if len(only) == 1 else ()


def is_particular(name: str) -> bool:
    """Whether a column says something about the acts of its line rather than holding one."""
    return _PARTICULAR.fullmatch(name) is not None


def act_column(name: str) -> ActColumn:
    """The acts of header `name`, such as "Ratification, Acceptance(A), Accession(a)"."""
    plain: list[str] = []
    lettered: dict[str, tuple[str, ...]] = {}
    for part in _BETWEEN_TERMS.split(name):
        term, letter = _split(part.strip())
        if letter is None:
            plain.append(term)
        else:
            lettered[letter] = (*lettered.get(letter, ()), term)
    return ActColumn(name, tuple(plain), lettered)


def _split(part: str) -> tuple[str, str | None]:
    found = _LETTER.match(part)
    if found is None or found["letter"] not in LETTERS:
        return part, None
    # "Notification under article 7 (1) (a)" names a subparagraph, "articles 3 (2) and (3)(P)" a letter.
    if found["space"] and re.search(r"[\d)]$", found["term"]):
        return part, None
    return found["term"], found["letter"]
