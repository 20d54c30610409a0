"""Time the warehouse: from claims to facts, in one build of all, and in one more day of news.

Claims are made by seed (`tests/benchmarks/claims.py`), skewed as news is. For each size: seconds and peak memory of
`dbt build` without its tests, seconds of a build after one more day, and how the work grows with the claims: the
exponent of seconds over claims between one size and the next, of the models alone, since dbt's start is the same.
Sizes are given as arguments, by default 50,000, 500,000 and 5,000,000 (some six minutes on two cores, 3 GB of disk).
"""

import json
import math
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from pipelines.schemas.dbt_yaml import DBT_PROJECT
from pipelines.storage import Storage
from tests.benchmarks.claims import add_day, write_claims_home

SIZES = (50_000, 500_000, 5_000_000)
CLAIMS_OF_A_DAY = 1200
# What leads from nodes to encounters: the part of the work that could grow faster than the claims.
RESOLUTION = (
    "int_meeting_claims_grouped",
    "int_meeting_nodes_described",
    "int_meeting_nodes_linked",
    "int_meeting_hubs_matched",
    "int_meeting_links_logged",
)


@dataclass(frozen=True)
class Timing:
    """One build: its wall time with dbt's start, that of the models, and that of the resolution; in seconds."""

    wall: float
    models: float
    resolution: float


def build(storage: Storage, folder: Path) -> Timing:
    """Build the warehouse of a home. Raises RuntimeError with what dbt printed."""
    storage.build_database.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"DRAGOMAN_HOME": str(storage.home), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    project = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    places = ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    begun = time.perf_counter()
    done = subprocess.run(
        [str(Path(sys.executable).with_name("dbt")), "build", "--exclude-resource-type", "test", "unit_test"]
        + project
        + places,
        env=environment,
        cwd=DBT_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    results = json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))
    seconds = {each["unique_id"].split(".")[-1]: each["execution_time"] for each in results["results"]}
    return Timing(wall, results["elapsed_time"], sum(seconds[name] for name in RESOLUTION))


def peak_memory() -> float:
    """Gigabytes that the largest child of this process has held so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2


def exponent(smaller: tuple[int, float], larger: tuple[int, float]) -> float:
    """1 where seconds grow as the claims do, 2 where they grow as their square."""
    return math.log(larger[1] / smaller[1]) / math.log(larger[0] / smaller[0])


def main(sizes: tuple[int, ...] = SIZES) -> None:
    console = Console(width=120)
    grid = Table(title="Warehouse: dbt build without tests, seconds", title_justify="left")
    columns = ("claims", "all, with start", "models", "resolution", "peak GB", "one day more", "models of it")
    for column in columns:
        grid.add_column(column, justify="right")
    full: list[tuple[int, Timing]] = []
    for size in sizes:
        with TemporaryDirectory(prefix="dragoman-bench-") as name:
            folder = Path(name)
            storage = write_claims_home(folder / "home", size)
            at_once = build(storage, folder)
            memory = peak_memory()
            day = build(add_day(storage.home, CLAIMS_OF_A_DAY, seed=11), folder)
        full.append((size, at_once))
        figures = (at_once.wall, at_once.models, at_once.resolution, memory, day.wall, day.models)
        grid.add_row(f"{size:,}", *(f"{figure:.1f}" for figure in figures))
    console.print(grid)
    for (smaller, before), (larger, after) in pairwise(full):
        models = exponent((smaller, before.models), (larger, after.models))
        resolution = exponent((smaller, before.resolution), (larger, after.resolution))
        console.print(
            f"{smaller:,} → {larger:,}: exponent {models:.2f} (models), {resolution:.2f} (resolution)"
        )


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
