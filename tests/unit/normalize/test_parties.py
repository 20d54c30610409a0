"""Names as registers write them, to states."""

import csv
import xml.etree.ElementTree as ET
from functools import lru_cache
from pathlib import Path
from time import monotonic

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalize import reference, states
from pipelines.normalize.parties import PartyNames
from pipelines.sources.countries import client, parse

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"


@lru_cache
def frames() -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = {file.locator: parse.parse(file).rows for file in client.fetch()}
    iso, former = rows["pycountry/iso3166-1.json"], rows["pycountry/iso3166-3.json"]
    known = reference.countries(iso, rows["corrections.csv"]).frame
    names = reference.country_names(rows["names.csv"], iso, rows["countrynames/data.yaml"], known).frame
    return names, states.states(rows["states.csv"], rows["state_names.csv"], former, known).frame


@lru_cache
def parties() -> PartyNames:
    return PartyNames.from_tables(*frames())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Serbia and Montenegro", "SCG"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("TURKEY", "TUR"),
        ("United Kingdom of Great Britain and Northern Ireland", "GBR"),
        ("Viet Nam", "VNM"),
        ("German Democratic Republic", "DDR"),
        ("Germany, Federal Republic of", "DEU"),
        ("Holy See", "VAT"),
        ("State of Palestine", "PSE"),
        ("European Union", "EUE"),
        ("European Union (EU)", "EUE"),
        ("European Community", "EUE"),
        ("European Economic Community", "EUE"),
        ("Hong Kong (China)", "HKG"),
        ("Hong Kong, China", "HKG"),
        ("China (Hong Kong)", "HKG"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("Netherlands (for the Kingdom in Europe)", "NLD"),
        ("Congo", "COG"),
        ("Congo, Democratic Republic of", "COD"),
        ("Congo (Kinshasa)", "COD"),
        ("Democratic Republic of the Congo (Zaire)", "COD"),
        ("Korea, Republic of", "KOR"),
        ("Korea (Democratic People's Republic of)", "PRK"),
        ("Korea, North", "PRK"),
        ("China, People’s Republic of", "CHN"),
        ("China, Republic of", "TWN"),
        ("Yemen Arab Republic", "YAR"),
        ("Yemen, Democratic", "YMD"),
        ("Macedonia, Former Yugoslav Republic of", "MKD"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Micronesia (Federated States of)", "FSM"),
        ("Bahamas, The", "BHS"),
        ("St. Vincent & the Grenadines", "VCT"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("GUINEA–BISSAU", "GNB"),
        ("U.S.S.R.", "SUN"),
        ("U.S.S.R", "SUN"),
        ("Yugoslavia (former)", "YUG"),
        ("former Yugoslavia", "YUG"),
        ("Iran, Islamic Rep.", "IRN"),
        ("Lao People's Dem. Rep.", "LAO"),
        ("Dahomey (Benin)", "BEN"),
        ("Poland (government-in-exile)", "POL"),
        ("Georgia", "GEO"),
        ("  North Macedonia ", "MKD"),
        ("Niger", "NER"),
        ("Kosovo*", "XKX"),
        ("Hawaii", "HAW"),
        ("United\u00a0States of America", "USA"),
        ("Sao Tome &amp; Principe", "STP"),
    ],
)
def test_names_of_registers(name: str, code: str) -> None:
    assert parties().code(name) == code


@pytest.mark.parametrize(
    "name",
    [
        "Germany 1, 3",
        "Germany1",
        "Germany ¹",
        "Germany ¹,²",
        "Germany [1]",
        "Germany (1)",
        "Germany*",
        "Germany <superscript>3</superscript>",
        "Germany<sup>12</sup>",
        "Germany\n3",
        "Germany 1 (2)",
    ],
)
def test_footnotes_are_no_part_of_a_name(name: str) -> None:
    assert parties().code(name) == "DEU"


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "the",
        "1",
        "(1)",
        "NA",
        "Atlantis",
        "Texas",
        "Bavaria",
        "the South",
        "United Nations",
        "World Health Organization",
        "African Intellectual Property Organization (OAPI)",
        "Virgin Islands",
        "Yemen (Eastern)",
    ],
)
def test_what_is_no_state_is_none(name: str) -> None:
    assert parties().code(name) is None


def test_a_column_of_names_is_mapped_and_nulls_stay() -> None:
    frame = pl.DataFrame({"name": ["Türkiye", None, "Atlantis", "Holy See 2"]})
    assert frame.select(parties().codes(pl.col("name"))).to_series().to_list() == ["TUR", None, None, "VAT"]
    empty = pl.DataFrame({"name": [None, None]}).lazy().select(parties().codes(pl.col("name"))).collect()
    assert empty.to_series().to_list() == [None, None]


def test_without_states_those_of_today_are_known() -> None:
    today = PartyNames.from_tables(frames()[0])
    assert today.code("Georgia") == "GEO"
    assert today.code("German Democratic Republic") is None


def test_labels_add_languages() -> None:
    labels = pl.DataFrame({"country_code": ["DEU", "AUT", "AUS"], "label": ["Германия", "X-land", "X-land"]})
    known = PartyNames.from_tables(*frames(), labels)
    assert known.code("ГЕРМАНИЯ") == "DEU"
    assert known.code("X-land") is None


@given(st.one_of(st.text(), st.text(alphabet="Germany (),.1*[]the<sup>/", max_size=60)))
def test_no_text_raises(text: str) -> None:
    assert parties().code(text) in {None, *frames()[1]["country_code"]}


@pytest.mark.parametrize(
    "text", ["1" * 5000 + "x", "(" * 5000, "Germany " + ", " * 5000, "<sup>" * 2000, "a. " * 3000]
)
def test_long_nonsense_is_read_at_once(text: str) -> None:
    started = monotonic()
    parties().code(text)
    assert monotonic() - started < 2


def test_every_name_of_a_state_means_it() -> None:
    states = frames()[1]
    wrong = {
        name: parties().code(name)
        for row in states.iter_rows(named=True)
        for name in (row["name"], row["official_name"], *row["aliases"])
        if name is not None and parties().code(name) != row["country_code"]
    }
    assert wrong == {}


ORGANISATIONS = ("Organi", "Community", "Union", "Agency", "Nations", "Council", "Commission")


@pytest.mark.skipif(not (DATA / "untreaties").exists(), reason="the real files are not here")
def test_every_participant_of_the_treaties_is_a_state_or_an_organisation() -> None:
    names: set[str] = set()
    for path in (DATA / "untreaties").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            if next(rows)[0] == "Participant":
                names |= {row[0] for row in rows if row}
    unknown = {name for name in names if parties().code(name) is None}
    assert {name for name in unknown if not any(word in name for word in ORGANISATIONS)} == {
        "Common Market for Eastern and Southern Africa"
    }
    assert len(names - unknown) > 200


@pytest.mark.skipif(not (DATA / "wipo").exists(), reason="the real files are not here")
def test_every_party_of_wipo_is_a_state_or_an_organisation() -> None:
    names = {
        name
        for path in (DATA / "wipo").glob("*.csv")
        for name in pl.read_csv(path, infer_schema=False)["Contracting Party"].drop_nulls()
    }
    assert {name for name in names if parties().code(name) is None and "Organi" not in name} == set()


@pytest.mark.skipif(not (DATA / "historyatstate").exists(), reason="the real files are not here")
def test_every_country_of_visits_and_travels_is_known() -> None:
    names = {
        element.text or ""
        for path in (DATA / "historyatstate").rglob("*.xml")
        for tag in ("from", "country")
        for element in ET.parse(path).getroot().iter(tag)
    }
    assert {name for name in names if parties().code(name) is None} == {"Somoa"}  # misspelt
