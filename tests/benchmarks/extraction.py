"""Articles per second of the extractor, as a ratio to a plain `nlp.pipe` of the same spaCy model in the same run.

    python -m tests.benchmarks.extraction [--repeat 3] [--articles 400]

(a) the labelled articles, repeated; (b) a mix with 80 % unrelated news-like text. Each size is read by the
plain pipe on one core and by the extractor on all. Also checked: the screen loses no row. Memory: peak of
the process while a long stream is read, at two lengths.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import cycle, islice

import spacy

from pipelines.evaluate.report import GOLD_FOLDER, article_of, read_gold
from pipelines.extract.extractor import LearnedExtractor
from pipelines.extract.language import MODEL
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.models import Article
from pipelines.reference import reference_tables
from tests.benchmarks.unrelated import unrelated_articles


def labelled() -> list[Article]:
    """The labelled articles of the project."""
    return [article_of(item) for item in read_gold(sorted(GOLD_FOLDER.glob("*.jsonl")))]


def repeated(articles: list[Article], count: int) -> list[Article]:
    """The articles over and over under new ids, `count` in all."""
    return [replace(a, id=f"{a.id}/{n}") for n, a in enumerate(islice(cycle(articles), count))]


def mixed(articles: list[Article], count: int) -> list[Article]:
    """One labelled article to four unrelated ones."""
    wanted, others = iter(repeated(articles, count // 5)), unrelated_articles(count - count // 5)
    return [next(wanted) if n % 5 == 0 else next(others) for n in range(count // 5 * 5)]


def seconds(work: Callable[[], Iterable[object]]) -> float:
    """Wall time of the work, its results thrown away."""
    started = time.perf_counter()
    for _ in work():
        pass
    return time.perf_counter() - started


def main() -> int:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    nlp = spacy.load(MODEL)
    extractor = LearnedExtractor(Lexicon.from_tables(reference_tables()))
    gold = labelled()
    for name, articles in (
        ("labelled articles", repeated(gold, arguments.articles)),
        ("80 % unrelated", mixed(gold, arguments.articles * 5)),
    ):
        texts = [f"{a.title}\n\n{a.text}" for a in articles]
        ratios = []
        for _ in range(arguments.repeat):
            plain = seconds(lambda texts=texts: nlp.pipe(texts))  # type: ignore[misc]
            ours = seconds(lambda articles=articles: extractor.extract_many(articles))  # type: ignore[misc]
            ratios.append(plain / ours)
            print(
                f"{name}: {len(articles)} articles; plain pipe {len(articles) / plain:.1f}/s, extractor"
                f" {len(articles) / ours:.1f}/s on {extractor.workers} cores: {plain / ours:.2f} times"
            )
        print(f"{name}: {sorted(ratios)[len(ratios) // 2]:.2f} times (median of {len(ratios)})")
    stopped = [extractor.read(article) for article in gold if not extractor.screen.passes(article)]
    lost = sum(len(found.accessions) + len(found.meetings) for found in stopped)
    print(f"rows lost by the screen on the labelled articles: {lost}")
    for count in (2_000, 20_000):
        seconds(lambda count=count: extractor.extract_many(unrelated_articles(count)))  # type: ignore[misc]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"stream of {count} articles: peak memory {peak:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
