"""Match extracted rows with gold rows, one to one, at three strictnesses, and count.

`strict` asks for the same step (or format) and factuality, `lenient` for the same group of steps, `pair`
for the same party and agreement (or half of the countries in common). Rules of pipelines/schemas/annotation-guide.md.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Row = Mapping[str, Any]
Level = Literal["strict", "lenient", "pair"]
LEVELS: tuple[Level, ...] = ("strict", "lenient", "pair")
KINDS = ("accessions", "meetings")

STEP_GROUPS = {
    "interest": "before",
    "invitation": "before",
    "application": "before",
    "negotiation": "before",
    "announcement": "announced",
    "approval": "announced",
    "signature": "joined",
    "ratification": "joined",
    "accession": "joined",
    "entry_into_force": "joined",
    "suspension": "left",
    "withdrawal": "left",
    "refusal": "refused",
}

# Names of unlisted agreements are the annotator's wording: this much of it must be found again.
NAME_SIMILARITY = 0.8
OVERLAP = 0.5


@dataclass(frozen=True)
class Counts:
    """Matched, predicted and gold rows; the rates are 0 where their denominator is."""

    matched: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.matched + other.matched, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class ArticleScore:
    """What one article adds: counts by (kind, level), by slice, and attribute hits of strict matches."""

    counts: dict[tuple[str, str], Counts] = field(default_factory=dict)
    slices: dict[tuple[str, str, str], Counts] = field(default_factory=dict)
    attributes: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    missed: list[tuple[str, Row]] = field(default_factory=list)
    spurious: list[tuple[str, Row]] = field(default_factory=list)


def score_article(gold: Row, predicted: Row, listed: Collection[str]) -> ArticleScore:
    """Score one article. `gold` has text, title and rows; `listed` are the slugs of the register."""
    score = ArticleScore()
    for kind in KINDS:
        gold_rows, rows = gold[kind], list(predicted.get(kind) or [])
        matches = _accession_matches(listed) if kind == "accessions" else _meeting_matches
        for level in LEVELS:
            pairs = _pair_up(gold_rows, rows, matches, level)
            score.counts[kind, level] = Counts(len(pairs), len(rows), len(gold_rows))
            if level == "strict":
                _attributes(score, kind, gold, pairs, gold_rows, rows)
                _slices(score, kind, pairs, gold_rows, rows)
    return score


Matches = Callable[[Row, Row, Level], bool]


def _accession_matches(listed: Collection[str]) -> Matches:
    def matches(gold: Row, row: Row, level: Level) -> bool:
        if gold["party"] != row["party"] or not same_agreement(gold["agreement"], row["agreement"], listed):
            return False
        if level == "pair":
            return True
        if level == "lenient":
            return STEP_GROUPS[gold["step"]] == STEP_GROUPS[row["step"]]
        return bool(gold["step"] == row["step"] and gold["factuality"] == row["factuality"])

    return matches


def same_agreement(gold: str, name: str, listed: Collection[str]) -> bool:
    """Whether two slugs mean one agreement; names outside the list may differ a little in wording."""
    if gold == name:
        return True
    if gold in listed or not name:
        return False
    matcher = difflib.SequenceMatcher(None, gold.removeprefix("the-"), name.removeprefix("the-"))
    return matcher.ratio() >= NAME_SIMILARITY


def _meeting_matches(gold: Row, row: Row, level: Level) -> bool:
    left, right = set(gold["countries"]), set(row["countries"])
    overlap = len(left & right) / len(left | right) if left | right else 0.0
    if level == "pair":
        return overlap >= OVERLAP
    same_format = gold["format"] in ("unspecified", row["format"])
    if level == "lenient":
        same_happening = (gold["factuality"] == "actual") == (row["factuality"] == "actual")
        return overlap >= OVERLAP and (same_format or row["format"] == "unspecified") and same_happening
    return left == right and same_format and gold["factuality"] == row["factuality"]


def _pair_up(
    gold_rows: Sequence[Row], rows: Sequence[Row], matches: Matches, level: Level
) -> list[tuple[int, int]]:
    """Pairs (gold, predicted) of a maximum matching by augmenting paths; equal dates are tried first."""
    edges = [
        sorted(
            (j for j, row in enumerate(rows) if matches(gold, row, level)),
            key=lambda j, gold=gold: not date_agrees(gold.get("date"), rows[j].get("date")),  # type: ignore[misc]
        )
        for gold in gold_rows
    ]
    taken: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in edges[i]:
            if j not in seen:
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in range(len(gold_rows)):
        place(i, set())
    return [(i, j) for j, i in taken.items()]


def date_agrees(gold: str | None, found: str | None) -> bool:
    """Whether the dates are the same, or the found one is finer within the gold one."""
    if gold is None:
        return found is None
    return bool(found) and (found == gold or str(found).startswith(gold + "-"))


def _attributes(
    score: ArticleScore,
    kind: str,
    article: Row,
    pairs: Iterable[tuple[int, int]],
    gold_rows: Sequence[Row],
    rows: Sequence[Row],
) -> None:
    def count(name: str, hit: bool) -> None:
        score.attributes[kind, name, hit] += 1

    for row in rows:
        evidence = row["evidence"]
        count(
            "evidence_verbatim",
            bool(evidence) and (evidence in article["text"] or evidence in article["title"]),
        )
    for i, j in pairs:
        gold, row = gold_rows[i], rows[j]
        agrees = date_agrees(gold.get("date"), row.get("date"))
        count("date", agrees)
        if gold.get("date"):
            count("stated_date", agrees)
        if kind == "accessions":
            count("capacity", (gold.get("capacity") or "member") == (row.get("capacity") or "member"))
            continue
        count("visit", bool(gold.get("visit")) == bool(row.get("visit")))
        count(
            "location_country",
            (gold.get("location_country") or None) == (row.get("location_country") or None),
        )
        found = last_names(row.get("persons"))
        for name in last_names(gold.get("persons")):
            count("persons_recall", name in found)


def last_names(names: Iterable[str] | None) -> set[str]:
    """The last word of each name, without regard to capitals: how persons are compared."""
    return {name.split()[-1].casefold() for name in names or [] if name.strip()}


def _slices(
    score: ArticleScore,
    kind: str,
    pairs: Sequence[tuple[int, int]],
    gold_rows: Sequence[Row],
    rows: Sequence[Row],
) -> None:
    names = ("step", "factuality") if kind == "accessions" else ("format", "factuality")
    matched_gold, matched_rows = {i for i, _ in pairs}, {j for _, j in pairs}
    for name in names:
        for i, gold in enumerate(gold_rows):
            key = (kind, name, gold[name])
            score.slices[key] = score.slices.get(key, Counts()) + Counts(int(i in matched_gold), 0, 1)
        for row in rows:
            key = (kind, name, row[name])
            score.slices[key] = score.slices.get(key, Counts()) + Counts(0, 1, 0)
    score.missed += [(kind, gold) for i, gold in enumerate(gold_rows) if i not in matched_gold]
    score.spurious += [(kind, row) for j, row in enumerate(rows) if j not in matched_rows]
