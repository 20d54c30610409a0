"""All tables by name."""

from typing import Final

from pipelines.schemas.articles import ARTICLE_TABLES
from pipelines.schemas.core import Table
from pipelines.schemas.marts import MART_TABLES
from pipelines.schemas.mentions import MENTION_TABLES
from pipelines.schemas.reference import REFERENCE_TABLES

TABLES: Final[dict[str, Table]] = {
    table.name: table for table in (*ARTICLE_TABLES, *REFERENCE_TABLES, *MENTION_TABLES, *MART_TABLES)
}


def table(name: str) -> Table:
    """The table called `name`. Raises KeyError where there is none."""
    return TABLES[name]
