"""All tables by name."""

from typing import Final

from pipelines.schemas.articles import ARTICLE_TABLES
from pipelines.schemas.core import Table
from pipelines.schemas.country_codes import COUNTRY_CODE_TABLES
from pipelines.schemas.leaders import LEADER_TABLES
from pipelines.schemas.marts import MART_TABLES
from pipelines.schemas.mentions import MENTION_TABLES
from pipelines.schemas.reference import REFERENCE_TABLES
from pipelines.schemas.treaty_actions import TREATY_TABLES
from pipelines.schemas.trips import TRIP_TABLES

DATASET_TABLES: Final = (*COUNTRY_CODE_TABLES, *TREATY_TABLES, *LEADER_TABLES, *TRIP_TABLES)

TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (*ARTICLE_TABLES, *REFERENCE_TABLES, *DATASET_TABLES, *MENTION_TABLES, *MART_TABLES)
}


def table(name: str) -> Table:
    """The table called `name`. Raises KeyError where there is none."""
    return TABLES[name]
