"""The model in its places: the command line and the asset, chosen by a setting, with costs and rejects told."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import polars as pl
import pytest
from chat_server import KEY, ChatServer, says, status
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.defs.extracted import mentions
from pipelines.reference import reference_tables
from pipelines.schemas.articles import norm_articles
from pipelines.schemas.mentions import mention_accessions
from pipelines.schemas.reference import REFERENCE_TABLES
from pipelines.settings import Settings
from pipelines.storage import Storage

TEXT = "ASTANA, Nov 7 - Kazakhstan will join the Abraham Accords, the government said on Friday."
ROW = {
    "party": "KAZ",
    "agreement": "abraham-accords",
    "step": "announcement",
    "factuality": "actual",
    "evidence": "Kazakhstan will join the Abraham Accords",
}
GOOD = {"accessions": [ROW], "meetings": []}
PARTLY = {"accessions": [ROW, ROW | {"party": "UZB", "evidence": "Uzbekistan will follow"}], "meetings": []}


@pytest.fixture
def home(server: ChatServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data home, with the environment of somebody who has a model."""
    for name, value in {
        "HOME": str(tmp_path),
        "LLM_BASE_URL": server.url,
        "LLM_MODEL": "small",
        "LLM_API_KEY": KEY,
        "LLM_MAX_RETRIES": "0",
        "LLM_USD_PER_MILLION_INPUT_TOKENS": "1",
        "LLM_USD_PER_MILLION_OUTPUT_TOKENS": "10",
    }.items():
        monkeypatch.setenv(f"DRAGOMAN_{name}", value)
    return tmp_path


def dragoman(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert KEY not in result.output
    return result


def test_extract_by_the_model(server: ChatServer, home: Path) -> None:
    server.otherwise = says(PARTLY)
    article = home / "article.txt"
    article.write_text(TEXT)
    result = dragoman("extract", "--extractor", "llm", str(article))
    assert result.exit_code == 0
    line = json.loads(result.stdout)
    (row,) = line["accessions"]
    assert TEXT[row["evidence_start"] : row["evidence_end"]] == row["evidence"] == ROW["evidence"]
    assert set(line) == {"id", "accessions", "meetings"}
    assert "Uzbekistan will follow" in result.stderr
    assert "[invented_evidence]" in result.stderr
    assert "llm_requests 1" in result.stderr
    assert "llm_cost_usd 0.0002" in result.stderr

    again = dragoman("extract", "--extractor", "llm", str(article))
    assert again.stdout == result.stdout
    assert "llm_cache_hits 1" in again.stderr
    assert len(server.requests) == 1


def test_extract_says_what_stands_in_its_way(
    server: ChatServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = home / "article.txt"
    article.write_text(TEXT)
    server.otherwise = status(500, "boom")
    away = dragoman("extract", "--extractor", "llm", str(article))
    assert (away.exit_code, away.stdout) == (1, "")
    assert "HTTP 500: boom [extraction_postponed]" in away.stderr

    server.otherwise = status(401, f"not your key: {KEY}")
    refused = dragoman("extract", "--extractor", "llm", str(article))
    assert refused.exit_code == 1
    assert "DRAGOMAN_LLM_API_KEY" in refused.stderr

    monkeypatch.delenv("DRAGOMAN_LLM_MODEL")
    missing = dragoman("extract", "--extractor", "llm", str(article))
    assert missing.exit_code == 2
    assert "extractor `llm` needs DRAGOMAN_LLM_MODEL" in missing.stderr
    assert "Traceback" not in missing.stderr


def test_evaluate_by_the_model(server: ChatServer, home: Path) -> None:
    gold = home / "gold.jsonl"
    right = {"id": "g1", "text": TEXT, "title": "", "published": "2025-11-07", **GOOD}
    lost = right | {"id": "g2", "text": f"{TEXT} It is said."}
    gold.write_text("\n".join(map(json.dumps, (right, lost))))
    server.by_article = {TEXT: GOOD}
    server.otherwise = status(500, "boom")
    output = home / "quality.json"
    result = dragoman("evaluate", "--extractor", "llm", "--output", str(output), str(gold))
    assert result.exit_code == 1
    assert "g2 counts as empty" in result.stderr
    strict = json.loads(output.read_text())["sets"]["gold"]["accessions"]["strict"]
    assert (strict["matched"], strict["predicted"], strict["gold"]) == (1, 1, 2)


def articles(*texts: str) -> pl.DataFrame:
    row = {
        "source": "inbox",
        "raw_id": "0" * 64,
        "language": "en",
        "cited_sources": [],
        "published_date": date(2025, 11, 7),
        "fetched_at": datetime(2025, 11, 8, tzinfo=UTC),
        "cluster_id": "c",
        **dict.fromkeys(("source_article_id", "url", "outlet", "title")),
    }
    rows = [
        row | {"article_id": f"a{i}", "content_hash": f"{i}", "locator": f"{i}.txt", "text": text}
        for i, text in enumerate(texts)
    ]
    return pl.DataFrame(rows, schema=norm_articles.polars_schema())


def materialize() -> tuple[Storage, dict[str, dg.MetadataValue]]:
    result = dg.materialize([mentions], raise_on_error=True)
    (event,) = [
        each.materialization
        for each in result.get_asset_materialization_events()
        if each.asset_key == dg.AssetKey(mention_accessions.name)
    ]
    return Storage.from_settings(Settings()), dict(event.metadata)


def numbers(metadata: dict[str, dg.MetadataValue]) -> dict[str, object]:
    return {
        name: value.value
        for name, value in metadata.items()
        if name.startswith(("llm_", "articles_", "extractor"))
    }


def test_the_asset_tells_costs_and_rejects_and_tries_again(
    server: ChatServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRAGOMAN_EXTRACTOR", "llm")
    storage = Storage.from_settings(Settings())
    tables = reference_tables()
    for table in REFERENCE_TABLES:
        storage.write_table(table, tables[table.name])
    storage.write_table(norm_articles, articles(TEXT, f"{TEXT} More.", f"{TEXT} Most."))
    server.by_article = {TEXT: PARTLY, f"{TEXT} More.": "no JSON"}
    server.otherwise = status(500, "boom")

    _, first = materialize()
    told = numbers(first)
    assert len(str(told.pop("extractor_version"))) == 12
    presumed = told.pop("llm_presumed_tokens")
    assert told == {
        "articles_read": 2,
        "articles_kept": 0,
        "articles_postponed": 1,
        "extractor": "llm",
        "llm_requests": 4,
        "llm_retries": 0,
        "llm_cache_hits": 0,
        "llm_prompt_tokens": 300,
        "llm_completion_tokens": 30,
        "llm_cost_usd": 0.0006,
    }
    assert presumed == 0
    by_reason = first["rejects_by_reason"].value
    for reason in ("invented_evidence", "extraction_failed", "extraction_postponed"):
        assert f"| {reason} | 1 |" in by_reason
    assert KEY not in str(first)
    frame = storage.read_table(mention_accessions)
    assert frame.select("party", "extractor").rows() == [("KAZ", "llm")]
    assert set(storage.read_rejects()["reason"]) == {
        "invented_evidence", "extraction_failed", "extraction_postponed",
    }  # fmt: skip

    server.otherwise = says(GOOD)
    asked = len(server.requests)
    _, second = materialize()
    assert numbers(second)["articles_kept"] == 2
    assert numbers(second)["articles_postponed"] == 0
    assert len(server.requests) == asked + 1
    assert storage.read_table(mention_accessions).height == 2
    assert "extraction_postponed" not in set(storage.read_rejects()["reason"])
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if KEY.encode() in path.read_bytes()]
