"""The asset `release` and its job: a run of the main job never makes a release."""

from pathlib import Path

import dagster as dg
import pytest
from small_warehouse import alter, small_home

from pipelines.definitions import defs
from pipelines.defs.exports import release


def materialized(version: str | None = None) -> dict[str, dg.MetadataValue]:
    config = dg.RunConfig({"release": {"config": {"version": version}}})
    result = dg.materialize([release], run_config=config)
    assert result.success
    (event,) = result.get_asset_materialization_events()
    return dict(event.materialization.metadata)


def test_the_asset_tells_version_path_rows_and_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = small_home(tmp_path)
    monkeypatch.setenv("DRAGOMAN_HOME", str(tmp_path))
    first = materialized("1.0")
    assert (first["version"].value, first["is_new"].value) == ("1.0", True)
    assert first["path"].value == str(storage.exports / "1.0")
    assert (storage.exports / "1.0" / "datapackage.json").exists()
    assert materialized()["is_new"].value is False
    alter(storage, "delete from marts.dim_country where country_code = 'ARE'")
    second = materialized("1.1")
    assert second["previous"].value == "1.0"
    assert second["dagster/row_count"].value == first["dagster/row_count"].value - 1
    assert "| dim_country | 0 | 0 | 1 |" in second["changes"].value


def test_only_its_own_job_makes_a_release() -> None:
    definitions = defs()
    graph = definitions.resolve_asset_graph()
    key = dg.AssetKey("release")
    assert graph.get(key).group_name == "exports"
    assert dg.AssetKey("warehouse") in graph.get(key).parent_keys
    own = definitions.resolve_job_def("make_release").asset_layer.selected_asset_keys
    assert own == {key}
    assert definitions.resolve_job_def("main").asset_layer.selected_asset_keys == (
        graph.materializable_asset_keys - {key}
    )
