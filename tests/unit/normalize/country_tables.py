"""Countries, their codes and their names, made once for the tests of each."""

from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import polars as pl

from pipelines.normalize import reference
from pipelines.normalize.country_codes import country_codes
from pipelines.normalize.country_labels import country_labels
from pipelines.normalize.fit import Fitted
from pipelines.normalize.states import states
from pipelines.schemas.rows import LINE, LOCATOR, Row
from pipelines.sources.countries import client, parse
from pipelines.sources.country_codes import parse as published
from pipelines.sources.raw import RawFile, packaged_files

SOURCES = Path(__file__).resolve().parents[3] / "pipelines" / "sources"
DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"
REAL = DATA / "countries" / "country-codes.csv"
NO_UN_MEMBERS = {"COK", "NIU", "PSE", "TWN", "VAT", "XKX"}


class Tables(NamedTuple):
    states: Fitted
    codes: Fitted
    labels: Fitted


@lru_cache
def own_rows() -> dict[str, list[Row]]:
    return {file.locator: parse.parse(file).rows for file in client.fetch()}


@lru_cache
def known() -> pl.DataFrame:
    rows = own_rows()
    return reference.countries(rows["pycountry/iso3166-1.json"], rows["corrections.csv"]).frame


@lru_cache
def tables(*, real: bool = False) -> Tables:
    (file,) = packaged_files(SOURCES / "country_codes")
    data = REAL.read_bytes() if real else file.data
    rows = published.parse(RawFile("country_codes", REAL.name, data, "PDDL-1.0", datetime.now(UTC))).rows
    own = own_rows()
    former = own["pycountry/iso3166-3.json"]
    all_states = states(own["states.csv"], own["state_names.csv"], former, known())
    return Tables(
        all_states,
        country_codes(own["codes.csv"], former, rows, all_states.frame),
        country_labels(own["state_names.csv"], rows, all_states.frame),
    )


def on(day: date) -> pl.Expr:
    return (pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)) & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= day)
    )


def published_row(**cells: str) -> Row:
    return {**cells, LOCATOR: "country-codes.csv", LINE: 7}
