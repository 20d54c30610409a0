"""Countries, their codes and their names together: nothing of ours is rejected, and the suites hold."""

import polars as pl
import pytest
from country_tables import REAL, tables

from data_quality.suites.norm_country_codes import norm_country_codes_suite
from data_quality.suites.norm_country_labels import norm_country_labels_suite
from data_quality.suites.norm_states import norm_states_suite


def test_nothing_of_ours_is_rejected() -> None:
    assert [fitted.rejects for fitted in tables()] == [[], [], []]


@pytest.mark.parametrize(
    "real", [False, pytest.param(True, marks=pytest.mark.skipif(not REAL.exists(), reason="not here"))]
)
def test_the_tables_meet_their_suites(real: bool) -> None:
    found = tables(real=real)
    for fitted, suite in zip(
        found, (norm_states_suite(), norm_country_codes_suite(), norm_country_labels_suite()), strict=True
    ):
        derived = fitted.frame.select(**suite.derived)
        assert {name: derived[name].all() for name in derived.columns} == dict.fromkeys(derived.columns, True)
    states = set(found.states.frame["country_code"])
    assert set(found.codes.frame["country_code"]) | set(found.labels.frame["country_code"]) <= states
    assert set(found.states.frame["successor_codes"].explode().drop_nulls()) <= states


def test_the_suite_finds_a_code_of_two_states_and_an_unknown_successor() -> None:
    codes = tables().codes.frame
    austria = codes.filter((pl.col("scheme") == "fips") & (pl.col("code") == "AU"))
    twice = pl.concat([codes, austria.with_columns(pl.lit("AUS").alias("country_code"))])
    assert not twice.select(**norm_country_codes_suite().derived)["_one_at_a_time"].all()
    states = tables().states.frame.with_columns(
        pl.when(pl.col("country_code") == "SUN")
        .then(pl.lit(["XXX"]))
        .otherwise("successor_codes")
        .alias("successor_codes")
    )
    assert not states.select(**norm_states_suite().derived)["_successors_known"].all()
