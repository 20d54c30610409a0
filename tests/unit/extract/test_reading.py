"""What the trained extractor reads out of plain sentences that it was not taught: one thing a test.

These are the plainest ways of saying things; how it does on hard articles is measured by `make evaluate`.
"""

from datetime import date

import pytest

from pipelines.extract.extractor import LearnedExtractor
from pipelines.extract.models import Article

FRIDAY = date(2025, 11, 7)


def steps(extractor: LearnedExtractor, text: str, title: str = "") -> set[tuple[str, str, str, str]]:
    found = extractor.extract(Article("a", text, title, FRIDAY))
    return {(row.party, row.agreement, row.step, row.factuality) for row in found.accessions}


def encounters(extractor: LearnedExtractor, text: str, title: str = "") -> set[tuple[str, str, str]]:
    found = extractor.extract(Article("a", text, title, FRIDAY))
    return {("-".join(row.countries), row.format, row.factuality) for row in found.meetings}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Albania joined NATO in 2009.", ("ALB", "nato", "accession", "actual")),
        ("Chile has signed the Artemis Accords.", ("CHL", "artemis-accords", "signature", "actual")),
        ("Kenya has not ratified the Rome Statute.", ("KEN", "rome-statute", "ratification", "negated")),
        ("Qatar left OPEC in January 2019.", ("QAT", "opec", "withdrawal", "actual")),
        ("Bosnia applied for membership of the European Union in 2016.", ("BIH", "eu", "application", "actual")),
        ("BRICS invited Ethiopia to become a member.", ("ETH", "brics", "invitation", "actual")),
        ("Burkina Faso was suspended from the African Union after the coup.",
         ("BFA", "african-union", "suspension", "actual")),
        ("Serbia will not join NATO, President Aleksandar Vucic said.", ("SRB", "nato", "refusal", "actual")),
        ("Peru could join BRICS, analysts say.", ("PER", "brics", "accession", "possible")),
    ],
)  # fmt: skip
def test_an_accession_is_read(extractor: LearnedExtractor, text: str, row: tuple[str, str, str, str]) -> None:
    assert row in steps(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "He joined the Foreign Office in Kenya.",
        "Many more countries want to join NATO.",
        "Fake campaign signs appeared in Germany overnight.",
        "NATO member Albania sent troops to the exercise.",
    ],
)
def test_what_is_no_step_is_no_accession(extractor: LearnedExtractor, text: str) -> None:
    assert steps(extractor, text) == set()


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("French President Emmanuel Macron met German Chancellor Friedrich Merz in Berlin on Monday.",
         ("DEU-FRA", "in_person", "actual")),
        ("Chinese Foreign Minister Wang Yi spoke by phone with his Japanese counterpart Takeshi Iwaya.",
         ("CHN-JPN", "phone", "actual")),
        ("Italian Prime Minister Giorgia Meloni will visit Tunisia next week.", ("ITA-TUN", "in_person", "planned")),
        ("The leaders of Kenya, Uganda and Rwanda held a video conference on Wednesday.",
         ("KEN-RWA-UGA", "video", "actual")),
    ],
)  # fmt: skip
def test_an_encounter_is_read(extractor: LearnedExtractor, text: str, row: tuple[str, str, str]) -> None:
    assert row in encounters(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "French President Emmanuel Macron met his cabinet in Paris on Monday.",
        "Japan meets Brazil in the semi-final on Sunday.",
        "Shares in Tokyo and Frankfurt rose after the central bank's decision.",
    ],
)
def test_what_is_no_encounter_is_no_meeting(extractor: LearnedExtractor, text: str) -> None:
    assert encounters(extractor, text) == set()


def test_day_place_and_persons_belong_to_their_encounter(extractor: LearnedExtractor) -> None:
    text = (
        "Turkish President Recep Tayyip Erdogan met Azerbaijani President Ilham Aliyev in Baku on Thursday."
    )
    (row,) = extractor.extract(Article("a", text, "", FRIDAY)).meetings
    assert (row.date, row.location, row.location_country) == ("2025-11-06", "Baku", "AZE")
    assert dict(zip(row.persons, row.person_countries, strict=True)) == {
        "Recep Tayyip Erdogan": "TUR",
        "Ilham Aliyev": "AZE",
    }


def test_a_text_that_is_too_long_says_so(extractor: LearnedExtractor) -> None:
    noise = "word " * 30_000
    found = extractor.extract(Article("a", f"Albania joined NATO in 2009.\n\nKenya {noise}", "", FRIDAY))
    assert ("ALB", "nato") in {(row.party, row.agreement) for row in found.accessions}
    assert [each.reason for each in found.dropped] == ["too_long"]
