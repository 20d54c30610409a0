"""Evaluate an extractor on labelled articles: counts, rates, and how far chance could move them."""

import json
import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from rich.table import Table

from pipelines.evaluate.score import KINDS, LEVELS, ArticleScore, Counts, score_article
from pipelines.extract.extractor import Extractor, Failure
from pipelines.extract.models import Article
from pipelines.sources.corpus import client as corpus_client

BOOTSTRAP_SAMPLES = 1000
# A fixed seed: the same articles and rows give the same intervals, so that a release can be compared.
BOOTSTRAP_SEED = 20261124

GOLD_FOLDER = Path(__file__).parent / "gold"
# Strict F1 by set and kind, as it was when the extractor was last changed for the better.
RECORDED = Path(__file__).parent / "recorded.json"
# A set of a few dozen articles moves by this much when one hard article changes its mind.
TOLERANCE = 0.02


@dataclass(frozen=True)
class Evaluation:
    """The scores of every article, in the order given; those in `failures` were not read and count as empty."""

    ids: list[str]
    scores: list[ArticleScore]
    failures: list[Failure] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Totals by kind and level with 95 % intervals, slices, attributes."""
        result: dict[str, Any] = {"articles": len(self.ids)}
        for kind in KINDS:
            totals = {
                level: _rates(_total(score.counts[kind, level] for score in self.scores))
                | {"f1_interval": _interval([score.counts[kind, level] for score in self.scores])}
                for level in LEVELS
            }
            result[kind] = {**totals, "by": self._by(kind), "attributes": self._attributes(kind)}
        return result

    def _by(self, kind: str) -> dict[str, dict[str, Any]]:
        sums: dict[tuple[str, str], Counts] = {}
        for score in self.scores:
            for (of_kind, name, value), counts in score.slices.items():
                if of_kind == kind:
                    sums[name, value] = sums.get((name, value), Counts()) + counts
        by: dict[str, dict[str, Any]] = {}
        for (name, value), counts in sorted(sums.items()):
            by.setdefault(name, {})[value] = _rates(counts)
        return by

    def _attributes(self, kind: str) -> dict[str, dict[str, float]]:
        hits: Counter[tuple[str, bool]] = Counter()
        for score in self.scores:
            for (of_kind, name, hit), count in score.attributes.items():
                if of_kind == kind:
                    hits[name, hit] += count
        return {
            name: {
                "accuracy": round(hits[name, True] / (hits[name, True] + hits[name, False]), 4),
                "of": hits[name, True] + hits[name, False],
            }
            for name in sorted({name for name, _ in hits})
        }


def read_gold(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Labelled articles of JSON Lines files. Raises ValueError naming file and line.

    Labels without a text are those of the embedded corpus, where the text stands.
    """
    articles: list[dict[str, Any]] = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if line.strip():
                try:
                    labelled = json.loads(line)
                    articles.append(
                        labelled if "text" in labelled else _embedded()[labelled["id"]] | labelled
                    )
                except json.JSONDecodeError as error:
                    raise ValueError(f"{path}:{number}: {error}") from error
    return articles


@lru_cache(maxsize=1)
def _embedded() -> dict[str, dict[str, Any]]:
    """The articles of the embedded corpus by id."""
    (file,) = corpus_client.fetch()
    articles = [json.loads(line) for line in file.data.decode().split("\n") if line.strip()]
    return {article["id"]: article for article in articles}


def article_of(labelled: Mapping[str, Any]) -> Article:
    """A labelled article as an extractor takes it."""
    return Article(
        id=labelled["id"],
        title=labelled.get("title") or "",
        text=labelled["text"],
        published=date.fromisoformat(labelled["published"]) if labelled.get("published") else None,
        source=labelled.get("source"),
        url=labelled.get("url"),
        language=labelled.get("language") or "en",
    )


def evaluate(extractor: Extractor, gold: Sequence[Mapping[str, Any]], listed: Collection[str]) -> Evaluation:
    """Extract every gold article and score it; an article that fails counts as having no rows."""
    scores = []
    failures = []
    for item, outcome in zip(gold, extractor.extract_many(map(article_of, gold)), strict=True):
        if isinstance(outcome, Failure):
            failures.append(outcome)
            found: dict[str, Any] = {}
        else:
            found = outcome.to_json()
        scores.append(score_article(item, found, listed))
    return Evaluation([item["id"] for item in gold], scores, failures)


def evaluate_sets(
    extractor: Extractor, paths: Iterable[Path], agreements: pl.DataFrame
) -> dict[str, Evaluation]:
    """The evaluation of each file by its stem; `agreements` is norm_agreements."""
    listed = frozenset(agreements["agreement"])
    return {path.stem: evaluate(extractor, read_gold([path]), listed) for path in paths}


def quality(extractor: Extractor, evaluations: Mapping[str, Evaluation]) -> dict[str, Any]:
    """The content of quality.json: whose figures they are, and the figures of each set."""
    return {
        "extractor": extractor.name,
        "extractor_version": extractor.version,
        "sets": {name: evaluation.to_json() for name, evaluation in evaluations.items()},
    }


def recorded_figures() -> dict[str, dict[str, float]]:
    """Strict F1 by set and kind as recorded in the repository."""
    recorded: dict[str, dict[str, float]] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return recorded


def fallen(
    figures: Mapping[str, Mapping[str, Any]], recorded: Mapping[str, Mapping[str, float]]
) -> list[str]:
    """What lies more than `TOLERANCE` below its recorded value, or is not there at all; [] where all is well."""
    below = []
    for name, kinds in recorded.items():
        for kind, value in kinds.items():
            now = figures[name][kind]["strict"]["f1"] if name in figures else None
            if now is None or now < value - TOLERANCE:
                below.append(f"{name} {kind}: strict F1 {now}, recorded {value}")
    return below


def report_table(title: str, figures: Mapping[str, Any]) -> Table:
    """The figures of one set as a table: a row per kind and level, and per step, format and factuality."""
    grid = Table(title=f"{title}: {figures['articles']} articles", title_justify="left")
    for column in ("", "precision", "recall", "F1", "95 %", "matched", "predicted", "gold"):
        grid.add_column(column, justify="left" if not column else "right")
    for kind in KINDS:
        for level in LEVELS:
            of = figures[kind][level]
            low, high = of["f1_interval"]
            grid.add_row(f"{kind} {level}", *_cells(of), f"{low:.2f}–{high:.2f}", *_sizes(of))
        for name, values in figures[kind]["by"].items():
            for value, of in values.items():
                grid.add_row(f"  {name} {value}", *_cells(of), "", *_sizes(of))
        for name, of in figures[kind]["attributes"].items():
            grid.add_row(f"  {name}", f"{of['accuracy']:.2f}", "", "", "", "", "", str(of["of"]))
        grid.add_section()
    return grid


def _cells(of: Mapping[str, Any]) -> list[str]:
    return [f"{of[name]:.2f}" for name in ("precision", "recall", "f1")]


def _sizes(of: Mapping[str, Any]) -> list[str]:
    return [str(of[name]) for name in ("matched", "predicted", "gold")]


def _total(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def _rates(counts: Counts) -> dict[str, Any]:
    return {
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "f1": round(counts.f1, 4),
        "matched": counts.matched,
        "predicted": counts.predicted,
        "gold": counts.gold,
    }


def _interval(counts: Sequence[Counts]) -> list[float]:
    """The 95 % percentile interval of F1, articles drawn with replacement."""
    draw = random.Random(BOOTSTRAP_SEED)
    values = sorted(_total(draw.choices(counts, k=len(counts))).f1 for _ in range(BOOTSTRAP_SAMPLES))
    return (
        [round(values[int(BOOTSTRAP_SAMPLES * part)], 4) for part in (0.025, 0.975)] if counts else [0.0, 0.0]
    )
