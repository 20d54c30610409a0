"""Parquet with the columns of the gold sets; a row that does not fit costs no other row its place."""

import io
from pathlib import PurePosixPath
from typing import Any

import polars as pl
import polars.selectors as cs
from polars.exceptions import PanicException

from pipelines.sources.articles.encoding import refuse_empty
from pipelines.sources.articles.faults import ArticleError
from pipelines.sources.articles.fields import article_row
from pipelines.sources.articles.json_lines import TEXT_KEYS, article_fields
from pipelines.sources.articles.limits import Limits
from pipelines.sources.raw import Parsed, RawFile

COLUMNS = ("id", *TEXT_KEYS, "text")


def read_parquet(file: RawFile, limits: Limits) -> Parsed:
    """One row or one reject for each row of the file, `line` counting rows from 1.

    Raises ArticleError: `empty_file`, `invalid_parquet`, `missing_column` without a column `text`.
    """
    parsed = Parsed()
    for number, record in enumerate(_records(file.data), start=1):
        try:
            fields = article_fields(record, f"{PurePosixPath(file.locator).stem}:{number}")
            parsed.rows.append(article_row(file, limits, fields, number))
        except ArticleError as fault:
            if fault.sample is None:
                fault.sample = ", ".join(
                    f"{key}={value}" for key, value in record.items() if value is not None
                )
            parsed.rejects.append(fault.reject(file, number))
    return parsed


def _records(data: bytes) -> list[dict[str, Any]]:
    refuse_empty(data)
    if not (data.startswith(b"PAR1") and data.endswith(b"PAR1")):
        raise ArticleError("invalid_parquet", "the file does not begin and end with parquet's mark")
    try:
        names = pl.read_parquet_schema(io.BytesIO(data))
        columns = [name for name in COLUMNS if name in names]
        if "text" not in columns:
            raise ArticleError("missing_column", f"no column text among {', '.join(names)[:200]}")
        frame = pl.read_parquet(io.BytesIO(data), columns=columns)
        # As text, because Python has no date in year 0: the row, not the file, is what does not fit.
        return frame.with_columns(cs.temporal().cast(pl.String)).to_dicts()
    # Damage beyond what the reader foresees ends in a panic of its Rust code.
    except (pl.exceptions.PolarsError, PanicException, OSError, ValueError, ArithmeticError) as error:
        raise ArticleError("invalid_parquet", f"not readable as parquet: {str(error)[:200]}") from error
