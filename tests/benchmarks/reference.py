"""Time to load the reference datasets, beside plainly parsing the same bytes in the same run.

    python -m tests.benchmarks.reference [--folder ../shared/data] [--repeat 3]

Plain parsing is the standard library's csv and lxml's parser, results thrown away: the least that anybody pays who
looks at every cell. The load is everything from the files to the fitted tables and the counts of each file,
trip remarks read by the lexicon included. How cost grows: the same with the UN's tables alone, once, twice and
four times as many of them.
"""

import argparse
import csv
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from pipelines.datasets import load
from pipelines.reference import reference_tables
from pipelines.settings import Settings

DATASETS = ("countries", "untreaties", "wipo", "historyatstate", "reign")


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of `times` runs: what the work costs where nothing disturbs it."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def plainly_parsed(folder: Path) -> tuple[int, int]:
    """Files and bytes that were parsed."""
    files = size = 0
    for name in DATASETS:
        for path in sorted((folder / name).rglob("*")):
            if path.suffix not in (".csv", ".xml"):
                continue
            data = path.read_bytes()
            files, size = files + 1, size + len(data)
            if path.suffix == ".xml":
                etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
            else:
                for _ in csv.reader(io.StringIO(data.decode("utf-8", "replace"))):
                    pass
    return files, size


def main() -> int:
    """Print seconds, rows and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("../shared/data"))
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        print(f"{arguments.folder} is not there: reference datasets not measured (--folder)")
        return 0
    core = reference_tables()

    def loaded(**sources: object) -> int:
        settings = Settings.model_validate({"sources": sources})
        return sum(int(counts["rows_in"].sum()) for _, _, counts in load(settings, core))

    files, size = plainly_parsed(arguments.folder)
    plain = best_of(arguments.repeat, lambda: plainly_parsed(arguments.folder))
    rows = loaded(folder=arguments.folder)
    whole = best_of(arguments.repeat, lambda: loaded(folder=arguments.folder))
    print(
        f"{files} files, {size / 1e6:.1f} MB, {rows:,} rows: {whole:.1f} s, {whole / plain:.1f} x plain parsing"
    )
    with tempfile.TemporaryDirectory() as name:
        samples = best_of(arguments.repeat, loaded)
        for times in (1, 2, 4):
            folder = Path(name) / str(times)
            folder.mkdir()
            for path in (arguments.folder / "untreaties").glob("[0-9]*.csv"):
                for copy in range(times):
                    shutil.copy(path, folder / f"{path.stem}-{copy}.csv")
            seconds = (
                best_of(arguments.repeat, lambda folder=folder: loaded(untreaties=str(folder))) - samples
            )
            count = loaded(untreaties=str(folder))
            print(f"  UN tables x {times}: {count:,} rows, {seconds:.2f} s over the samples'")
    return 0


if __name__ == "__main__":
    sys.exit(main())
