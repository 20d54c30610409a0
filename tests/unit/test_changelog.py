"""What became of the rows of a table between two files of it."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.changelog import (
    ChangesFile,
    Example,
    TableChanges,
    Version,
    changes_markdown,
    row_changes,
    table_changes,
)
from pipelines.schemas.releases import changes

OLD = pl.DataFrame(
    {
        "id": ["same", "date", "list", "null", "gone"],
        "day": [date(2025, 1, 1), date(2025, 1, 1), None, None, None],
        "names": [["a"], ["a"], ["a", "b"], None, []],
    }
)
NEW = pl.DataFrame(
    {
        "id": ["new", "null", "list", "date", "same"],
        "day": [None, None, None, date(2025, 1, 2), date(2025, 1, 1)],
        "names": [[], [], ["b", "a"], ["a"], ["a"]],
    },
    schema=OLD.schema,
)


def compared(
    tmp_path: Path,
    old: pl.DataFrame | None,
    new: pl.DataFrame | None,
    key: tuple[str, ...] = ("id",),
    old_key: tuple[str, ...] | None = None,
    shown: Sequence[str] = (),
) -> tuple[TableChanges, pl.DataFrame]:
    versions: list[Version | None] = []
    for name, frame, columns in (("old", old, old_key or key), ("new", new, key)):
        path = tmp_path / f"{name}*[x].parquet"
        if frame is not None:
            frame.write_parquet(path)
        versions.append(None if frame is None else Version(path, columns))
    with ChangesFile(tmp_path / "changes.parquet", "2.0", "1.0") as file:
        told = table_changes("table", versions[0], versions[1], file, shown=shown)
    written = pl.read_parquet(tmp_path / "changes.parquet")
    assert written.schema == changes.polars_schema()
    assert file.rows == written.height == told.total
    return told, written


def test_rows_are_followed_by_key_and_values_compared_one_by_one(tmp_path: Path) -> None:
    told, written = compared(tmp_path, OLD, NEW)
    assert dict(told.counts) == {"added": 1, "changed": 3, "retracted": 1}
    assert written.select("row_key", "change", "changed_columns").rows() == [
        ("new", "added", []),
        ("date", "changed", ["day"]),
        ("list", "changed", ["names"]),
        ("null", "changed", ["names"]),
        ("gone", "retracted", []),
    ]


def test_a_key_of_several_columns_is_json(tmp_path: Path) -> None:
    old = pl.DataFrame({"scheme": ["cow", "cow"], "number": [2, None], "name": ["a", "b"]})
    new = pl.DataFrame({"scheme": ["cow", "cow"], "number": [2, None], "name": ["x", "b"]})
    _, written = compared(tmp_path, old, new, key=("scheme", "number"))
    (row,) = written.rows(named=True)
    assert json.loads(row["row_key"]) == {"scheme": "cow", "number": 2}
    assert (row["change"], row["changed_columns"]) == ("changed", ["name"])


def test_columns_that_come_and_go_are_said_and_change_no_row(tmp_path: Path) -> None:
    new = OLD.drop("day").with_columns(pl.lit(1).alias("extra"))
    told, written = compared(tmp_path, OLD, new)
    assert told.notes == ("Column `extra` is new.", "Column `day` is no longer there.")
    assert written.height == 0


def test_a_column_of_another_type_is_said_and_not_compared(tmp_path: Path) -> None:
    told, written = compared(tmp_path, OLD, OLD.with_columns(pl.col("day").cast(pl.String)))
    assert told.notes == ("Column `day` was Date and is String: not compared.",)
    assert written.height == 0


def test_where_the_key_is_another_every_row_is_retracted_and_added(tmp_path: Path) -> None:
    told, _ = compared(tmp_path, OLD, NEW.rename({"id": "key"}), key=("key",), old_key=("id",))
    assert dict(told.counts) == {"retracted": OLD.height, "added": NEW.height}
    assert "no row can be followed" in told.notes[-1]


def test_a_new_table_is_added_and_one_that_is_gone_retracted(tmp_path: Path) -> None:
    told, _ = compared(tmp_path, None, NEW)
    assert (dict(told.counts), told.notes) == ({"added": NEW.height}, ("The table is new.",))
    told, _ = compared(tmp_path, OLD, None)
    assert (dict(told.counts), told.notes) == (
        {"retracted": OLD.height},
        ("The table is not in this release.",),
    )


def test_a_table_without_rows_is_compared_too(tmp_path: Path) -> None:
    told, _ = compared(tmp_path, OLD.clear(), OLD)
    assert dict(told.counts) == {"added": OLD.height}


@pytest.mark.parametrize("key", [["id"], ["id", "part"]])
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 5),
            st.sampled_from(["old", "new", "both"]),
            st.none() | st.integers(0, 2),
            st.none() | st.integers(0, 2),
        ),
        unique_by=lambda row: row[0],
    )
)
def test_the_changes_lead_from_the_old_rows_to_the_new(key: list[str], rows: list[tuple]) -> None:
    schema = {"id": pl.Int64, "part": pl.Int64, "value": pl.Int64}
    old = pl.DataFrame([(i, i % 2, v) for i, where, v, _ in rows if where != "new"], schema, orient="row")
    new = pl.DataFrame([(i, i % 2, v) for i, where, _, v in rows if where != "old"], schema, orient="row")
    told = {
        json.loads(text)["id"] if len(key) > 1 else int(text): change
        for text, change, _ in row_changes(old, new, key).rows()
    }
    expected = {}
    for i, where, before, after in rows:
        if where != "both":
            expected[i] = {"old": "retracted", "new": "added"}[where]
        elif before != after:
            expected[i] = "changed"
    assert told == expected


def test_the_page_shows_the_first_of_many(tmp_path: Path) -> None:
    many = pl.DataFrame({"id": [f"k{number:03}" for number in range(1500)], "day": None, "names": None}).cast(
        dict(OLD.schema)
    )
    told, _ = compared(tmp_path, OLD, many)
    text = changes_markdown("2.0", "1.0", [told], {"table": many.height})
    assert "| `table` | 1,500 | 0 | 5 | 1,500 |" in text
    assert "Added (1,500):" in text
    assert "- `k009`\n- … and 1,490 more" in text
    assert "`k010`" not in text


def test_the_page_shows_which_row_and_what_it_was(tmp_path: Path) -> None:
    new = OLD.with_columns(
        pl.when(id="list").then(pl.lit(["a", "x " * 100])).otherwise("names").alias("names"),
        pl.when(id="date").then(None).otherwise("day").alias("day"),
    ).filter(pl.col("id") != "same")
    told, _ = compared(tmp_path, OLD, new, shown=["names"])
    text = changes_markdown("2.0", "1.0", [told], {"table": new.height})
    assert "- `date` (`a`): `day` `2025-01-01` → null\n" in text
    assert "- `same` (`a`)\n" in text
    (line,) = (line for line in text.splitlines() if line.startswith("- `list`"))
    assert "`names` `a, b` → `a, x x " in line
    assert line.endswith("…`")
    assert len(line) < 200


def test_a_key_with_a_backtick_stays_code() -> None:
    told = TableChanges("table", {"added": 1}, (), {"added": [Example("o`clock", (), ())]})
    assert "- `` o`clock ``" in changes_markdown("2.0", "1.0", [told], {"table": 1})
