"""The scorer pairs rows one to one, by the rules of the annotation guide."""

from pipelines.evaluate.report import Evaluation
from pipelines.evaluate.score import Counts, score_article

TEXT = "Kenya signed the Artemis Accords on Monday."
ACCESSION = {
    "party": "KEN",
    "agreement": "artemis-accords",
    "step": "signature",
    "factuality": "actual",
    "date": "2025-05-05",
    "capacity": "member",
    "evidence": TEXT,
}
MEETING = {
    "countries": ["KEN", "UGA"],
    "persons": ["William Ruto"],
    "format": "in_person",
    "visit": True,
    "location": "Nairobi",
    "location_country": "KEN",
    "factuality": "actual",
    "date": "2025-05",
    "evidence": TEXT,
}


def score(accessions=(), meetings=(), found_accessions=(), found_meetings=()):
    gold = {"text": TEXT, "title": "", "accessions": list(accessions), "meetings": list(meetings)}
    found = {"accessions": list(found_accessions), "meetings": list(found_meetings)}
    return score_article(gold, found, {"artemis-accords"})


def test_the_same_rows_match_at_every_level() -> None:
    result = score([ACCESSION], [MEETING], [ACCESSION], [MEETING])
    assert set(result.counts.values()) == {Counts(1, 1, 1)}
    assert not any(not hit for _, _, hit in result.attributes)


def test_another_step_of_the_group_is_lenient_and_another_group_is_pair() -> None:
    joined = score([ACCESSION], found_accessions=[ACCESSION | {"step": "accession"}]).counts
    assert joined["accessions", "strict"].matched == 0
    assert joined["accessions", "lenient"].matched == 1
    left = score([ACCESSION], found_accessions=[ACCESSION | {"step": "withdrawal"}]).counts
    assert left["accessions", "lenient"].matched == 0
    assert left["accessions", "pair"].matched == 1


def test_one_predicted_row_matches_one_gold_row_only() -> None:
    other = ACCESSION | {"factuality": "negated"}
    counts = score([ACCESSION, other], found_accessions=[ACCESSION]).counts
    assert counts["accessions", "pair"] == Counts(1, 1, 2)


def test_an_unlisted_agreement_may_be_worded_a_little_differently() -> None:
    gold = ACCESSION | {"agreement": "treaty-of-rarotonga"}
    assert score([gold], found_accessions=[gold | {"agreement": "rarotonga-treaty"}]).counts[
        "accessions", "strict"
    ] == Counts(0, 1, 1)
    assert score([gold], found_accessions=[gold | {"agreement": "the-treaty-of-rarotonga"}]).counts[
        "accessions", "strict"
    ] == Counts(1, 1, 1)


def test_a_finer_date_agrees_and_another_does_not() -> None:
    finer = score(meetings=[MEETING], found_meetings=[MEETING | {"date": "2025-05-07"}])
    assert finer.attributes["meetings", "stated_date", True] == 1
    other = score(meetings=[MEETING], found_meetings=[MEETING | {"date": "2025"}])
    assert other.attributes["meetings", "stated_date", False] == 1


def test_made_up_evidence_is_counted() -> None:
    result = score([ACCESSION], found_accessions=[ACCESSION | {"evidence": "Kenya joined."}])
    assert result.attributes["accessions", "evidence_verbatim", False] == 1


def test_figures_add_up_and_the_interval_holds_the_value() -> None:
    scores = [score([ACCESSION], found_accessions=[ACCESSION]), score([ACCESSION])]
    figures = Evaluation(["a", "b"], scores).to_json()["accessions"]
    assert figures["strict"]["f1"] == round(2 / 3, 4)
    low, high = figures["strict"]["f1_interval"]
    assert low <= figures["strict"]["f1"] <= high
    assert figures["by"]["step"]["signature"]["gold"] == 2
