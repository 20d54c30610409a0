"""From a declared table to what Dagster shows of it: the asset's spec, and the metadata of a run."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import dagster as dg
import polars as pl

from pipelines.schemas import Column, Table, codebook_type
from pipelines.schemas.reject import Reject

OWNERS = ["team:dragoman"]
PREVIEW_ROWS = 8
PREVIEW_WIDTH = 60


def table_spec(table: Table, *, deps: Iterable[str], kinds: set[str], **more: Any) -> dg.AssetSpec:
    """The spec of the asset that holds `table`, keyed by the table's name and grouped by its layer."""
    return dg.AssetSpec(
        more.pop("key", table.name),
        deps=deps,
        group_name=table.layer,
        description=f"{table.description}\n\nOne row: {table.grain}.",
        owners=OWNERS,
        kinds=kinds,
        metadata={"dagster/column_schema": column_schema(table), **more.pop("metadata", {})},
        **more,
    )


def column_schema(table: Table) -> dg.TableSchema:
    """The columns of `table` as Dagster shows them."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                codebook_type(column.dtype),
                description=_description(column),
                constraints=dg.TableColumnConstraints(
                    nullable=column.nullable,
                    unique=table.key == (column.name,),
                    other=[f"one of: {', '.join(column.codes)}"] if column.codes else None,
                ),
            )
            for column in table.columns
        ]
    )


def _description(column: Column) -> str:
    return column.description if column.unit is None else f"{column.description} [{column.unit}]"


def column_lineage(table: Table, sources: Mapping[str, Iterable[tuple[str, str]]]) -> dg.TableColumnLineage:
    """Lineage of `table`: `sources` gives per column the (asset, column) pairs that it is made from.

    A column that references another table's column is made from that one. Raises ValueError where
    `sources` names a column that the table does not have.
    """
    unknown = set(sources) - set(table.column_names)
    if unknown:
        raise ValueError(f"{table.name} has no columns {sorted(unknown)}")
    pairs = {name: list(made_from) for name, made_from in sources.items()}
    for column in table.columns:
        if column.references is not None and column.name not in pairs:
            asset, _, referenced = column.references.partition(".")
            pairs[column.name] = [(asset, referenced)]
    return dg.TableColumnLineage(
        {
            name: [
                dg.TableColumnDep(asset_key=dg.AssetKey(asset), column_name=column)
                for asset, column in made_from
            ]
            for name, made_from in pairs.items()
        }
    )


def run_metadata(frame: pl.DataFrame, rejects: Iterable[Reject] = (), **more: Any) -> dict[str, Any]:
    """Row count, preview, and rejects by reason of what one run wrote."""
    reasons = Counter(reject.reason for reject in rejects)
    metadata: dict[str, Any] = {
        "dagster/row_count": frame.height,
        "preview": dg.MetadataValue.md(markdown(frame.head(PREVIEW_ROWS))),
        "reject_count": sum(reasons.values()),
    }
    if reasons:
        table = pl.DataFrame({"reason": list(reasons), "rows": list(reasons.values())}).sort("reason")
        metadata["rejects_by_reason"] = dg.MetadataValue.md(markdown(table))
    return metadata | more


def markdown(frame: pl.DataFrame) -> str:
    """`frame` as a Markdown table, long cells cut."""
    lines = ["| " + " | ".join(frame.columns) + " |", "|" + " --- |" * frame.width]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in frame.iter_rows()]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split()).replace("|", "\\|")
    return text if len(text) <= PREVIEW_WIDTH else text[: PREVIEW_WIDTH - 1] + "…"
