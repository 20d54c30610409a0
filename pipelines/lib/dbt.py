"""How dbt's models, sources and tests appear among Dagster's assets."""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

from pipelines.lib.tables import OWNERS


class LayerTranslator(DagsterDbtTranslator):
    """Keys by the model's name, groups by layer (its schema), owners and kinds as elsewhere."""

    def __init__(self) -> None:
        # Tests on sources as checks would let marts build past a failed blocking check: left off.
        super().__init__(
            settings=DagsterDbtTranslatorSettings(
                enable_asset_checks=True, enable_source_tests_as_checks=False
            )
        )

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return dg.AssetKey(dbt_resource_props["name"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        return layer_of(dbt_resource_props)

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return OWNERS


def layer_of(dbt_resource_props: Mapping[str, Any]) -> str:
    """The layer of a dbt resource: the folder below models/, or `seeds`."""
    if dbt_resource_props["resource_type"] == "seed":
        return "staging"
    return str(dbt_resource_props["fqn"][1])
