"""A data home with a small published warehouse that keeps every blocking expectation, made without dbt."""

import json
from pathlib import Path

import duckdb

from data_quality.source_facts import expected_rows
from pipelines.schemas import codebook_type
from pipelines.schemas.marts import MART_TABLES
from pipelines.storage import Storage

# As many agreements as the register has: fewer are refused.
AGREEMENTS = expected_rows("registry", "agreements.csv")


def small_home(folder: Path) -> Storage:
    """Every mart, empty but for three countries and the agreements; and figures of the extractor."""
    storage = Storage(folder)
    storage.exports.mkdir(parents=True)
    storage.quality.write_text(json.dumps({"extractor_version": "test", "sets": {}}), encoding="utf-8")
    with duckdb.connect(str(storage.warehouse)) as connection:
        connection.execute("create schema marts")
        for table in MART_TABLES:
            columns = ", ".join(f'"{column.name}" {codebook_type(column.dtype)}' for column in table.columns)
            connection.execute(f"create table marts.{table.name} ({columns})")
        connection.execute(
            """
            insert into marts.dim_country (country_code, iso2_code, name, aliases) values
                ('KAZ', 'KZ', 'Kazakhstan', []), ('ARE', 'AE', 'Emirates', ['UAE']), ('TUR', 'TR', 'Turkey', null)
            """
        )
        connection.execute(
            """
            insert into marts.dim_agreement
                (agreement, name, is_listed, legal_form, opened_date, opened_date_precision,
                 in_force_date_precision, founding_members, source_url)
            select 'treaty-' || lpad(number::varchar, 4, '0'), 'Treaty ' || number, true, 'treaty',
                date '1949-04-04' + number::integer, 'day', 'unknown', ['FRA', 'GBR'], 'https://example.org/treaty'
            from range(?) as numbers (number)
            """,
            [AGREEMENTS],
        )
    return storage


def alter(storage: Storage, *statements: str) -> None:
    """Change the published warehouse, as a later run would."""
    with duckdb.connect(str(storage.warehouse)) as connection:
        for statement in statements:
            connection.execute(statement)
