"""The reference datasets as a whole: nothing of any file is lost, wherever the files come from."""

import shutil
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines import datasets
from pipelines.datasets import DATASETS, count_files, load, read_files
from pipelines.normalize.fit import Fitted
from pipelines.reference import reference_tables
from pipelines.settings import Settings

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture(scope="module")
def core() -> dict[str, pl.DataFrame]:
    return reference_tables()


def loaded(core: dict[str, pl.DataFrame], **sources: str | Path) -> tuple[dict[str, Fitted], pl.DataFrame]:
    """Every table, and the counts of every file."""
    tables: dict[str, Fitted] = {}
    counts = []
    for _, fitted, counted in load(Settings.model_validate({"sources": sources}), core):
        tables |= {each.table.name: each for each in fitted}
        counts.append(counted)
    return tables, pl.concat(counts)


def lost(counts: pl.DataFrame) -> list[tuple[object, ...]]:
    return counts.filter(pl.col("rows_in") != pl.col("rows_out") + pl.col("rejected")).rows()


@pytest.fixture(scope="module")
def embedded(core) -> tuple[dict[str, Fitted], pl.DataFrame]:
    return loaded(core)


def test_the_samples_need_no_network_and_fit_to_the_last_row(embedded) -> None:
    tables, counts = embedded
    assert lost(counts) == []
    assert counts["rejected"].sum() == 0
    assert set(counts["source"]) == set(datasets.SOURCES)
    for dataset in DATASETS:
        for table in dataset.tables:
            assert tables[table.name].frame.height > 0
            assert tables[table.name].frame.schema == table.polars_schema()
            assert tables[table.name].rejects == []


@pytest.mark.skipif(not SHARED.exists(), reason="the published files are not ours to ship")
def test_of_the_published_files_nothing_is_lost(core) -> None:
    tables, counts = loaded(core, folder=SHARED)
    assert lost(counts) == []
    rows_in = dict(counts.group_by("source").agg(pl.col("rows_in").sum()).iter_rows())
    assert rows_in["historyatstate"] == 3264 + 4271
    assert rows_in["reign"] == 2524
    assert rows_in["country_codes"] == 249
    assert counts.filter(pl.col("source") == "untreaties").height == 325
    reasons = Counter(reject.reason for each in tables.values() for reject in each.rejects)
    assert reasons == {"contradiction": 2, "unreadable_value": 4}
    # Three trips of 2021 were entered twice, one with another end: six entries, three stays, one in conflict.
    trips = tables["norm_official_trips"].frame.filter("is_repeated")
    assert sorted(trips["trip_id"]) == ["3992", "3993", "3994", "4019", "4020", "4021"]
    assert trips["stay_key"].n_unique() == 3
    assert sorted(trips.filter("has_date_conflict")["trip_id"]) == ["3994", "4021"]
    keys = tables["norm_person_keys"].frame
    registered = keys.filter(pl.col("source") == "registry")["person_key"].implode()
    led = keys.filter((pl.col("source") == "reign") & pl.col("person_key").is_in(registered))
    assert led.height >= 702, "spells of REIGN whose leader is known to be in the register"
    for person in ("Helmut Kohl", "Boris Yeltsin", "Azali Assoumani", "Fouad Siniora", "Milorad Dodik"):
        family = keys.filter(pl.col("person").is_in([person, person.split()[-1]]))
        assert family["person_key"].n_unique() == 1, person


def test_a_row_that_disappears_is_told_of(core) -> None:
    (dataset,) = [each for each in DATASETS if each.name == "official_trips"]
    tables = {
        each.table.name: each.frame for _, fitted, _ in load(Settings(), core) for each in fitted
    } | core
    files = list(datasets.SOURCES["historyatstate"].fetch(Settings(), {}))
    read = read_files(files)
    trips, meetings = dataset.normalize(read, tables)
    shortened = Fitted(trips.table, trips.frame.slice(1), trips.rejects)
    assert len(lost(count_files(dataset, read, [shortened, meetings]))) == 1
    assert lost(count_files(dataset, read, [trips, meetings])) == []


CODES_HEADER = "ISO3166-1-Alpha-3,ISO3166-1-Alpha-2,ISO3166-1-numeric,M49,FIPS,official_name_en,wikidata_id"
FRANCE = "FRA,FR,250,250,FR,France,Q142"


def country_codes_of(
    core: dict[str, pl.DataFrame], tmp_path: Path, *lines: str
) -> tuple[datasets.Dataset, datasets.Read, list[Fitted]]:
    """The dataset with `lines` as the published file."""
    (dataset,) = [each for each in DATASETS if each.name == "country_codes"]
    (tmp_path / "country-codes.csv").write_text("\n".join([CODES_HEADER, *lines]), encoding="utf-8")
    settings = Settings.model_validate({"sources": {"country_codes": str(tmp_path)}})
    files = [file for each in dataset.sources for file in datasets.fetch_source(each, settings, {})]
    read = read_files(files)
    return dataset, read, dataset.normalize(read, core)


@pytest.mark.parametrize(
    ("line", "out", "rejected"),
    [
        (FRANCE, 1, 0),
        ("FRA,,,,,,", 1, 0),
        ("FRA,FR,250,250,GM,,", 1, 0),  # a reject, and not lost
        ("QQQ,QQ,,,,,", 0, 1),
    ],
)
def test_a_row_that_says_what_is_known_already_is_not_lost(
    core, tmp_path: Path, line: str, out: int, rejected: int
) -> None:
    dataset, read, fitted = country_codes_of(core, tmp_path, line)
    counts = count_files(dataset, read, fitted)
    assert counts.select("rows_in", "rows_out", "rejected").rows() == [(1, out, rejected)]


def test_a_row_whose_values_are_in_no_table_is_lost(core, tmp_path: Path) -> None:
    dataset, read, fitted = country_codes_of(core, tmp_path, FRANCE, "AUT,AT,40,40,AU,Austria,Q40")
    assert lost(count_files(dataset, read, fitted)) == []
    shortened = [replace(each, frame=each.frame.filter(pl.col("country_code") != "FRA")) for each in fitted]
    counts = count_files(dataset, read, shortened)
    assert counts.select("rows_in", "rows_out", "rejected").rows() == [(2, 1, 0)]


@pytest.mark.skipif(not SHARED.exists(), reason="the published files are not ours to ship")
def test_the_published_country_codes_need_no_names(core, tmp_path: Path) -> None:
    codes = CODES_HEADER.split(",")[:5]
    published = pl.read_csv(SHARED / "countries" / "country-codes.csv", infer_schema=False).select(codes)
    lines = [",".join([*(cell or "" for cell in row), "", ""]) for row in published.rows()]
    dataset, read, fitted = country_codes_of(core, tmp_path, *lines)
    counts = count_files(dataset, read, fitted)
    assert counts["rows_in"].to_list() == [249]
    assert lost(counts) == []


def test_a_zip_as_published_gives_what_the_folder_gives(core, tmp_path: Path) -> None:
    folder = tmp_path / "un"
    folder.mkdir()
    for path in (datasets.SOURCES["untreaties"].folder).glob("[0-9]*.csv"):
        shutil.copy(path, folder)
    with zipfile.ZipFile(tmp_path / "untreaties.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"untreaties-master/treaties/{path.name}")
        archive.writestr("untreaties-master/README.md", "no table")
    from_folder, _ = loaded(core, untreaties=str(folder))
    from_zip, counts = loaded(core, untreaties=str(tmp_path / "untreaties.zip"))
    assert lost(counts) == []
    one, other = (
        each["norm_treaty_actions"].frame.drop("locator", "line") for each in (from_folder, from_zip)
    )
    assert one.equals(other)


def test_a_broken_file_costs_the_others_nothing(core, embedded, tmp_path: Path) -> None:
    folder = tmp_path / "un"
    shutil.copytree(
        datasets.SOURCES["untreaties"].folder, folder, ignore=shutil.ignore_patterns("*.py", "*.yml")
    )
    (folder / "26-9.csv").write_bytes((folder / "26-9.csv").read_bytes()[:80] + b"\xff\xfe\x00")
    (folder / "99-99.csv").write_bytes(b"")
    tables, counts = loaded(core, untreaties=str(folder))
    assert lost(counts) == []
    whole = embedded[0]["norm_treaty_actions"].frame
    kept = tables["norm_treaty_actions"].frame
    others = (pl.col("treaty") != "26-9") & (pl.col("source") == "untreaties")
    assert kept.filter(others).equals(whole.filter(others))
    assert counts.filter(pl.col("locator") == "99-99.csv")["rejected"].to_list() == [1]


def held(
    tables: dict[str, Fitted], core: dict[str, pl.DataFrame], country: str, office: str, day: date
) -> set[str]:
    """Names of the holders by the register, REIGN and Wikidata, as they have them."""
    columns = ("person", "country_code", "office", "valid_from", "valid_to")
    leaders = tables["norm_leaders"].frame.filter(~pl.col("is_ended") | pl.col("valid_to").is_not_null())
    spells = pl.concat([core["norm_offices"].select(columns), leaders.select(columns)])
    return set(
        spells.filter(
            pl.col("country_code") == country,
            pl.col("office") == office,
            pl.col("valid_from") <= day,
            pl.col("valid_to").is_null() | (pl.col("valid_to") >= day),
        )["person"]
    )


@pytest.mark.parametrize(
    ("country", "minister"),
    [("KAZ", "Yermek Kosherbayev"), ("ISR", "Gideon Sa'ar"), ("USA", "Marco Rubio")],
)
def test_who_was_foreign_minister(core, embedded, country: str, minister: str) -> None:
    assert held(embedded[0], core, country, "foreign_minister", date(2025, 11, 6)) == {minister}


def test_a_leader_has_one_key_in_all_spellings(core, embedded) -> None:
    keys = embedded[0]["norm_person_keys"].frame.filter(pl.col("country_code") == "KAZ")
    tokayev = keys.filter(pl.col("person").str.contains("Toka|Токаев"))
    assert tokayev.height > 1
    assert tokayev["person_key"].n_unique() == 1
