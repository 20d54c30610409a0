"""Who published an article and whom it cites: outlets, and never people, ministries or offices."""

import pytest

from pipelines.normalize.attribution import attribute
from pipelines.normalize.outlets import CANONICAL, outlet_name
from pipelines.settings import PROJECT_ROOT

SEED = PROJECT_ROOT.parent / "shared" / "seed" / "article.txt"


@pytest.mark.parametrize(
    ("text", "outlet", "cited"),
    [
        ("This was reported by Reuters, according to UNN.", "UNN", ["Reuters"]),
        ("This was reported by the Foreign Ministry, according to UNN.", "UNN", []),
        ("This was reported by Bloomberg, UNN writes.", "UNN", ["Bloomberg"]),
        ("UNN reports, citing Reuters.", "UNN", ["Reuters"]),
        ("Talks were held, reports Ukrinform, citing the BBC.", "Ukrinform", ["BBC"]),
        ("Axios writes, with reference to two officials.", "Axios", []),
        ("Zerkalo reports with reference to Bloomberg.", "Zerkalo", ["Bloomberg"]),
        ("Kyiv Post wrote, citing the president's office.", "Kyiv Post", []),
        ("ASTANA, Nov 7 (Kazinform) - The two met.", "Kazinform", []),
        ("ZAGREB, January 2 (BizWire) - The barrier rose.", "BizWire", []),
        ("The two met. (Reporting by Reuters)", None, ["Reuters"]),
        ("The two met. Source: AFP", None, ["AFP"]),
        ("TASS reported on Monday that they met.", None, ["TASS"]),
        ("They met, as Reuters reported.", None, ["Reuters"]),
        ("According to the minister, and according to the Financial Times, no.", None, ["Financial Times"]),
        ("He told Al Jazeera. He told AP too.", None, ["Al Jazeera", "Associated Press"]),
        ("Sources told Reuters and the Financial Times so.", None, ["Reuters", "Financial Times"]),
        ("He said so in an exclusive interview with the New York Times.", None, ["New York Times"]),
        ("He told the state-run Antara news agency.", None, ["Antara"]),
        ("He told the news agency Belga.", None, ["Belga"]),
    ],
)
def test_outlets_are_found(text: str, outlet: str | None, cited: list[str]) -> None:
    found = attribute(text)
    assert (found.outlet, list(found.cited_sources)) == (outlet, cited)


@pytest.mark.parametrize(
    "text",
    [
        "Blinken said, citing President Biden.",
        "Witkoff wrote, citing Reuters-free reasons.",
        "The Kremlin reports, citing Putin.",
        "The Foreign Ministry reports, with reference to its ambassador.",
        "According to Peskov, nothing was agreed.",
        "(Reporting by John Smith)",
        "NATO said, citing the UN.",
        "He told President Biden. He told Wang Yi. He told the Turkish newspaper so.",
        "This was reported by the president's press service.",
        "It was announced by the White House, according to Trump.",
        "WASHINGTON (MFA) - The two met.",
        "",
    ],
)
def test_people_and_offices_are_none(text: str) -> None:
    found = attribute(text)
    assert (found.outlet, found.cited_sources) == (None, ())


def test_a_given_outlet_stands_and_is_not_cited() -> None:
    found = attribute("UNN reports, citing Reuters. He told the AP.", "Associated Press")
    assert found.outlet == "Associated Press"
    assert found.cited_sources == ("UNN", "Reuters")
    assert attribute("The Guardian reported it.", "The Guardian").cited_sources == ()


def test_every_known_name_is_known_by_all_its_names() -> None:
    assert all(outlet_name(alias) == name for alias, name in CANONICAL.items())


@pytest.mark.parametrize(
    "name", ["Ministry", "The White House", "Marco Rubio", "Kazakhstan Today Ministry", "EU"]
)
def test_names_that_are_no_outlets(name: str) -> None:
    assert outlet_name(name, any_word=True) is None


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not ours and not in the repository")
def test_seed_article() -> None:
    found = attribute(SEED.read_text(encoding="utf-8"))
    assert (found.outlet, found.cited_sources) == ("UNN", ("Reuters",))
