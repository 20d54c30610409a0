"""One thing that could not be used, and the frame of many."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from pipelines.ids import stable_id
from pipelines.schemas import codes
from pipelines.schemas.articles import rejects

SAMPLE_LENGTH = 200


@dataclass(frozen=True)
class Reject:
    """Why one file, line or row was left out; `line` counts from 1, `sample` is cut to 200 characters."""

    source: str
    locator: str
    stage: str
    reason: str
    detail: str
    line: int | None = None
    sample: str | None = None

    def __post_init__(self) -> None:
        if self.stage not in codes.STAGES or self.reason not in codes.REJECT_REASONS:
            raise ValueError(f"no such stage or reason: {self.stage}, {self.reason}")

    def __str__(self) -> str:
        place = self.locator if self.line is None else f"{self.locator}:{self.line}"
        return f"{place}: {self.detail} [{self.reason}]"


def reject_frame(items: Iterable[Reject]) -> pl.DataFrame:
    """The rows of table `rejects` for `items`, one row each, sorted, the same reject only once."""
    rows = {}
    for item in items:
        line = None if item.line is None else str(item.line)
        reject_id = stable_id(item.source, item.locator, line, item.stage, item.reason, item.detail)
        rows[reject_id] = {
            "reject_id": reject_id,
            "source": item.source,
            "locator": item.locator,
            "line": item.line,
            "stage": item.stage,
            "reason": item.reason,
            "detail": item.detail,
            "sample": None if item.sample is None else item.sample[:SAMPLE_LENGTH],
        }
    return pl.DataFrame(list(rows.values()), schema=rejects.polars_schema()).sort(
        rejects.order, nulls_last=True
    )
