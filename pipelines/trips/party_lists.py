"""Reads the parties that a part of a clause lists: which states, offices and names make one party."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipelines.extract.offices import OFFICE_KINDS
from pipelines.trips.parties import PartyFinder
from pipelines.trips.tokens import Token, tokens
from pipelines.trips.vocabulary import BODIES, STYLES


@dataclass
class Item:
    """One party of a list: states or organisations, office words, a name, the day behind it."""

    codes: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    name: str | None = None
    words: list[str] = field(default_factory=list)
    start: int = 0
    is_bare_name: bool = True
    is_plural: bool = False
    # "representatives of contributing countries": of somebody, and nobody can tell of whom.
    is_of_unknown: bool = False
    is_of_nobody: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.codes or self.offices or self.name)


def listed(finder: PartyFinder, clause: str, start: int, end: int, day: date) -> Iterator[Item]:
    """The parties that a part of a clause lists."""
    found = list(tokens(finder, clause, start, end, day))
    is_talks = re.search(r"\b(?:met|meetings?|talks|negotiat\w+|consult\w+|summit)\b", clause[:start], re.I)
    item = Item(start=start)
    shared: list[str] = []
    for number, token in enumerate(found):
        before = found[number - 1].kind if number else ","
        ahead = found[number + 1] if number + 1 < len(found) else None
        if token.kind in ",D":
            if token.kind == "D" or item.is_empty:
                continue
            if _goes_on(item, found[number + 1 :]):
                continue
            yield item
            shared = item.offices if item.is_plural and item.name else []
            item = Item(start=token.start)
        elif token.kind == "o":
            item.is_of_unknown = True
            item.words.append(token.text)
        elif token.kind == "S":
            if (item.name or item.offices) and before not in "o,":
                # "King Hussein of Jordan" has its "of"; a state right behind a name starts another party.
                if not (item.offices and item.name is None):
                    yield item
                    item = Item(start=token.start)
            # Not among the words: "Union" and "Community" would make nobody of a party.
            item.codes += [code for code in token.codes if code not in item.codes]
            if is_talks and not token.is_adjective and ahead is None:
                item.is_bare_name = False
        elif token.kind == "O":
            if item.name is not None and before == "N" and not item.offices:
                # "Quebec Premier", "Taliban officials": no state's.
                item.words.append(item.name)
                item.name, item.is_of_nobody = None, True
            elif item.name is not None:
                yield item
                item = Item(start=token.start)
            item.offices.append(token.text)
            item.words.append(token.text)
            item.is_plural = OFFICE_KINDS.get(token.text) == "people" or token.text.endswith("s")
            shared = []
        elif token.kind == "N" and item.is_plural and item.codes and before == ",":
            continue
        elif token.kind == "N":
            if item.name is not None:
                yield item
                item = Item(start=token.start)
            if not item.offices and shared and before == ",":
                item.offices = [shared[-1].removesuffix("s")]
            item.name = _styled(item.offices, token.text)
        else:
            item.words.append(token.text)
            item.is_of_unknown = item.is_of_unknown or token.text.lower() in BODIES
    if not item.is_empty:
        yield item


def _goes_on(item: Item, following: Sequence[Token]) -> bool:
    """Whether what follows a comma or "and" belongs to the same party.

    "the Foreign Ministers of Egypt and Jordan", "Syrian and Israeli officials", "Foreign and Defense Ministers".
    """
    nxt = [token for token in following if not (token.kind == "w" and token.text.lower() in ("the", "other"))]
    while nxt and nxt[0].kind == ",":
        nxt = nxt[1:]
    if not nxt or item.name is not None:
        return False
    ahead = nxt[1].kind if len(nxt) > 1 else ""
    if nxt[0].kind == "S" and item.codes and not item.offices:
        return any(token.kind == "O" for token in nxt) and _plural_follows(nxt)
    if nxt[0].kind == "S" and item.codes and item.is_plural:
        return ahead in ("", ",", "w", "D") and not nxt[0].is_adjective
    # A state of the list that nobody knows must not end it.
    return nxt[0].kind == "N" and item.is_plural and bool(item.codes) and ahead in ("", ",")


def _plural_follows(tokens: Sequence[Token]) -> bool:
    office = next(token for token in tokens if token.kind == "O")
    return office.text.endswith("s") or OFFICE_KINDS.get(office.text) == "people"


def _styled(offices: Sequence[str], name: str) -> str:
    """ "King Hussein", "Pope Paul VI": who is called by one name keeps the style in it."""
    style = offices[-1] if offices else ""
    single = len([word for word in name.split() if not re.fullmatch(r"[IVX]+", word)]) == 1
    return f"{style.title()} {name}" if style == "pope" or (style in STYLES and single) else name
