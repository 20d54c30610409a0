"""The reference tables, from the files that ship with the project, in memory.

For the command line, the evaluation and the tests, which need no data home; the pipeline takes the same
functions step by step, with the bytes and the tables kept.
"""

from collections.abc import Callable, Iterable

import polars as pl

from pipelines.normalize.reference import normalize_all
from pipelines.schemas.rows import Row
from pipelines.sources.cities import client as cities_client
from pipelines.sources.cities import parse as cities_parse
from pipelines.sources.countries import client as countries_client
from pipelines.sources.countries import parse as countries_parse
from pipelines.sources.raw import Parsed, RawFile
from pipelines.sources.registry import client as registry_client
from pipelines.sources.registry import parse as registry_parse

REFERENCE_SOURCES: dict[str, tuple[Callable[[], Iterable[RawFile]], Callable[[RawFile], Parsed]]] = {
    "countries": (countries_client.fetch, countries_parse.parse),
    "cities": (cities_client.fetch, cities_parse.parse),
    "registry": (registry_client.fetch, registry_parse.parse),
}


def reference_tables() -> dict[str, pl.DataFrame]:
    """Every `norm_` reference table by name. Takes about a second; rows that do not fit are left out."""
    rows: dict[str, list[Row]] = {}
    for name, (fetch, parse) in REFERENCE_SOURCES.items():
        for file in fetch():
            rows[f"{name}/{file.locator}"] = parse(file).rows
    return {name: fitted.frame for name, fitted in normalize_all(rows).items()}
