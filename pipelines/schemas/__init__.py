"""The columns of every table: name, type, code list, description; and nothing that reads or writes them.

One source for the polars schemas, the expectations, dbt's contracts and the codebook.
"""

from pipelines.schemas.core import Column, Table, codebook_type, empty_frame
from pipelines.schemas.registry import TABLES, table

__all__ = ["TABLES", "Column", "Table", "codebook_type", "empty_frame", "table"]
