"""What a code of a country meant on a day, and which code a country had."""

from datetime import date

import polars as pl
import pytest
from country_tables import DATA, NO_UN_MEMBERS, REAL, on, own_rows, published_row, tables

from pipelines.normalize.country_codes import country_codes
from pipelines.normalize.fit import Fitted
from pipelines.schemas.rows import LINE, LOCATOR, Row


def meaning(scheme: str, code: str, day: date = date(2025, 11, 6)) -> list[str]:
    frame = tables().codes.frame
    return frame.filter((pl.col("scheme") == scheme) & (pl.col("code") == code) & on(day))[
        "country_code"
    ].to_list()


def codes_of(country: str, scheme: str, day: date = date(2025, 11, 6)) -> list[str]:
    frame = tables().codes.frame
    return frame.filter((pl.col("scheme") == scheme) & (pl.col("country_code") == country) & on(day))[
        "code"
    ].to_list()


@pytest.mark.parametrize(
    ("code", "country"),
    [
        ("AU", "AUT"),
        ("AS", "AUS"),
        ("CH", "CHN"),
        ("SZ", "CHE"),
        ("RS", "RUS"),
        ("GM", "DEU"),
        ("UP", "UKR"),
        ("EZ", "CZE"),
        ("KV", "XKX"),
        ("WA", "NAM"),
        ("RI", "SRB"),
        ("GZ", "PSE"),
        ("WE", "PSE"),
    ],
)
def test_fips_traps(code: str, country: str) -> None:
    assert meaning("fips", code) == [country]


def test_na_is_namibia() -> None:
    assert meaning("iso2", "NA") == ["NAM"]
    assert codes_of("NAM", "iso2") == ["NA"]
    assert codes_of("NAM", "fips") == ["WA"]
    assert meaning("fips", "NA") == []
    assert tables().codes.frame["code"].null_count() == 0


@pytest.mark.parametrize(
    ("scheme", "code", "day", "country"),
    [
        ("cow", "260", date(1985, 1, 1), ["DEU"]),
        ("cow", "255", date(1985, 1, 1), []),
        ("cow", "255", date(2000, 1, 1), ["DEU"]),
        ("cow", "260", date(2000, 1, 1), []),
        ("gw", "260", date(2000, 1, 1), ["DEU"]),
        ("gw", "255", date(2000, 1, 1), []),
        ("cow", "265", date(1985, 1, 1), ["DDR"]),
        ("gw", "265", date(1985, 1, 1), ["DDR"]),
        ("cow", "678", date(1985, 1, 1), ["YAR"]),
        ("cow", "679", date(2000, 1, 1), ["YEM"]),
        ("cow", "678", date(2000, 1, 1), []),
        ("gw", "678", date(1985, 1, 1), ["YAR"]),
        ("gw", "678", date(2000, 1, 1), ["YEM"]),
        ("gw", "679", date(2000, 1, 1), []),
        ("cow", "680", date(1985, 1, 1), ["YMD"]),
        ("cow", "345", date(1980, 1, 1), ["YUG"]),
        ("cow", "345", date(2020, 1, 1), ["SRB"]),
        ("gw", "345", date(2020, 1, 1), []),
        ("gw", "340", date(2020, 1, 1), ["SRB"]),
        ("cow", "816", date(1970, 1, 1), ["VDR"]),
        ("cow", "817", date(1970, 1, 1), ["RVN"]),
        ("cow", "816", date(2020, 1, 1), ["VNM"]),
        ("cow", "365", date(1980, 1, 1), ["SUN"]),
        ("cow", "365", date(2020, 1, 1), ["RUS"]),
        ("cow", "970", date(2020, 1, 1), ["NRU"]),
        ("gw", "970", date(2020, 1, 1), ["KIR"]),
        ("cow", "347", date(2020, 1, 1), ["XKX"]),
        ("cow_abbreviation", "GMY", date(2020, 1, 1), ["DEU"]),
        ("cow_abbreviation", "AUS", date(2020, 1, 1), ["AUT"]),
        ("cow_abbreviation", "SWZ", date(2020, 1, 1), ["CHE"]),
        ("iso2", "CS", date(1990, 1, 1), ["CSK"]),
        ("iso2", "CS", date(2005, 1, 1), ["SCG"]),
        ("iso2", "CS", date(2020, 1, 1), []),
        ("iso2", "SK", date(2020, 1, 1), ["SVK"]),
        ("iso2", "GE", date(2020, 1, 1), ["GEO"]),
        ("iso3", "YEM", date(1985, 1, 1), ["YAR"]),
        ("iso3", "YEM", date(2020, 1, 1), ["YEM"]),
        ("iso3", "ZAR", date(1990, 1, 1), ["COD"]),
        ("iso3", "COD", date(1990, 1, 1), []),
        ("iso3", "COD", date(2020, 1, 1), ["COD"]),
        ("iso3", "BUR", date(1985, 1, 1), ["MMR"]),
        ("iso3", "ROM", date(2000, 1, 1), ["ROU"]),
        ("iso3", "DHY", date(1976, 1, 1), ["BEN"]),
        ("iso3", "HVO", date(1980, 1, 1), ["BFA"]),
        ("iso3", "RHO", date(1979, 1, 1), ["ZWE"]),
        ("iso3", "ANT", date(2000, 1, 1), ["ANT"]),
        ("iso_numeric", "280", date(1985, 1, 1), ["DEU"]),
        ("iso4", "SUHH", date(2020, 1, 1), ["SUN"]),
        ("iso_numeric", "276", date(1990, 10, 29), []),
        ("iso_numeric", "276", date(1990, 10, 30), ["DEU"]),
        ("iso_numeric", "886", date(1990, 6, 1), []),
        ("iso2", "UM", date(1985, 1, 1), []),
        ("m49", "886", date(1985, 1, 1), ["YAR"]),
        ("cow", "315", date(1992, 12, 31), ["CSK"]),
        ("cow", "315", date(1993, 1, 1), []),
        ("cow", "817", date(1980, 1, 1), []),
        ("cow", "680", date(1990, 5, 22), []),
        ("cow", "511", date(1964, 4, 26), []),
        ("cameo", "ROM", date(2020, 1, 1), ["ROU"]),
        ("wikidata", "Q1030", date(2020, 1, 1), ["NAM"]),
        ("wikidata", "Q15180", date(1980, 1, 1), ["SUN"]),
    ],
)
def test_what_a_code_meant_on_a_day(scheme: str, code: str, day: date, country: list[str]) -> None:
    assert meaning(scheme, code, day) == country


@pytest.mark.parametrize(
    ("country", "scheme", "day", "codes"),
    [
        ("DEU", "iso_numeric", date(1985, 1, 1), ["280"]),
        ("ETH", "iso_numeric", date(1985, 1, 1), ["230"]),
        ("SDN", "iso_numeric", date(1985, 1, 1), ["736"]),
        ("SDN", "iso_numeric", date(2011, 8, 11), ["729"]),
        ("ROU", "iso3", date(1985, 1, 1), ["ROM"]),
        ("ROU", "iso3", date(2002, 2, 1), ["ROU"]),
        ("BEN", "iso2", date(1977, 6, 1), ["DY"]),
        ("BEN", "iso2", date(1977, 12, 31), ["DY"]),
        ("BEN", "iso2", date(1978, 1, 1), ["BJ"]),
        ("ANT", "iso_numeric", date(1985, 12, 31), ["532"]),
        ("ANT", "iso_numeric", date(1986, 1, 1), ["530"]),
        ("YUG", "iso_numeric", date(1992, 4, 27), ["891"]),
        ("KIR", "iso2", date(1979, 7, 12), ["KI", "CT"]),
        # Metropolitan France had a code beside France's, which France had always.
        ("FRA", "iso2", date(1985, 1, 1), ["FR", "FX"]),
        ("FRA", "iso_numeric", date(2000, 1, 1), ["250"]),
    ],
)
def test_what_code_a_state_had_on_a_day(country: str, scheme: str, day: date, codes: list[str]) -> None:
    assert sorted(codes_of(country, scheme, day)) == sorted(codes)


@pytest.mark.parametrize("scheme", ["iso2", "iso3", "iso_numeric", "m49"])
def test_a_code_begins_the_day_after_the_one_before_it(scheme: str) -> None:
    came_to_it = {"ATB", "ATN", "BQ", "CT", "CTE", "FX", "FXX", "NQ", "128", "216", "249"}
    spells = (
        tables()
        .codes.frame.filter(
            (pl.col("scheme") == scheme)
            & ~pl.col("code").is_in(came_to_it)
            & (pl.col("country_code") != "UMI")  # of four territories with codes of their own
        )
        .sort("country_code", pl.col("valid_to").fill_null(date(9999, 12, 31)))
        .with_columns(pl.col("valid_to").shift(1).over("country_code").alias("before"))
        .filter(pl.len().over("country_code") > 1)
    )
    later = spells.filter(pl.col("before").is_not_null())
    assert later.height == spells.height - spells["country_code"].n_unique() > 0
    assert later.filter(
        pl.col("valid_from").is_null() | (pl.col("valid_from") != pl.col("before").dt.offset_by("1d"))
    ).is_empty()


def test_codes_end_with_their_states() -> None:
    ended = tables().states.frame.filter(pl.col("valid_to").is_not_null())
    codes = tables().codes.frame.join(
        ended.select("country_code", pl.col("valid_to").alias("end")), on="country_code"
    )
    assert set(ended["country_code"]) - set(codes["country_code"]) == {"HAW"}
    open_ended = codes.filter(pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("end")))
    assert set(open_ended["scheme"]) == {"iso4", "wikidata"}


def test_a_year_lasts_until_its_last_day() -> None:
    rows = {row["country_code"]: row for row in tables().states.frame.iter_rows(named=True)}
    assert (rows["NTZ"]["valid_to"], rows["NTZ"]["valid_to_precision"]) == (date(1991, 12, 31), "year")
    cells: Row = {"country_code": "AUT", "scheme": "cow", LOCATOR: "codes.csv", LINE: 3}
    own = [
        {**cells, "code": "1", "valid_to": "1990-02"},
        {**cells, "code": "2", "valid_to": "1990-02-30"},
    ]
    fitted = country_codes(own, [], [], tables().states.frame)
    assert fitted.frame.filter(pl.col("scheme") == "cow")["valid_to"].to_list() == [date(1990, 2, 28)]
    assert [reject.reason for reject in fitted.rejects] == ["invalid_date"]


@pytest.mark.parametrize("scheme", ["iso2", "iso3", "iso_numeric", "m49", "cow", "cow_abbreviation", "gw"])
def test_every_un_member_has_one_code(scheme: str) -> None:
    members = tables().states.frame.filter(
        (pl.col("kind") == "state") & ~pl.col("country_code").is_in(NO_UN_MEMBERS)
    )["country_code"]
    assert {code: len(codes_of(code, scheme)) for code in members if len(codes_of(code, scheme)) != 1} == {}


@pytest.mark.parametrize("scheme", ["fips", "cameo", "wikidata"])
def test_every_un_member_has_a_code(scheme: str) -> None:
    members = tables().states.frame.filter(
        (pl.col("kind") == "state") & ~pl.col("country_code").is_in(NO_UN_MEMBERS)
    )["country_code"]
    assert [code for code in members if not codes_of(code, scheme)] == []


def test_no_code_means_two_states_on_one_day() -> None:
    spells = tables().codes.frame.with_columns(
        pl.col("valid_from").fill_null(date(1, 1, 1)), pl.col("valid_to").fill_null(date(9999, 12, 31))
    )
    pairs = spells.join(spells, on=["scheme", "code"], suffix="_other").filter(
        (pl.col("country_code") != pl.col("country_code_other"))
        & (pl.col("valid_from") <= pl.col("valid_to_other"))
        & (pl.col("valid_from_other") <= pl.col("valid_to"))
    )
    assert pairs.is_empty()


def codes_with(*rows: Row) -> Fitted:
    own = own_rows()
    return country_codes(own["codes.csv"], own["pycountry/iso3166-3.json"], rows, tables().states.frame)


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        ({"FIPS": "a"}, ["unreadable_value"]),
        ({"FIPS": "AUX"}, ["unreadable_value"]),
        ({"M49": "four"}, ["unreadable_value"]),
        ({"wikidata_id": "https://www.wikidata.org/wiki/"}, ["unreadable_value"]),
        ({"FIPS": "AS"}, ["contradiction"]),
        ({"FIPS": "AUAS"}, ["contradiction"]),
        ({"FIPS": "AU"}, []),
        ({"M49": "40", "ISO3166-1-numeric": "040"}, []),
    ],
)
def test_what_the_published_file_says_otherwise_is_a_reject(
    cells: dict[str, str], reasons: list[str]
) -> None:
    fitted = codes_with(published_row(**{"ISO3166-1-Alpha-3": "AUT"} | cells))
    assert [reject.reason for reject in fitted.rejects] == reasons
    assert all((reject.line, reject.source) == (7, "country_codes") for reject in fitted.rejects)
    assert fitted.frame.height == tables().codes.frame.height


def test_a_code_that_was_another_states_may_be_given_again() -> None:
    fitted = codes_with(published_row(**{"ISO3166-1-Alpha-3": "SVK", "FIPS": "UR"}))
    assert fitted.rejects == []
    again = fitted.frame.filter((pl.col("code") == "UR") & (pl.col("country_code") == "SVK"))
    assert again["valid_from"].to_list() == [date(1993, 1, 1)]


def test_an_unknown_country_is_a_reject_for_each_code() -> None:
    fitted = codes_with(published_row(**{"ISO3166-1-Alpha-3": "QQQ", "FIPS": "QQ"}))
    assert [reject.reason for reject in fitted.rejects] == ["unknown_code", "unknown_code"]


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not here")
def test_our_codes_agree_with_the_published_file() -> None:
    fitted = tables(real=True).codes
    assert sorted((reject.reason, reject.detail) for reject in fitted.rejects) == [
        ("contradiction", "fips KV is XKX, not SRB"),
        ("contradiction", "fips NL is NLD, not BES"),
        ("unreadable_value", "FIPS of UMI is 'a'"),
    ]
    own = fitted.frame.filter((pl.col("source") == "countries") & pl.col("valid_to").is_null())
    of_others = fitted.frame.filter(pl.col("source") == "country_codes")
    # What the file adds is about territories that codes.csv leaves out, and Taiwan's number, which M49 has not.
    assert set(of_others["scheme"]) == {"m49", "wikidata"}
    assert of_others.filter(pl.col("scheme") == "m49")["country_code"].to_list() == ["TWN"]
    told = own.filter(pl.col("scheme") == "wikidata")["country_code"]
    assert of_others.filter(
        (pl.col("scheme") == "wikidata") & pl.col("country_code").is_in(told.implode())
    ).is_empty()
    labels = tables(real=True).labels
    assert labels.rejects == []
    assert labels.frame.filter(pl.col("label").str.contains(r"\*|\((?:the|la|le|l')\)")).is_empty()


@pytest.mark.skipif(not (DATA / "reign").exists(), reason="the real files are not here")
def test_abbreviations_of_reign_are_known_and_agree_with_its_numbers() -> None:
    reign = pl.read_csv(
        DATA / "reign" / "leaderlist_3_21.csv",
        columns=["stateabb", "ccode"],
        infer_schema=False,
        encoding="utf8-lossy",
    ).unique()
    codes = tables().codes.frame
    by = {
        scheme: codes.filter(pl.col("scheme") == scheme)
        .group_by("code")
        .agg(pl.col("country_code").unique().sort())
        for scheme in ("cow", "cow_abbreviation")
    }
    joined = reign.join(by["cow_abbreviation"], left_on="stateabb", right_on="code", how="left").join(
        by["cow"], left_on="ccode", right_on="code", how="left", suffix="_number"
    )
    assert joined["country_code"].null_count() == 0
    assert joined.filter(pl.col("country_code") != pl.col("country_code_number")).is_empty()


@pytest.mark.skipif(not (DATA / "gdelt").exists(), reason="the real files are not here")
def test_fips_and_cameo_codes_of_gdelt_are_known() -> None:
    events = pl.concat(
        [
            pl.read_csv(path, separator="\t", has_header=False, infer_schema=False, quote_char=None)
            for path in (DATA / "gdelt").glob("*.CSV")
        ]
    )
    codes = tables().codes.frame
    fips = set(codes.filter(pl.col("scheme") == "fips")["code"])
    cameo = set(codes.filter(pl.col("scheme") == "cameo")["code"])
    places = {code for column in (37, 45, 53) for code in events.to_series(column).drop_nulls()}
    actors = {code for column in (7, 17) for code in events.to_series(column).drop_nulls()}
    assert places - fips <= {"", "OS"}  # the oceans
    assert actors - cameo <= {"", "AFR", "EUR", "SAF", "SEA"}  # regions
