"""Who is quoted or reported as saying what the evidence says, and for whom that speaker stands."""

from collections.abc import Callable
from datetime import date

import pytest
from spacy.language import Language

from pipelines.extract.document import read
from pipelines.extract.extractor import LearnedExtractor
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.mentions import read_scene
from pipelines.extract.models import Article, Evidence
from pipelines.extract.speakers import find_speaker

FRIDAY = date(2025, 11, 7)
Find = Callable[..., tuple[str, str | None] | None]


@pytest.fixture(scope="module")
def find(nlp: Language, lexicon: Lexicon) -> Find:
    def speaker(text: str, row: str, evidence: str = "") -> tuple[str, str | None] | None:
        """`row`: party and agreement; `evidence`: words of the text, all of it if left out."""
        words = evidence or text
        start = text.index(words)
        scene = read_scene(read(Article("a", text, "", FRIDAY), nlp), lexicon)
        party, agreement = row.split()
        found = find_speaker(scene, Evidence("text", start, start + len(words), words), party, agreement)
        return None if found is None else (found.words, found.party)

    return speaker


KAZAKH, SERBIAN = "KAZ abraham-accords", "SRB nato"


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        # Persons, before and behind what they say.
        ("President Aleksandar Vucic said Serbia would not join NATO.", SERBIAN, ("Aleksandar Vucic", "SRB")),
        ("Serbia will not join NATO, President Aleksandar Vucic said on Monday.", SERBIAN, ("Aleksandar Vucic", "SRB")),
        ("“Serbia will not join NATO,” said Aleksandar Vucic.", SERBIAN, ("Aleksandar Vucic", "SRB")),
        ("Serbia will not join NATO, Aleksandar Vucic told reporters after he had met his cabinet.", SERBIAN,
         ("Aleksandar Vucic", "SRB")),
        ("Aleksandar Vucic, the president of Serbia, said that his country would not join NATO.", SERBIAN,
         ("Aleksandar Vucic", "SRB")),
        ("Aleksandar Vucic, speaking in Nis, said that Serbia would not join NATO.", SERBIAN, ("Aleksandar Vucic", "SRB")),
        ("Serbia, Aleksandar Vucic told the paper, will not join NATO.", SERBIAN, ("Aleksandar Vucic", "SRB")),
        ("According to Aleksandar Vucic, Serbia will not join NATO.", SERBIAN, ("Aleksandar Vucic", "SRB")),
        ("Serbia will not join NATO, according to Aleksandar Vucic.", SERBIAN, ("Aleksandar Vucic", "SRB")),
        ("The decision that Serbia would not join NATO was announced by Aleksandar Vucic.", SERBIAN,
         ("Aleksandar Vucic", "SRB")),
        ("Aleksandar Vucic was quoted as saying that Serbia would not join NATO.", SERBIAN, ("Aleksandar Vucic", "SRB")),
        ("Donald Trump announced on Thursday that Kazakhstan was joining the Abraham Accords.", KAZAKH,
         ("Donald Trump", "USA")),
        ("Jana Novak, the Czech defence minister, wrote that Kazakhstan would join the Abraham Accords.", KAZAKH,
         ("Jana Novak", "CZE")),
        # Offices, ministries, spokespeople.
        ("The Kazakh foreign minister said Kazakhstan would join the Abraham Accords.", KAZAKH,
         ("Kazakh foreign minister", "KAZ")),
        ("The Foreign Ministry of Armenia said that Armenia would leave the CSTO.", "ARM csto",
         ("Foreign Ministry of Armenia", "ARM")),
        ("Armenia's foreign ministry confirmed that the country would leave the CSTO.", "ARM csto",
         ("Armenia's foreign ministry", "ARM")),
        ("A spokesman for the Kazakh foreign ministry denied that Kazakhstan had applied to join BRICS.", "KAZ brics",
         ("spokesman for the Kazakh foreign ministry", "KAZ")),
        ("Kremlin spokesman Dmitry Peskov said Russia would not rejoin the Council of Europe.", "RUS council-of-europe",
         ("Dmitry Peskov", "RUS")),
        ("Kazakhstan has no plans to join BRICS, Kassym-Jomart Tokayev's spokesman said.", "KAZ brics",
         ("Kassym-Jomart Tokayev's spokesman", "KAZ")),
        ("A senior US official said Kazakhstan would join the Abraham Accords.", KAZAKH, ("senior US official", "USA")),
        ("According to a statement by the Kazakh government, Kazakhstan will join the Abraham Accords.", KAZAKH,
         ("Kazakh government", "KAZ")),
        ("Iraq will accede to the Water Convention, the Ministry of Water Resources said.", "IRQ water-convention",
         ("Ministry of Water Resources", None)),
        # Capitals, states, organisations, outlets.
        ("Astana said it would join the Abraham Accords.", KAZAKH, ("Astana", "KAZ")),
        ("Kazakhstan announced its accession to the Abraham Accords.", KAZAKH, ("Kazakhstan", "KAZ")),
        ("Papua New Guinea, an observer since 1976, said it would like to join ASEAN.", "PNG asean",
         ("Papua New Guinea", "PNG")),
        ("The White House on Thursday announced that Kazakhstan had joined the Abraham Accords.", KAZAKH,
         ("White House", "USA")),
        ("NATO said Sweden would become a member of the alliance.", "SWE nato", ("NATO", "nato")),
        ("Kazakhstan will join the Abraham Accords, Axios reported.", KAZAKH, ("Axios", None)),
        ("Kazakhstan will join the Abraham Accords, the Washington Post reported.", KAZAKH, ("Washington Post", None)),
        ("Kazakhstan will join the Abraham Accords, Donald Trump said, Reuters reported.", KAZAKH, ("Donald Trump", "USA")),
        ("The Trump administration announced that Kazakhstan would join the Abraham Accords.", KAZAKH,
         ("Trump administration", "USA")),
        ("Qatar left OPEC in 2019; Baku says that it will not join the Abraham Accords.", "AZE abraham-accords",
         ("Baku", "AZE")),
        # Whom nobody stands behind any more, or never did.
        ("Kazakh analyst Dosym Satpayev said Kazakhstan would join the Abraham Accords.", KAZAKH, ("Dosym Satpayev", None)),
        ("The former Polish president Piotr Zalewski said Serbia would not join NATO.", SERBIAN, ("Piotr Zalewski", None)),
    ],
)  # fmt: skip
def test_who_says_so(find: Find, text: str, row: str, expected: tuple[str, str | None]) -> None:
    assert find(text, row) == expected


@pytest.mark.parametrize(
    ("text", "row"),
    [
        # Nobody in particular.
        ("It was announced that Kazakhstan would join the Abraham Accords.", KAZAKH),
        ("Kazakhstan's accession to the Abraham Accords was announced on Thursday.", KAZAKH),
        ("Kazakhstan will join the Abraham Accords, two sources said.", KAZAKH),
        ("Peru could join BRICS, analysts say.", "PER brics"),
        ("Some diplomats said Kazakhstan would join the Abraham Accords.", KAZAKH),
        ("Kazakhstan joined the Abraham Accords in November.", KAZAKH),
        # Several, together or one in the other's mouth.
        ("Mali, Burkina Faso and Niger announced their withdrawal from ECOWAS.", "NER ecowas"),
        ("“We will leave ECOWAS,” said Mali, Niger and Burkina Faso.", "MLI ecowas"),
        ("Aleksandar Vucic said Donald Trump had told him that Serbia could not join NATO.", SERBIAN),
        # Not said, or not yet.
        ("The Kazakh government has not confirmed that Kazakhstan will join the Abraham Accords.", KAZAKH),
        ("Donald Trump will announce that Kazakhstan is joining the Abraham Accords.", KAZAKH),
        ("Donald Trump is expected to have said that Kazakhstan would join the Abraham Accords.", KAZAKH),
        # Something else is said than what the row stands on.
        ("Kazakhstan, which joined the Abraham Accords in November, said it would send troops.", KAZAKH),
        ("After joining NATO in 2023, Finland said that it would build a fence.", "FIN nato"),
        (
            "Aleksandar Vucic said the talks with Finland, which joined NATO in 2023, had gone well.",
            "FIN nato",
        ),
        ("After Aleksandar Vucic said that he was ill, Serbia applied to NATO.", SERBIAN),
        ("Xi Jinping said trade should grow, a month after Finland had joined NATO.", "FIN nato"),
        ("Argentina, invited as well, said no to BRICS.", "ARG brics"),
        ("Serbia has declared neutrality and does not want to be in NATO.", SERBIAN),
        # Verbs and names that only look so.
        ("Uzbekistan confirmed as full member of the New Development Bank", "UZB new-development-bank"),
        ("The treaty America wrote, the Rome Statute, it never ratified.", "USA rome-statute"),
        ("According to the Rome Statute, Kenya remains a member for a year.", "KEN rome-statute"),
        ("The visit to Kazakhstan said much about the Abraham Accords.", KAZAKH),
        ("Bolivia's Luis Arce, he added, wants Bolivia in Mercosur.", "BOL mercosur"),
        ("Ukraine will not apply to NATO, its prime minister repeated.", "UKR nato"),
    ],
)
def test_when_in_doubt_nobody(find: Find, text: str, row: str) -> None:
    assert find(text, row) is None


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("“We will join NATO. It is our choice,” President Aleksandar Vucic said.", "“We will join NATO.",
         ("Aleksandar Vucic", "SRB")),
        ("President Aleksandar Vucic said: “The choice is made. Serbia will join NATO.”", "Serbia will join NATO.”",
         ("Aleksandar Vucic", "SRB")),
        ("“The choice is made,” President Aleksandar Vucic said. “Serbia will join NATO.”", "“Serbia will join NATO.”",
         ("Aleksandar Vucic", "SRB")),
        # Another paragraph may be another speaker's.
        ("“The choice is made,” President Aleksandar Vucic said.\n\n“Serbia will join NATO.”", "“Serbia will join NATO.”",
         None),
        # The narrator goes on.
        ("“The choice is made,” President Aleksandar Vucic said. Serbia joined NATO a year later.",
         "Serbia joined NATO a year later.", None),
        # A clause of the sentence is evidence as the sentence is.
        ("President Aleksandar Vucic said on Monday that Serbia would join NATO.", "Serbia would join NATO",
         ("Aleksandar Vucic", "SRB")),
    ],
)  # fmt: skip
def test_a_quotation_goes_on(
    find: Find, text: str, evidence: str, expected: tuple[str, str | None] | None
) -> None:
    assert find(text, SERBIAN, evidence) == expected


def test_a_pronoun_is_the_one_named_before(find: Find) -> None:
    text = "President Aleksandar Vucic spoke in Nis. He said that Serbia would not join NATO."
    assert find(text, SERBIAN, "He said that Serbia would not join NATO.") == ("Aleksandar Vucic", "SRB")


def test_the_extractor_fills_it_in(extractor: LearnedExtractor) -> None:
    text = "Serbia will not join NATO, President Aleksandar Vucic said."
    (row,) = extractor.extract(Article("a", text, "", FRIDAY)).accessions
    assert (row.speaker, row.speaker_party) == ("Aleksandar Vucic", "SRB")
    assert (
        extractor.extract(Article("a", "Albania joined NATO in 2009.", "", FRIDAY)).accessions[0].speaker
        is None
    )
