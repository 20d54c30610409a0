"""The reference datasets as a whole: nothing of any file is lost, wherever the files come from."""

import shutil
import zipfile
from collections import Counter
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
