"""The labelled sets that ship, and what is recorded of them."""

import pytest

from pipelines.evaluate.report import GOLD_FOLDER, TOLERANCE, fallen, read_gold, recorded_figures
from pipelines.learn.examples import ARTICLES


@pytest.mark.parametrize("path", sorted(GOLD_FOLDER.glob("*.jsonl")), ids=lambda path: path.stem)
def test_evidence_of_the_labels_is_in_the_articles(path) -> None:
    for item in read_gold([path]):
        for row in (*item["accessions"], *item["meetings"]):
            assert row["evidence"] in item["text"] or row["evidence"] in item["title"], item["id"]


def test_what_is_measured_on_is_not_trained_on() -> None:
    measured = {item["text"] for path in GOLD_FOLDER.glob("*.jsonl") for item in read_gold([path])}
    trained = {item["text"] for item in read_gold(sorted(ARTICLES.glob("*.jsonl")))}
    assert trained
    assert not measured & trained


def test_every_set_is_recorded() -> None:
    assert set(recorded_figures()) == {path.stem for path in GOLD_FOLDER.glob("*.jsonl")}


def test_a_fall_beyond_the_tolerance_is_told() -> None:
    def figures(f1: float) -> dict:
        return {"dev": {"meetings": {"strict": {"f1": f1}}}}

    recorded = {"dev": {"meetings": 0.6}}
    assert fallen(figures(0.6 - TOLERANCE / 2), recorded) == []
    assert fallen(figures(0.5), recorded) == ["dev meetings: strict F1 0.5, recorded 0.6"]
    assert fallen({}, recorded) == ["dev meetings: strict F1 None, recorded 0.6"]


def test_a_broken_line_is_named(tmp_path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "text": "x"}\n{"id": ', encoding="utf-8")
    with pytest.raises(ValueError, match=r"gold\.jsonl:2"):
        read_gold([path])
