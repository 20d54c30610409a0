"""Resolution of meetings on the labelled claims: no worse than recorded."""

import pytest

from pipelines.evaluate.resolution import LABELS, fallen, labelled, resolve, score
from pipelines.reference import reference_tables


@pytest.mark.parametrize("name", ["dev", "held_out"])
def test_claims_of_one_encounter_are_found_as_well_as_recorded(name: str) -> None:
    claims = labelled(LABELS / f"{name}.jsonl")
    pairs = score(claims, resolve(claims, reference_tables()))["all"]
    assert fallen(name, pairs) == []
    # What is recorded was measured: a set that is empty, or pairs that are not counted, would pass for perfect.
    assert pairs.found > 700
