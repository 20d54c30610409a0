"""The made-up claims of the bench: of the declared shape, the same from the same seed, and never rewritten."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.schemas import TABLES, Column
from pipelines.schemas.articles import norm_articles
from pipelines.schemas.dbt_yaml import STAGED
from pipelines.schemas.mentions import MENTION_TABLES, mention_accessions, mention_meetings
from pipelines.storage import Storage
from tests.benchmarks.claims import _declared, _Ids, _mixed, add_day, write_claims_home

BIG = (norm_articles, *MENTION_TABLES)
CLAIMS = 3000
CLAIMS_OF_DAY = 400


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Storage:
    return write_claims_home(tmp_path_factory.mktemp("claims"), CLAIMS, seed=3, days=6)


@pytest.fixture(scope="module")
def day_later(home: Storage, tmp_path_factory: pytest.TempPathFactory) -> Storage:
    copy = tmp_path_factory.mktemp("claims_later") / "home"
    shutil.copytree(home.home, copy)
    return add_day(copy, CLAIMS_OF_DAY, seed=3)


def test_every_table_that_dbt_reads_is_there_as_declared(home: Storage, day_later: Storage) -> None:
    for storage in (home, day_later):
        for name in STAGED:
            assert storage.read_table(TABLES[name]).schema == TABLES[name].polars_schema(), name
    for name in ("norm_states", "norm_agreements", "norm_offices", "norm_memberships", "norm_person_keys"):
        assert home.read_table(TABLES[name]).height > 100, name


def test_there_are_as_many_claims_as_were_asked_for(home: Storage) -> None:
    accessions, meetings = (home.read_table(table).height for table in MENTION_TABLES)
    assert accessions + meetings == CLAIMS
    assert 0.35 < accessions / CLAIMS < 0.45
    assert 3 < CLAIMS / home.read_table(norm_articles).height < 5
    assert home.read_table(norm_articles)["published_date"].n_unique() == 6 + 1  # one of them null


@pytest.mark.parametrize("claims", [1, 2, 7, 60])
def test_few_claims_are_exact_too(tmp_path: Path, claims: int) -> None:
    storage = write_claims_home(tmp_path, claims)
    assert sum(storage.read_table(table).height for table in MENTION_TABLES) == claims


def test_nothing_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        write_claims_home(tmp_path, 0)
    with pytest.raises(ValueError, match="at least 1"):
        write_claims_home(tmp_path, 10, days=0)


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(home: Storage, tmp_path: Path) -> None:
    again = write_claims_home(tmp_path / "again", CLAIMS, seed=3, days=6)
    other = write_claims_home(tmp_path / "other", CLAIMS, seed=4, days=6)
    for table in BIG:
        assert_frame_equal(again.read_table(table), home.read_table(table))
        assert not other.read_table(table).equals(home.read_table(table))


def test_keys_are_unique_and_mentions_belong_to_versions_of_articles(
    home: Storage, day_later: Storage
) -> None:
    for storage in (home, day_later):
        for table in BIG:
            assert not storage.read_table(table).select(table.key).is_duplicated().any(), table.name
        versions = storage.read_table(norm_articles).select("article_id", "content_hash")
        for table in MENTION_TABLES:
            mentions = storage.read_table(table)
            assert mentions.join(versions, ["article_id", "content_hash"], "anti").is_empty()
        grain = ["article_id", "content_hash", "party", "agreement", "step", "factuality"]
        assert not storage.read_table(mention_accessions).select(grain).is_duplicated().any()


def test_evidence_stands_at_its_offsets(day_later: Storage) -> None:
    articles = day_later.read_table(norm_articles).select("article_id", "content_hash", "title", "text")
    for table in MENTION_TABLES:
        mentions = day_later.read_table(table).join(articles, ["article_id", "content_hash"])
        where = pl.when(pl.col("evidence_field") == "title").then("title").otherwise("text")
        words = where.str.slice(pl.col("evidence_start"), pl.col("evidence_end") - pl.col("evidence_start"))
        assert mentions.select((words == pl.col("evidence")).all()).item()
        assert mentions["evidence_field"].n_unique() == 2


def test_codes_are_declared_and_meetings_well_formed(day_later: Storage) -> None:
    for table in BIG:
        frame = day_later.read_table(table)
        for column in table.columns:
            if column.codes is not None:
                assert set(frame[column.name].unique()) <= set(column.codes), column.name
            assert column.nullable or frame[column.name].null_count() == 0, column.name
    meetings = day_later.read_table(mention_meetings)
    countries = pl.col("countries")
    assert meetings.select((countries.list.sort() == countries).all()).item()
    assert meetings.select((countries.list.n_unique() == countries.list.len()).all()).item()
    assert meetings["countries"].list.len().min() == 2
    assert meetings.select(
        (pl.col("persons").list.len() == pl.col("person_countries").list.len()).all()
    ).item()


def test_a_copy_says_what_the_first_article_says(home: Storage) -> None:
    articles = home.read_table(norm_articles)
    copies = articles.filter(pl.col("cluster_id") != pl.col("article_id"))
    assert 0.05 < copies.height / articles.height < 0.25
    firsts = articles.select(cluster_id="article_id", first_text="text", first_title="title")
    paired = copies.join(firsts, "cluster_id")
    assert paired.height == copies.height
    assert paired.select((pl.col("text") == pl.col("first_text")).all()).item()
    said = home.read_table(mention_meetings).drop("mention_id", "content_hash")
    for article_id, cluster_id in copies.select("article_id", "cluster_id").head(20).iter_rows():
        of_copy, of_first = (
            said.filter(pl.col("article_id") == each).drop("article_id") for each in (article_id, cluster_id)
        )
        assert_frame_equal(of_copy, of_first, check_row_order=False)


def test_a_summit_is_told_by_many_who_name_different_states(home: Storage) -> None:
    names = home.read_table(mention_meetings).filter(pl.col("countries").list.len() > 3)["countries"]
    assert len(names) > 5
    assert names.n_unique() > 5


def test_a_day_later_what_was_there_is_there_and_one_day_is_new(home: Storage, day_later: Storage) -> None:
    for table in BIG:
        before, after = home.read_table(table), day_later.read_table(table)
        assert_frame_equal(after.head(before.height), before)
    before, after = home.read_table(norm_articles), day_later.read_table(norm_articles)
    added = after.slice(before.height)
    new = added.join(before, "article_id", "anti")
    assert new["published_date"].drop_nulls().unique().to_list() == [
        before.select(pl.col("published_date").max().dt.offset_by("1d")).item()
    ]
    mentions = pl.concat(day_later.read_table(table).select("article_id") for table in MENTION_TABLES)
    assert mentions.join(new, "article_id", "semi").height == CLAIMS_OF_DAY


def test_corrected_articles_say_something_else(home: Storage, day_later: Storage) -> None:
    before = home.read_table(norm_articles)
    added = day_later.read_table(norm_articles).slice(before.height)
    corrected = added.join(before, "article_id", "semi")
    assert corrected.height == 3
    old = before.join(corrected, "article_id", "semi")
    assert corrected["fetched_at"].min() > old["fetched_at"].max()
    assert set(corrected["content_hash"]).isdisjoint(before["content_hash"])

    def told(version: str) -> list[tuple[str, str | None]]:
        found = pl.concat(
            day_later.read_table(table).select("content_hash", "evidence", "date") for table in MENTION_TABLES
        )
        return sorted(found.filter(pl.col("content_hash") == version).drop("content_hash").rows(), key=str)

    for article_id, version in corrected.select("article_id", "content_hash").iter_rows():
        first = old.filter(pl.col("article_id") == article_id)["content_hash"].item()
        assert told(first) != told(version)


def test_days_can_be_added_again_with_the_same_seed(day_later: Storage, tmp_path: Path) -> None:
    shutil.copytree(day_later.home, tmp_path / "home")
    storage = add_day(tmp_path / "home", 50, seed=3)
    articles = storage.read_table(norm_articles)
    assert articles["published_date"].n_unique() == 6 + 2 + 1
    assert not articles.select(norm_articles.key).is_duplicated().any()


def test_mixing_keeps_numbers_apart_and_ids_are_hexadecimal() -> None:
    numbers = np.arange(10_000, dtype=np.uint64)
    assert len(np.unique(_mixed(numbers))) == len(numbers)
    ids, hashes = _Ids(7).article_ids(np.arange(100)), _Ids(7).content_hashes(np.arange(100))
    assert ids.str.contains("^[0-9a-f]{16}$").all()
    assert hashes.str.contains("^[0-9a-f]{64}$").all()
    assert ids.n_unique() == hashes.n_unique() == 100


def test_columns_that_are_not_known_yet_get_plain_values() -> None:
    new = [
        (Column("a_note", pl.String(), "", nullable=True), None),
        (Column("a_list", pl.List(pl.String()), ""), []),
        (Column("a_code", pl.String(), "", codes={"one": "", "two": ""}), "one"),
        (Column("a_count", pl.Int64(), ""), 0),
        (Column("a_flag", pl.Boolean(), ""), False),
    ]
    columns = (*mention_meetings.columns[:1], *(column for column, _ in new))
    table = replace(mention_meetings, columns=columns, key=(), sort_by=())
    known = pl.DataFrame({"not_declared": [1, 2], "mention_id": ["x", "y"]})
    declared = _declared(known, table)
    assert declared.schema == table.polars_schema()
    plain = [value for _, value in new]
    assert declared.rows() == [("x", *plain), ("y", *plain)]
