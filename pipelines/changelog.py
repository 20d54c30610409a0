"""How the tables of a release differ from those of the last one: by key, told to machines and to people.

The work grows with the rows of the tables that differ; two versions of one table are in memory at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import polars as pl
import pyarrow.parquet as pq

from pipelines.schemas import empty_frame
from pipelines.schemas.releases import ROW_CHANGES, changes

EXAMPLES: Final = 10

# Names that no column of a table has, for the columns of the last release in a join.
_BEFORE: Final = "\x1fbefore"
_IS_NOW: Final = "\x1fis now"
_WAS: Final = "\x1fwas"
_KEY: Final = "\x1fkey"

# A value is cut at this many characters, where people read it.
_WIDTH: Final = 60


@dataclass(frozen=True)
class Version:
    """One table in one release: its file, and the columns of its key."""

    path: Path
    key: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """A row that was added, changed or retracted: its key, some of its values, and each value before and now."""

    key: str
    values: tuple[Any, ...]
    differences: tuple[tuple[str, Any, Any], ...]

    def markdown(self) -> str:
        text = _code(self.key)
        if self.values:
            text += f" ({', '.join(map(_value, self.values))})"
        told = [f"{_code(name)} {_value(was)} → {_value(now)}" for name, was, now in self.differences]
        return f"{text}: {'; '.join(told)}" if told else text


@dataclass(frozen=True)
class TableChanges:
    """What became of one table: how many rows by kind of change, what is to be said of its columns.

    `examples` are the first rows of each kind.
    """

    table_name: str
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    examples: Mapping[str, list[Example]] = field(default_factory=dict)

    def count(self, change: str) -> int:
        """How many rows were added, changed or retracted, by the code in ROW_CHANGES."""
        return self.counts.get(change, 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class ChangesFile:
    """The file with a row for every change (table `changes`), written table by table."""

    def __init__(self, path: Path, release: str, previous: str | None) -> None:
        self._release = release
        self._previous = previous
        self._schema = empty_frame(changes).to_arrow().schema
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self.rows = 0

    def add(self, table_name: str, rows: pl.DataFrame) -> None:
        """Write the changes of one table, as `row_changes` gives them."""
        whole = rows.select(
            release=pl.lit(self._release),
            previous_release=pl.lit(self._previous),
            table_name=pl.lit(table_name),
            row_key="row_key",
            change="change",
            changed_columns="changed_columns",
        )
        if whole.height:
            self._writer.write_table(whole.to_arrow().cast(self._schema))
            self.rows += whole.height

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()


def table_changes(
    table_name: str,
    before: Version | None,
    now: Version | None,
    file: ChangesFile,
    *,
    shown: Sequence[str] = (),
) -> TableChanges:
    """Compare two versions of a table, one of which may be missing, and write each change to `file`.

    Where the key has other columns than it had, no row can be followed: all are retracted, and added. `shown` are
    columns whose values tell people which row an example is.
    """
    old, new = _read(before), _read(now)
    notes = _notes(old, new)
    if before is None or now is None or old is None or new is None:
        rows = pl.concat([_all_of(old, before, "retracted"), _all_of(new, now, "added")])
    elif _can_follow(old, new, before.key, now.key):
        rows = row_changes(old, new, now.key)
    else:
        notes.append("The key has other columns than it had: no row can be followed.")
        rows = pl.concat([_all_of(new, now, "added"), _all_of(old, before, "retracted")])
    rows = rows.sort("change", "row_key")
    file.add(table_name, rows)
    examples: dict[str, list[Example]] = {}
    counts = dict(rows.group_by("change").len().iter_rows())
    for change in counts:
        first = rows.filter(change=change).head(EXAMPLES)
        were, are = _by_key(old, before, first["row_key"]), _by_key(new, now, first["row_key"])
        examples[change] = [
            _example(key, were.get(key), are.get(key), columns, shown, is_gone=change == "retracted")
            for key, columns in first.select("row_key", "changed_columns").iter_rows()
        ]
    return TableChanges(table_name, counts, tuple(notes), examples)


def _example(
    key: str,
    was: dict[str, Any] | None,
    now: dict[str, Any] | None,
    columns: Sequence[str],
    shown: Sequence[str],
    *,
    is_gone: bool,
) -> Example:
    row = (was if is_gone else now) or {}
    return Example(
        key,
        tuple(row[name] for name in shown if row.get(name) is not None),
        tuple((name, was[name], now[name]) for name in columns) if was and now else (),
    )


def row_changes(old: pl.DataFrame, new: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """The rows that differ, by `key`, which both have: row_key, change, changed_columns.

    Compared are the columns that both have with one type; null equals null.
    """
    compared = [name for name in new.columns if name not in key and old.schema.get(name) == new.schema[name]]
    joined = new.select(*key, *compared, pl.lit(True).alias(_IS_NOW)).join(
        old.select(
            *key, *(pl.col(name).alias(name + _BEFORE) for name in compared), pl.lit(True).alias(_WAS)
        ),
        on=list(key),
        how="full",
        coalesce=True,
        nulls_equal=True,
    )
    differing = [
        pl.when(pl.col(name).ne_missing(pl.col(name + _BEFORE))).then(pl.lit(name)) for name in compared
    ]
    nothing = pl.lit([], dtype=pl.List(pl.String))
    is_both = pl.col(_IS_NOW).is_not_null() & pl.col(_WAS).is_not_null()
    columns = pl.concat_list(differing).list.drop_nulls() if differing else nothing
    return joined.select(
        row_key=_row_key(key),
        change=pl.when(pl.col(_WAS).is_null())
        .then(pl.lit("added"))
        .when(pl.col(_IS_NOW).is_null())
        .then(pl.lit("retracted"))
        .otherwise(pl.lit("changed")),
        changed_columns=pl.when(is_both).then(columns).otherwise(nothing),
    ).filter((pl.col("change") != "changed") | (pl.col("changed_columns").list.len() > 0))


def changes_markdown(
    release: str, previous: str | None, tables: Sequence[TableChanges], rows: Mapping[str, int]
) -> str:
    """`CHANGES.md`: counts by table, and the first rows of each kind; `rows` is how many each table has now."""
    if previous is None:
        return f"# Changes of {release}\n\nThe first release: there is nothing to compare it with.\n"
    lines = [
        f"# Changes of {release}",
        "",
        f"Against {previous}, by the key of each table. Every change is a row of `changes.parquet`.",
        "",
        f"| table | {' | '.join(ROW_CHANGES)} | rows now |",
        "|---|" + "---:|" * (len(ROW_CHANGES) + 1),
    ]
    for each in tables:
        counts = " | ".join(f"{each.count(change):,}" for change in ROW_CHANGES)
        lines.append(f"| `{each.table_name}` | {counts} | {rows.get(each.table_name, 0):,} |")
    for each in tables:
        if not each.total and not each.notes:
            continue
        lines += ["", f"## {each.table_name}"]
        if each.notes:
            lines += ["", *(f"- {note}" for note in each.notes)]
        for change in ROW_CHANGES:
            examples = each.examples.get(change, [])
            if not examples:
                continue
            lines += ["", f"{change.capitalize()} ({each.count(change):,}):", ""]
            lines += [f"- {example.markdown()}" for example in examples]
            if each.count(change) > len(examples):
                lines.append(f"- … and {each.count(change) - len(examples):,} more")
    return "\n".join(lines) + "\n"


def _read(version: Version | None) -> pl.DataFrame | None:
    # A path may have characters that mean something in patterns.
    return None if version is None else pl.read_parquet(version.path, glob=False)


def _notes(old: pl.DataFrame | None, new: pl.DataFrame | None) -> list[str]:
    """What is to be said of a table's columns."""
    if old is None or new is None:
        return ["The table is new."] if old is None else ["The table is not in this release."]
    notes = [f"Column {_code(name)} is new." for name in new.columns if name not in old.columns]
    notes += [f"Column {_code(name)} is no longer there." for name in old.columns if name not in new.columns]
    notes += [
        f"Column {_code(name)} was {old.schema[name]} and is {new.schema[name]}: not compared."
        for name in new.columns
        if name in old.columns and old.schema[name] != new.schema[name]
    ]
    return notes


def _can_follow(old: pl.DataFrame, new: pl.DataFrame, before: tuple[str, ...], now: tuple[str, ...]) -> bool:
    return before == now and all(old.schema[name] == new.schema[name] for name in now)


def _all_of(frame: pl.DataFrame | None, version: Version | None, change: str) -> pl.DataFrame:
    """Every row of a version, as `row_changes` gives them; none of a version that is missing."""
    if frame is None or version is None:
        return empty_frame(changes).select("row_key", "change", "changed_columns")
    return frame.select(
        row_key=_row_key(version.key),
        change=pl.lit(change),
        changed_columns=pl.lit([], dtype=pl.List(pl.String)),
    )


def _by_key(
    frame: pl.DataFrame | None, version: Version | None, keys: pl.Series
) -> dict[str, dict[str, Any]]:
    """The rows of a version with these keys, by the key as text."""
    if frame is None or version is None:
        return {}
    found = frame.with_columns(_row_key(version.key).alias(_KEY)).filter(pl.col(_KEY).is_in(keys.implode()))
    return {row[_KEY]: row for row in found.iter_rows(named=True)}


def _row_key(key: Sequence[str]) -> pl.Expr:
    """The key as text: of one column its value, of several a JSON object."""
    if len(key) == 1:
        return pl.col(key[0]).cast(pl.String)
    return pl.struct(list(key)).struct.json_encode()


def _value(value: Any) -> str:
    """A value as code of Markdown on one line, cut where it is long."""
    if value is None:
        return "null"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split())
    return _code(text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…")


def _code(text: str) -> str:
    """`text` as code of Markdown, whatever characters it has."""
    if not text:
        return "(empty)"
    return f"`` {text} ``" if "`" in text else f"`{text}`"
