"""How good the extraction is: scored on the labelled articles at every release, against what is recorded."""

import json
from typing import Any

import dagster as dg
import polars as pl

from pipelines.evaluate.report import GOLD_FOLDER, evaluate_sets, fallen, quality, recorded_figures
from pipelines.evaluate.score import KINDS
from pipelines.extract.extractor import LearnedExtractor
from pipelines.extract.lexicon import Lexicon
from pipelines.lib.tables import OWNERS, markdown
from pipelines.schemas.reference import REFERENCE_TABLES
from pipelines.settings import Settings
from pipelines.storage import Storage, written_aside


@dg.asset(
    deps=[table.name for table in REFERENCE_TABLES], group_name="exports", owners=OWNERS, kinds={"json"}
)
def extraction_quality() -> dg.MaterializeResult[None]:
    """Precision, recall and F1 of the extractor on every labelled set, with intervals: `exports/quality.json`."""
    storage = Storage.from_settings(Settings())
    tables = {table.name: storage.read_table(table) for table in REFERENCE_TABLES}
    extractor = LearnedExtractor(Lexicon.from_tables(tables))
    figures = _known(storage)
    if figures is None or figures["extractor_version"] != extractor.version:
        paths = sorted(GOLD_FOLDER.glob("*.jsonl"))
        figures = quality(extractor, evaluate_sets(extractor, paths, tables["norm_agreements"]))
        with written_aside(storage.quality) as aside:
            aside.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    rows = [
        {
            "set": name,
            "articles": of["articles"],
            "kind": kind,
            **{rate: of[kind]["strict"][rate] for rate in ("precision", "recall", "f1")},
        }
        for name, of in figures["sets"].items()
        for kind in KINDS
    ]
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(storage.quality),
            "strict": dg.MetadataValue.md(markdown(pl.DataFrame(rows))),
            "extractor_version": extractor.version,
        }
    )


def _known(storage: Storage) -> dict[str, Any] | None:
    """What an earlier run measured: the same version of the extractor reads the same rows."""
    if not storage.quality.exists():
        return None
    known: dict[str, Any] = json.loads(storage.quality.read_text(encoding="utf-8"))
    return known


@dg.asset_check(asset=extraction_quality, blocking=False)
def strict_f1_is_held() -> dg.AssetCheckResult:
    """Strict F1 is no more than 0.02 below the value recorded in the repository, for each set and kind."""
    figures = _known(Storage.from_settings(Settings())) or {"sets": {}}
    below = fallen(figures["sets"], recorded_figures())
    return dg.AssetCheckResult(passed=not below, metadata={"below": dg.MetadataValue.json(below)})
