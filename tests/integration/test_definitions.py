"""The code location loads, and what it holds keeps the rules of the house."""

import dagster as dg
import pytest

from pipelines.definitions import defs
from pipelines.lib.checks import WAREHOUSE_POOL
from pipelines.schemas import TABLES

LAYERS = ["sources", "raw", "normalized", "extracted", "staging", "intermediate", "marts", "exports"]


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return defs()


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions):
    return definitions.resolve_asset_graph()


def test_the_code_location_can_be_loaded(definitions: dg.Definitions) -> None:
    # As the UI does it: names of jobs and assets that clash are found only here.
    dg.Definitions.validate_loadable(definitions)


def test_every_asset_is_described_owned_and_in_a_layer(graph) -> None:
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.group_name in LAYERS, key
        assert node.description, key
        assert node.owners, key
        assert node.kinds, key


def test_every_declared_table_is_an_asset(graph) -> None:
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert set(TABLES) - {"raw_files"} <= keys


def test_data_flow_from_left_to_right(graph) -> None:
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        for parent in node.parent_keys:
            before, after = graph.get(parent).group_name, node.group_name
            assert LAYERS.index(before) <= LAYERS.index(after), (parent, key)


def test_whoever_opens_the_build_database_is_in_the_pool_of_one(definitions) -> None:
    """dbt's models, the checks on what they build, and the copy that is published."""
    graph = definitions.resolve_asset_graph()
    opened = {"staging", "intermediate", "marts"}
    pooled = set()
    for assets in graph.assets_defs:
        groups = {graph.get(key).group_name for key in assets.keys}
        checked = {graph.get(key.asset_key).group_name for key in assets.check_keys}
        is_copy = any(key.to_user_string() == "warehouse" for key in assets.keys)
        if (groups | checked) & opened or is_copy:
            assert assets.op.pools == {WAREHOUSE_POOL}, assets.op.name
            pooled.add(assets.op.name)
    assert {"dbt_models", "warehouse", "fct_accessions_expectations"} <= pooled


def test_blocking_checks_stand_at_every_boundary(graph) -> None:
    guarded = {key.asset_key for key in graph.asset_check_keys if graph.get_check_spec(key).blocking}
    for layer in ("raw", "normalized", "extracted", "marts"):
        for key in graph.get_all_asset_keys():
            if graph.get(key).group_name == layer:
                assert key in guarded, key


def test_the_job_the_schedule_and_the_sensor_are_there(definitions) -> None:
    assert definitions.resolve_job_def("main")
    assert definitions.resolve_schedule_def("daily").cron_schedule == "0 5 * * *"
    assert definitions.resolve_sensor_def("inbox_sensor").job_name == "main"
