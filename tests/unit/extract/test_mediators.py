"""Who mediated between the others, by the words of the evidence alone."""

from collections.abc import Callable
from datetime import date

import pytest
from spacy.language import Language

from pipelines.extract.document import read
from pipelines.extract.extractor import LearnedExtractor
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.mediators import find_mediators, with_mediators
from pipelines.extract.mentions import read_scene
from pipelines.extract.models import Article, Evidence, Meeting

Find = Callable[[str, str], str]


@pytest.fixture(scope="module")
def find(nlp: Language, lexicon: Lexicon) -> Find:
    def mediators(text: str, countries: str) -> str:
        scene = read_scene(read(Article("a", text, "", date(2025, 11, 7)), nlp), lexicon)
        return " ".join(find_mediators(scene, Evidence("text", 0, len(text), text), countries.split()))

    return mediators


@pytest.mark.parametrize(
    ("text", "countries", "expected"),
    [
        ("Armenia and Azerbaijan held talks mediated by Qatar in Doha on Monday.", "ARM AZE QAT", "QAT"),
        ("Iran and the United States held a third round of Omani-mediated talks.", "IRN OMN USA", "OMN"),
        ("US-brokered negotiations between Rwanda and Congo resumed in Washington.", "COD RWA USA", "USA"),
        ("Egyptian- and Qatari-mediated talks between Israel and Turkey went on.", "EGY ISR QAT TUR", "EGY QAT"),
        ("The two sides met in Rome on Saturday, with Oman mediating between Iran and the US.", "IRN OMN USA", "OMN"),
        ("Iran and the US sat in separate rooms with Oman as mediator.", "IRN OMN USA", "OMN"),
        ("Syrian and Israeli officials will hold talks with the Americans as mediators.", "ISR SYR USA", "USA"),
        ("Kagame and Tshisekedi met, with Angola acting as a go-between.", "AGO COD RWA", "AGO"),
        ("Saudi Arabia mediated talks between Russia and Ukraine in Jeddah.", "RUS SAU UKR", "SAU"),
        ("Qatar and Egypt have facilitated indirect talks between Israel and Iran.", "EGY IRN ISR QAT", "EGY QAT"),
        ("China, which is mediating the talks, received the Saudi and Iranian envoys.", "CHN IRN SAU", "CHN"),
        ("Pakistan and Afghanistan talked through the mediation of Turkey and Qatar.", "AFG PAK QAT TUR", "QAT TUR"),
        ("Serbia and Kosovo met under EU mediation in Brussels.", "EUE SRB XKX", "EUE"),
        ("The negotiations between Ethiopia and Somalia, brokered by Turkish Foreign Minister Hakan Fidan, go on.",
         "ETH SOM TUR", "TUR"),
        ("Turkey will mediate talks between Ethiopia and Somalia next week.", "ETH SOM TUR", "TUR"),
        ("Israel and Syria exchanged messages through Turkish mediators.", "ISR SYR TUR", "TUR"),
        ("Pakistan and Afghanistan sat down under the eyes of Turkish and Qatari mediators.", "AFG PAK QAT TUR", "QAT TUR"),
        ("The meeting of Israel and Lebanon was brokered by Qatar, Egypt and France.", "EGY FRA ISR LBN QAT",
         "EGY FRA QAT"),
    ],
)  # fmt: skip
def test_who_mediated(find: Find, text: str, countries: str, expected: str) -> None:
    assert find(text, countries) == expected


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        # Not among those who met.
        ("US-brokered talks between Rwanda and Congo resumed in Doha.", "COD RWA"),
        # A deal was brokered, not the encounter.
        ("Rwanda and Congo signed a US-brokered accord in Washington before Donald Trump.", "COD RWA USA"),
        ("The ministers shook hands in Doha on a truce brokered by Qatar.", "AFG PAK QAT"),
        # Offered, refused or only imagined.
        ("Turkey offered to mediate talks between Russia and Ukraine.", "RUS TUR UKR"),
        ("Norway could mediate talks between Serbia and Kosovo.", "NOR SRB XKX"),
        ("Pakistan and India met; the talks were not mediated by the United States.", "IND PAK USA"),
        # A host, a patron and a chair are no mediators.
        ("Armenia and Azerbaijan met under the auspices of the United States.", "ARM AZE USA"),
        ("Russia and Ukraine met in Istanbul; Turkey hosted the talks.", "RUS TUR UKR"),
        # The other party of the encounter, with nobody between.
        ("An Israeli team met Qatari mediators in Doha.", "ISR QAT"),
        # What follows the comma has a verb of its own.
        ("Nothing came of it; mediators left, and Kenya met Uganda.", "KEN UGA"),
        # Everybody cannot mediate.
        ("Qatar and Egypt mediated talks between the factions.", "EGY QAT"),
    ],
)  # fmt: skip
def test_who_did_not(find: Find, text: str, countries: str) -> None:
    assert find(text, countries) == ""


def test_a_clause_after_the_broker_is_not_in_the_list(find: Find) -> None:
    text = "In talks brokered by Qatar, Israel and Lebanon agreed to meet again."
    assert find(text, "ISR LBN QAT") == "QAT"


def test_the_sentence_of_the_evidence_decides(nlp: Language, lexicon: Lexicon) -> None:
    text = "Iran and the US met in Rome. Earlier talks were mediated by Oman."
    scene = read_scene(read(Article("a", text, "", None), nlp), lexicon)
    first = Evidence("text", 0, 28, text[:28])
    row = Meeting(("IRN", "OMN", "USA"), "in_person", "actual", first)
    assert with_mediators(scene, row) is row


def test_the_extractor_fills_them_in(extractor: LearnedExtractor) -> None:
    text = "Russian Foreign Minister Sergey Lavrov and Ukrainian Foreign Minister Andrii Sybiha met in Jeddah on Monday in talks mediated by Saudi Foreign Minister Faisal bin Farhan."
    rows = extractor.extract(Article("a", text, "", date(2025, 11, 7))).meetings
    assert {row.mediators for row in rows if "SAU" in row.countries} == {("SAU",)}
    assert all(set(row.mediators) < set(row.countries) for row in rows)
