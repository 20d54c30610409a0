"""The descriptor against the rules of Data Package 2, as datapackage.org states them, and against the tables."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from pipelines.data_package import data_package, package_sources, read_package
from pipelines.export import TableFile, described
from pipelines.schemas import Column, Table, empty_frame
from pipelines.schemas.articles import raw_files
from pipelines.schemas.marts import MART_TABLES, fct_accession_claims
from pipelines.schemas.releases import changes
from pipelines.storage import Storage

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CONSTRAINTS = {
    "string": {"required", "unique", "enum", "pattern", "minLength", "maxLength"},
    "integer": {"required", "unique", "enum", "minimum", "maximum"},
    "number": {"required", "unique", "enum", "minimum", "maximum"},
    "boolean": {"required", "enum"},
    "date": {"required", "unique", "enum", "minimum", "maximum"},
    "datetime": {"required", "unique", "enum", "minimum", "maximum"},
    "array": {"required", "unique", "enum", "minLength", "maxLength", "jsonSchema"},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[TableFile]:
    folder = tmp_path_factory.mktemp("files")
    written = []
    for table in (*MART_TABLES, changes):
        path = folder / f"{table.name}.parquet"
        empty_frame(table).write_parquet(path)
        written.append(described(path, table, 0))
    return written


@pytest.fixture(scope="module")
def package(files: list[TableFile]) -> dict:
    """As another program reads it."""
    made = data_package(
        files,
        version="2026.11.25",
        created=NOW,
        previous="2026.11.24",
        sources=[{"title": "A source", "licenses": [{"name": "CC0-1.0"}]}],
    )
    return json.loads(json.dumps(made))


def test_the_package_has_what_the_standard_asks_for(package: dict) -> None:
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert datetime.fromisoformat(package["created"]) == NOW
    assert package["created"].endswith("Z")
    assert package["version"] == "2026.11.25"
    assert package["licenses"] == [{"name": "Apache-2.0", "path": "LICENSE"}]
    assert all(source["title"] for source in package["sources"])
    assert all(contributor["title"] for contributor in package["contributors"])
    assert package["resources"]


def test_resources_are_files_beside_the_descriptor(package: dict, files: list[TableFile]) -> None:
    names = [resource["name"] for resource in package["resources"]]
    assert names == [table.name for table in (*MART_TABLES, changes)]
    for resource, file in zip(package["resources"], files, strict=True):
        assert resource["$schema"] == "https://datapackage.org/profiles/2.0/dataresource.json"
        assert re.fullmatch(r"[a-z0-9_]+\.parquet", resource["path"])
        assert resource["type"] == "table"
        assert (resource["format"], resource["mediatype"]) == ("parquet", "application/vnd.apache.parquet")
        assert resource["bytes"] == file.byte_count > 0
        assert resource["hash"] == f"sha256:{file.sha256}"


def test_fields_are_of_the_standards_types_with_what_these_permit(package: dict) -> None:
    for resource in package["resources"]:
        schema = resource["schema"]
        assert schema["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
        names = [field["name"] for field in schema["fields"]]
        assert len(names) == len(set(names)) > 0
        for field in schema["fields"]:
            constraints = field.get("constraints", {})
            assert set(constraints) <= CONSTRAINTS[field["type"]], field
            if "enum" in constraints:
                assert len(constraints["enum"]) == len(set(constraints["enum"])) > 0
                assert [each["value"] for each in field["categories"]] == constraints["enum"]
                assert all(each["label"] for each in field["categories"])


def test_keys_are_fields_and_foreign_keys_lead_to_keys(package: dict) -> None:
    keys = {each["name"]: each["schema"]["primaryKey"] for each in package["resources"]}
    found = 0
    for resource in package["resources"]:
        names = {field["name"] for field in resource["schema"]["fields"]}
        assert set(resource["schema"]["primaryKey"]) <= names
        for key in resource["schema"].get("foreignKeys", []):
            found += 1
            assert set(key["fields"]) <= names
            assert key["reference"].get("resource") != resource["name"]
            assert key["reference"]["fields"] == keys[key["reference"].get("resource", resource["name"])]
    assert found


def test_fields_say_what_the_columns_declare(package: dict) -> None:
    for resource, table in zip(package["resources"], (*MART_TABLES, changes), strict=True):
        for field, column in zip(resource["schema"]["fields"], table.columns, strict=True):
            constraints = field.get("constraints", {})
            assert (field["name"], field["description"]) == (column.name, column.description)
            assert field.get("unit") == column.unit
            assert constraints.get("required", False) is not column.nullable
            assert constraints.get("unique", False) is (table.key == (column.name,))
            if column.codes and column.dtype == pl.String():
                assert constraints["enum"] == list(column.codes)
            if column.dtype == pl.List(pl.String()):
                assert field["arrayItem"]["type"] == "string"


def test_types_units_and_references_of_a_table_that_is_known(package: dict) -> None:
    (resource,) = (each for each in package["resources"] if each["name"] == fct_accession_claims.name)
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert fields["event_date"]["type"] == "date"
    assert (fields["evidence_start"]["type"], fields["evidence_start"]["unit"]) == ("integer", "characters")
    assert fields["is_listed"]["type"] == "boolean"
    assert fields["cited_sources"]["type"] == "array"
    assert {
        "fields": ["article_id"],
        "reference": {"resource": "dim_article", "fields": ["article_id"]},
    } in resource["schema"]["foreignKeys"]


def test_references_to_itself_and_codes_in_lists(tmp_path: Path) -> None:
    table = Table(
        "parts",
        "marts",
        "one part",
        "Parts.",
        ("part_id",),
        (
            Column("part_id", pl.String(), "hash"),
            Column("whole_id", pl.String(), "of what", nullable=True, references="parts.part_id"),
            Column("name", pl.String(), "name", references="norm_names.name"),
            Column("kinds", pl.List(pl.String()), "kinds", codes={"a": "one", "b": "two"}),
            Column("at", pl.Datetime("us", "UTC"), "when"),
        ),
    )
    file = TableFile("parts.parquet", table, 0, 1, "0" * 64)
    package = data_package([file], version="1.0", created=NOW, previous=None, sources=[])
    schema = package["resources"][0]["schema"]
    assert schema["foreignKeys"] == [{"fields": ["whole_id"], "reference": {"fields": ["part_id"]}}]
    assert schema["fields"][3]["arrayItem"] == {"type": "string", "constraints": {"enum": ["a", "b"]}}
    assert schema["fields"][4]["type"] == "datetime"


def manifest(storage: Storage, name: str, *rows: dict) -> None:
    base = {
        "raw_id": "0" * 64,
        "byte_count": 1,
        "fetched_at": NOW,
        "origin": "packaged",
        "url": None,
        "etag": None,
        "last_modified": None,
        "is_current": True,
    }
    frame = pl.DataFrame([base | row for row in rows], schema=raw_files.polars_schema())
    storage.write_table(raw_files, frame, name)


def test_sources_are_those_whose_files_are_in_use(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    manifest(
        storage,
        "raw_wikidata__files",
        {
            "source": "wikidata",
            "locator": "leaders.json",
            "licence": "CC0-1.0",
            "origin": "http",
            "url": "https://query.wikidata.org/sparql",
        },
        {
            "source": "wikidata",
            "locator": "old.json",
            "licence": "CC0-1.0",
            "is_current": False,
        },
    )
    manifest(
        storage,
        "raw_reign__files",
        {
            "source": "reign",
            "locator": "leaderlist_3_21.csv",
            "licence": "no licence stated; citation asked for",
            "origin": "file",
        },
    )
    manifest(
        storage,
        "raw_countries__files",
        {"source": "countries", "locator": "names.csv", "licence": "CC0-1.0"},
        {"source": "countries", "locator": "groups.csv", "licence": "CC0-1.0"},
        {"source": "countries", "locator": "pycountry/iso3166-1.json", "licence": "LGPL-2.1-only"},
    )
    manifest(
        storage,
        "raw_inbox__articles",
        {"source": "inbox", "locator": "2025/a.txt", "licence": "unknown", "origin": "file"},
    )
    told = [
        (each["title"], each.get("publisher"), each["licenses"], each.get("path"))
        for each in package_sources(storage)
    ]
    assert told == [
        (
            "Names of states, of groups of states, and descriptions",
            "Dragoman contributors",
            [{"name": "CC0-1.0"}],
            None,
        ),
        ("pycountry", None, [{"name": "LGPL-2.1-only"}], None),
        ("inbox", None, [{"name": "unknown"}], None),
        (
            "Rulers, Elections, and Irregular Governance (REIGN), leader list",
            "One Earth Future",
            [{"title": "no licence stated; citation asked for"}],
            "https://raw.githubusercontent.com/OEFDataScience/REIGN.github.io/gh-pages/data_sets/leaderlist_3_21.csv",
        ),
        (
            "Wikidata, holders of the offices of head of state, head of government and foreign minister",
            "contributors of Wikidata",
            [{"name": "CC0-1.0"}],
            "https://query.wikidata.org/sparql",
        ),
    ]


def test_without_manifests_the_cards_tell(tmp_path: Path) -> None:
    titles = {each["title"]: each for each in package_sources(Storage(tmp_path))}
    assert titles["Embedded news corpus"]["licenses"] == [{"name": "CC0-1.0"}]
    assert "Membership of treaties administered by WIPO (sample)" in titles
    assert all(each["publisher"] for each in titles.values())


def test_a_package_is_read_back(tmp_path: Path, package: dict) -> None:
    folder = tmp_path / "2026.11.25"
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    found = read_package(folder)
    assert found is not None
    assert (found.version, found.created) == ("2026.11.25", NOW)
    assert [each.name for each in found.resources] == [table.name for table in (*MART_TABLES, changes)]
    assert found.resources[0].key.columns == list(MART_TABLES[0].key)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "another"},
        {"version": "2026.11.26"},
        {"created": "2026-11-25"},
        {"resources": None},
        {
            "resources": [
                {
                    "name": "a",
                    "path": "../a.parquet",
                    "hash": "sha256:" + "0" * 64,
                    "schema": {"primaryKey": ["a"]},
                }
            ]
        },
        {
            "resources": [
                {"name": "a", "path": "a.parquet", "hash": "0" * 32, "schema": {"primaryKey": ["a"]}}
            ]
        },
    ],
    ids=["name", "version", "created", "no-resources", "path-outside", "other-hash"],
)
def test_what_is_not_ours_is_not_read(tmp_path: Path, package: dict, change: dict) -> None:
    folder = tmp_path / "2026.11.25"
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps(package | change), encoding="utf-8")
    assert read_package(folder) is None
