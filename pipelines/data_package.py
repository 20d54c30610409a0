"""A release's `datapackage.json`: a Data Package of version 2 (datapackage.org), written and read back.

Of the standard's own are names, types, keys, code lists (`categories` with their meanings), checksums and
licences. Ours beside them, which the standard permits: `unit` of a field, `rows` of a resource, `publisher` and
`licenses` of a source, `code` and `previous` of the package.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import metadata
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import polars as pl
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from pipelines.export import TableFile, code_version
from pipelines.schemas import Column, Table
from pipelines.schemas.articles import raw_files
from pipelines.sources.raw import SourceCard, read_card
from pipelines.storage import Storage

DATA_PACKAGE: Final = "datapackage.json"
LICENCE: Final = "LICENSE"
NAME: Final = "dragoman"
_PROFILES: Final = "https://datapackage.org/profiles/2.0/"
_SOURCES: Final = Path(__file__).parent / "sources"
_LICENCE_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")

_TYPES: Final[dict[pl.DataType, str]] = {
    pl.String(): "string",
    pl.Int64(): "integer",
    pl.Int32(): "integer",
    pl.Float64(): "number",
    pl.Boolean(): "boolean",
    pl.Date(): "date",
    pl.Datetime("us", "UTC"): "datetime",
    pl.List(pl.String()): "array",
}


class Key(BaseModel):
    """Of the schema of a resource what a later release needs: the columns of the key."""

    columns: list[str] = Field(alias="primaryKey")


class ReleasedFile(BaseModel):
    """A resource of an earlier release; its path is that of a file in the release's own folder."""

    name: str
    path: Annotated[str, Field(pattern=r"^[^/\\]+$")]
    hash: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
    key: Key = Field(alias="schema")

    @property
    def sha256(self) -> str:
        return self.hash.removeprefix("sha256:")


class ReleasedPackage(BaseModel):
    """An earlier release, as its descriptor tells of it."""

    name: Literal["dragoman"]
    version: str
    created: AwareDatetime
    resources: list[ReleasedFile]


def read_package(folder: Path) -> ReleasedPackage | None:
    """The release that lies in `folder`, by its descriptor; None where there is none of ours."""
    path = folder / DATA_PACKAGE
    try:
        package = ReleasedPackage.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    return package if package.version == folder.name else None


def data_package(
    files: Sequence[TableFile],
    *,
    version: str,
    created: datetime,
    previous: str | None,
    sources: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """The descriptor of a release of `files`, which lie beside it, as JSON has it.

    `created` is an instant in UTC, `previous` the version of the last release, `sources` as `package_sources`
    gives them. Raises KeyError for a type of column that has no name in the standard yet.
    """
    about = metadata(NAME)
    tables = [file.table for file in files]
    return {
        "$schema": _PROFILES + "datapackage.json",
        "name": NAME,
        "title": f"Dragoman {version}",
        "description": about["Summary"],
        "version": version,
        "created": created.isoformat().replace("+00:00", "Z"),
        "previous": previous,
        "code": code_version(),
        "licenses": [{"name": about["License-Expression"], "path": LICENCE}],
        "contributors": [{"title": "Dragoman contributors", "roles": ["creator"]}],
        "sources": list(sources),
        "resources": [_resource(file, tables) for file in files],
    }


def _resource(file: TableFile, tables: Sequence[Table]) -> dict[str, Any]:
    table = file.table
    schema: dict[str, Any] = {
        "$schema": _PROFILES + "tableschema.json",
        "fields": [_field(column, is_key=table.key == (column.name,)) for column in table.columns],
        "primaryKey": list(table.key),
    }
    foreign = [key for column in table.columns if (key := _foreign_key(column, table, tables)) is not None]
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "$schema": _PROFILES + "dataresource.json",
        "name": table.name,
        "path": file.name,
        "type": "table",
        "title": f"One row: {table.grain}",
        "description": table.description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": file.byte_count,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "schema": schema,
    }


def _field(column: Column, *, is_key: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.dtype],
        "description": column.description,
    }
    if column.unit is not None:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if is_key:
        constraints["unique"] = True
    if field["type"] == "array":
        item: dict[str, Any] = {"type": "string"}
        if column.codes:
            item["constraints"] = {"enum": list(column.codes)}
        field["arrayItem"] = item
    elif column.codes:
        constraints["enum"] = list(column.codes)
        field["categories"] = [{"value": code, "label": meaning} for code, meaning in column.codes.items()]
    if constraints:
        field["constraints"] = constraints
    return field


def _foreign_key(column: Column, table: Table, tables: Sequence[Table]) -> dict[str, Any] | None:
    """The foreign key that a column is: it refers to the whole key of a table that is in the release."""
    if column.references is None:
        return None
    name, _, referenced = column.references.partition(".")
    if not any(each.name == name and each.key == (referenced,) for each in tables):
        return None
    reference: dict[str, Any] = {"fields": [referenced]}
    # The standard wants a table that refers to itself to leave its name out.
    if name != table.name:
        reference["resource"] = name
    return {"fields": [column.name], "reference": reference}


def package_sources(storage: Storage) -> list[dict[str, Any]]:
    """Whom the rows come from, with publisher and licence: one entry per source, origin and licence.

    Told by the manifests of the raw files in use; where the data home has none, as one that only holds a
    warehouse, by the cards of the sources that ship with the project.
    """
    cards = {
        card.name: card
        for card in map(read_card, sorted(path.parent for path in _SOURCES.glob("*/source.yml")))
    }
    manifests = sorted(storage.table_path(raw_files.layer, "raw_*").parent.glob("raw_*.parquet"))
    if not manifests:
        return [_of_card(card, is_sample=True) for card in cards.values()]
    used = pl.concat(storage.read_table(raw_files, path.stem) for path in manifests).filter("is_current")
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    for row in used.sort(raw_files.order).iter_rows(named=True):
        entry = _of_file(row, cards.get(row["source"]))
        entries.setdefault((entry["title"], row["licence"]), entry)
    return list(entries.values())


def _of_file(row: dict[str, Any], card: SourceCard | None) -> dict[str, Any]:
    """The source of one raw file: the card's sample, what the sample is of, or a package whose data are read."""
    is_packaged = row["origin"] == "packaged"
    if card is not None and (row["licence"] == card.licence if is_packaged else card.remote is not None):
        return _of_card(card, is_sample=is_packaged)
    package, is_inside, _ = row["locator"].partition("/")
    title = package if is_packaged and is_inside else row["source"]
    return {"title": title, "licenses": [_licence(row["licence"])]}


def _of_card(card: SourceCard, *, is_sample: bool) -> dict[str, Any]:
    """A source by its card: the files that ship with the project, or the published dataset."""
    entry: dict[str, Any] = {"title": card.title}
    remote = None if is_sample else card.remote
    if remote is not None:
        entry["path"] = remote.files[0].url
    elif card.remote is not None:
        entry["title"] += " (sample)"
    if remote is None and card.url is not None:
        entry["path"] = card.url
    entry["publisher"] = card.publisher if remote is None else remote.publisher
    entry["licenses"] = [_licence(card.licence if remote is None else remote.licence)]
    entry["description"] = card.description
    return entry


def _licence(text: str) -> dict[str, str]:
    """An identifier is a name; what a publisher says in words is a title."""
    return {"name": text} if _LICENCE_IDENTIFIER.fullmatch(text) else {"title": text}
