"""Countries by day."""

from collections import Counter
from datetime import date

import polars as pl
import pytest
from country_tables import NO_UN_MEMBERS, known, on, own_rows, tables

from pipelines.normalize.states import states
from pipelines.schemas.rows import LINE, LOCATOR


def standing(day: date, *codes: str) -> set[str]:
    """Which of `codes`, or of their predecessors, stood on `day`."""
    related = pl.col("country_code").is_in(codes) | (
        pl.col("successor_codes").list.set_intersection(pl.lit(list(codes))).list.len() > 0
    )
    return set(tables().states.frame.filter(related & on(day))["country_code"])


def test_every_country_of_today_is_a_state_by_day() -> None:
    frame = tables().states.frame
    assert set(known()["country_code"]) <= set(frame["country_code"])
    counts = Counter(frame["kind"].to_list())
    assert counts["unknown"] == 0
    assert counts["union"] == 1
    members = frame.filter((pl.col("kind") == "state") & ~pl.col("country_code").is_in(NO_UN_MEMBERS))
    assert members.height == 193


@pytest.mark.parametrize(
    ("day", "codes", "stood"),
    [
        (date(1985, 1, 1), ("DEU",), {"DEU", "DDR"}),
        (date(1990, 10, 2), ("DEU",), {"DEU", "DDR"}),
        (date(1990, 10, 3), ("DEU",), {"DEU"}),
        (date(1949, 5, 23), ("DEU",), {"DEU"}),
        (date(1985, 1, 1), ("YEM",), {"YAR", "YMD"}),
        (date(1990, 5, 21), ("YEM",), {"YAR", "YMD"}),
        (date(1990, 5, 22), ("YEM",), {"YEM"}),
        (date(1960, 1, 1), ("YEM",), {"YAR"}),
        (date(1970, 1, 1), ("VNM",), {"VDR", "RVN"}),
        (date(1980, 1, 1), ("VNM",), {"VNM"}),
        (date(1992, 12, 31), ("CZE", "SVK"), {"CSK"}),
        (date(1993, 1, 1), ("CZE", "SVK"), {"CZE", "SVK"}),
        (date(1990, 1, 1), ("RUS", "UKR", "KAZ"), {"SUN"}),
        (date(1992, 1, 1), ("RUS", "UKR", "KAZ"), {"RUS", "UKR", "KAZ"}),
        (date(1990, 1, 1), ("SRB", "MNE", "SCG", "HRV"), {"YUG"}),
        (date(2005, 1, 1), ("SRB", "MNE", "SCG", "HRV"), {"SCG", "HRV"}),
        (date(2006, 7, 1), ("SRB", "MNE", "SCG", "HRV"), {"SRB", "MNE", "HRV"}),
        (date(2011, 7, 8), ("SSD",), set()),
        (date(2011, 7, 9), ("SSD",), {"SSD"}),
        (date(1985, 1, 1), ("COD", "MMR", "BFA"), {"COD", "MMR", "BFA"}),
    ],
)
def test_states_by_day(day: date, codes: tuple[str, ...], stood: set[str]) -> None:
    assert standing(day, *codes) == stood


def test_special_states_are_there() -> None:
    frame = tables().states.frame
    rows = {row["country_code"]: row for row in frame.iter_rows(named=True)}
    assert rows["NAM"]["iso2_code"] == "NA"
    assert rows["XKX"]["valid_from"] == date(2008, 2, 17)
    assert {"TWN", "PSE", "VAT", "EUE"} <= rows.keys()
    assert (rows["SUN"]["iso2_code"], rows["SUN"]["numeric_code"]) == ("SU", "810")
    assert "Zaire" in rows["COD"]["aliases"]
    assert (rows["YAR"]["valid_from"], rows["YAR"]["valid_from_precision"]) == (date(1918, 1, 1), "year")


def test_a_country_that_states_csv_lacks_is_of_unknown_kind() -> None:
    own = own_rows()
    rest = [row for row in own["states.csv"] if row["country_code"] != "KAZ"]
    fitted = states(rest, own["state_names.csv"], own["pycountry/iso3166-3.json"], known())
    assert fitted.frame.filter(pl.col("country_code") == "KAZ")["kind"].to_list() == ["unknown"]
    nameless = [*rest, {"country_code": "QQQ", "kind": "state", LOCATOR: "states.csv", LINE: 3}]
    fitted = states(nameless, [], [], known())
    assert [(reject.reason, reject.line) for reject in fitted.rejects] == [("missing_column", 3)]
