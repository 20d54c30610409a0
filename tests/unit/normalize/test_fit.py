"""Fitting rows to a schema: what fits comes out typed and sorted, and every other row is named once."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalize.fit import VALUE_LENGTH, Fitted, SchemaError, fit
from pipelines.schemas import Column, Table
from pipelines.schemas.rows import LINE, LOCATOR

TABLE = Table(
    name="things",
    layer="normalized",
    grain="one thing",
    description="Things.",
    key=("thing_id",),
    columns=(
        Column("thing_id", pl.Int64(), "number"),
        Column("name", pl.String(), "name"),
        Column("colour", pl.String(), "colour", nullable=True, codes={"red": "", "blue": ""}),
        Column("made_date", pl.Date(), "day", nullable=True),
        Column("parts", pl.List(pl.String()), "parts", nullable=True),
    ),
)
GOOD: dict[str, Any] = {
    "thing_id": "1",
    "name": "a",
    "colour": "red",
    "made_date": "2025-11-07",
    "parts": ["x"],
}


def fitted(*changes: dict[str, Any], **more: Any) -> Fitted:
    """Rows like GOOD, each with its changes, numbered by line and, unless changed, by key."""
    rows = [
        GOOD | {"thing_id": str(number)} | change | more | {LOCATOR: "things.csv", LINE: number}
        for number, change in enumerate(changes, start=1)
    ]
    return fit(pl.LazyFrame(rows, infer_schema_length=None), TABLE, "shop")


def faults(result: Fitted) -> list[tuple[int | None, str]]:
    return [(reject.line, reject.reason) for reject in result.rejects]


def test_what_fits_is_typed_ordered_and_sorted() -> None:
    result = fitted({"thing_id": "10"}, {"thing_id": "9"}, extra="passed over")
    assert result.frame.schema == TABLE.polars_schema()
    assert result.frame["thing_id"].to_list() == [9, 10]
    assert result.frame["made_date"].to_list() == [date(2025, 11, 7)] * 2
    assert result.rejects == []


@pytest.mark.parametrize(
    ("change", "reason", "detail"),
    [
        ({"thing_id": "x"}, "wrong_type", "thing_id of things is 'x'"),
        ({"thing_id": None}, "missing_column", "thing_id of things is None"),
        ({"name": None}, "missing_column", "name of things is None"),
        ({"name": " "}, "missing_column", "name of things is ' '"),
        ({"colour": "green"}, "unknown_code", "colour of things is 'green'"),
        ({"made_date": "2025-02-30"}, "invalid_date", "made_date of things is '2025-02-30'"),
        ({"made_date": "0000-01-01"}, "invalid_date", "made_date of things is '0000-01-01'"),
        ({"made_date": "soon"}, "invalid_date", "made_date of things is 'soon'"),
        ({"thing_id": "1"}, "duplicate", "things has a row with thing_id = 1 already"),
    ],
)
def test_each_fault_is_named_and_costs_one_row(change: dict[str, Any], reason: str, detail: str) -> None:
    result = fitted({}, change, {})
    assert result.frame["thing_id"].to_list() == [1, 3]
    (reject,) = result.rejects
    assert (reject.reason, reject.detail, reject.line) == (reason, detail, 2)
    assert (reject.source, reject.locator, reject.stage) == ("shop", "things.csv", "normalize")


def test_null_is_permitted_where_the_schema_says_so() -> None:
    result = fitted({"colour": None, "made_date": None, "parts": None})
    assert result.frame.height == 1


def test_a_faulty_row_does_not_make_a_good_one_a_duplicate() -> None:
    result = fitted({"thing_id": "1", "colour": "green"}, {"thing_id": "1"})
    assert result.frame.height == 1
    assert faults(result) == [(1, "unknown_code")]


def test_a_column_that_cannot_be_cast_at_all_is_the_fault_of_its_rows() -> None:
    result = fitted({"parts": 5}, {"parts": 6})
    assert faults(result) == [(1, "wrong_type"), (2, "wrong_type")]


def test_rows_that_name_their_source_are_rejected_under_it() -> None:
    (reject,) = fitted({"name": None}, source="inbox").rejects
    assert reject.source == "inbox"


def test_a_long_value_is_cut_in_the_detail() -> None:
    (reject,) = fitted({"thing_id": "x" * 10_000}).rejects
    assert len(reject.detail) < VALUE_LENGTH + 50


def test_a_missing_column_is_the_fault_of_the_source() -> None:
    with pytest.raises(SchemaError, match="shop: rows for things lack name"):
        fit(pl.LazyFrame([GOOD | {LOCATOR: "x", LINE: 1}]).drop("name"), TABLE, "shop")


TEXT = st.one_of(st.none(), st.text(max_size=5))


@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "thing_id": st.one_of(TEXT, st.integers(0, 3).map(str)),
                "name": TEXT,
                "colour": st.one_of(TEXT, st.sampled_from(["red", "blue"])),
                "made_date": st.one_of(TEXT, st.dates().map(str)),
            }
        ),
        max_size=8,
    )
)
def test_rows_in_are_rows_out_and_rejects(rows: list[dict[str, str | None]]) -> None:
    placed = [
        row | {"parts": None, LOCATOR: "things.csv", LINE: number} for number, row in enumerate(rows, start=1)
    ]
    text = {name: pl.String() for name in ("thing_id", "name", "colour", "made_date", LOCATOR)}
    frame = pl.LazyFrame(placed, schema={**text, "parts": pl.List(pl.String()), LINE: pl.Int64()})
    result = fit(frame, TABLE, "shop")
    assert result.frame.height + len(result.rejects) == len(rows)
    assert result.frame["thing_id"].is_unique().all()
