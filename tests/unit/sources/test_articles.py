"""Article files of every format, good and bad: each article is a row or a reject, and nothing raises."""

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.settings import PROJECT_ROOT, Settings
from pipelines.sources.articles import Limits, read_articles, read_path
from pipelines.sources.raw import Parsed, RawFile

LIMITS = Limits(max_file_bytes=1_000_000, max_article_characters=10_000)
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
ENGLISH = "“Kazakhstan has joined,” said Tokayev’s aide in São Paulo. It was the first of the members."
RUSSIAN = "Президент Казахстана встретился с Трампом в Белом доме и обсудил присоединение к соглашениям."
SEED = PROJECT_ROOT.parent / "shared" / "seed" / "article.txt"
PAGE = """<html><head><title>Finland joins | Example News</title>
<meta charset="{charset}"><meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="{published}">
<link rel="canonical" href="https://example.org/n/1"></head><body>
<nav><a href="/">Home</a><a href="/x">World</a></nav>
<article><h1>Finland joins the alliance</h1>
<p>Finland became the 31st member of the alliance on Tuesday, officials said in Brüssel.</p>
<p>The foreign minister handed over the <b>accession</b> document.</p></article>
<footer>Copyright 2024</footer></body></html>"""


def read(name: str, data: bytes) -> Parsed:
    return read_articles(RawFile("inbox", name, data, "unknown", NOW), LIMITS)


def reasons(parsed: Parsed) -> list[tuple[int | None, str]]:
    return [(reject.line, reject.reason) for reject in parsed.rejects]


def lines(*records: object) -> bytes:
    texts = [record if isinstance(record, str) else json.dumps(record) for record in records]
    return "\n".join(texts).encode()


class TestPlainText:
    @pytest.mark.parametrize(
        "data",
        [b"One.\r\n\r\nTwo  of the lines.\r\n", " \n\nThe café, of course.\n\n".encode(), b"\x1bThe end."],
    )
    def test_text_is_the_file_word_for_word(self, data: bytes) -> None:
        (row,) = read("a.txt", data).rows
        assert row["text"].encode() == data

    def test_headers_are_read_and_stay_in_the_text(self) -> None:
        text = "Title: Talks held\nDate: 7 November 2025\nURL: https://e.org/1\nSource: UNN\n\nThe two met."
        (row,) = read("folder/a.b.txt", text.encode()).rows
        assert row["text"] == text
        assert row["title"] == "Talks held"
        assert row["published_date"] == date(2025, 11, 7)
        assert (row["url"], row["outlet"]) == ("https://e.org/1", "UNN")
        assert row["source_article_id"] == "a.b"

    @pytest.mark.parametrize(
        ("first", "title"),
        [
            ("Finland joins the alliance", "Finland joins the alliance"),
            ("Finland has joined.", None),
            ("November 7, 2025", None),
            ("By Jane Doe", None),
            ("Details", None),
            ("a " * 200, None),
        ],
    )
    def test_a_short_first_paragraph_without_a_stop_is_the_title(self, first: str, title: str | None) -> None:
        (row,) = read("a.txt", f"{first}\n\nThe text of the article.".encode()).rows
        assert row["title"] == title

    @pytest.mark.parametrize("day", ["0000-01-01", "2025-02-30", "1799-12-31", "2026-01-17", "soon"])
    def test_a_date_that_cannot_be_is_a_reject(self, day: str) -> None:
        assert reasons(read("a.txt", f"date: {day}\n\nThe text.".encode())) == [(None, "invalid_date")]

    @pytest.mark.skipif(not SEED.exists(), reason="the seed article is not ours and not in the repository")
    def test_seed_article(self) -> None:
        (row,) = read("article.txt", SEED.read_bytes()).rows
        assert row["published_date"] == date(2025, 11, 7)
        assert row["text"] == SEED.read_text(encoding="utf-8")
        assert row["title"] is None


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
    def test_english(self, encoding: str) -> None:
        (row,) = read("a.txt", ENGLISH.encode(encoding)).rows
        assert row["text"] == ENGLISH

    def test_latin_1(self) -> None:
        (row,) = read("a.txt", "The café of the members.".encode("latin-1")).rows
        assert row["text"] == "The café of the members."

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251", "koi8-r"])
    def test_russian_is_told_and_named(self, encoding: str) -> None:
        parsed = read("a.txt", RUSSIAN.encode(encoding))
        assert reasons(parsed) == [(None, "unsupported_language")]
        assert "Russian" in parsed.rejects[0].detail

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "empty_file"),
            (b" \r\n\t", "empty_file"),
            ("﻿".encode(), "empty_file"),
            (b"\x89PNG\r\n\x1a\nIHDR", "binary_content"),
            (b"\xff\xd8\xff\xe0JFIF", "binary_content"),
            (b"The text\x00 of", "binary_content"),
            (b"\x01\x02\x03\x04\x05\x06", "binary_content"),
            (b"\xff\xfeT\x00h\x00e", "undecodable_text"),
            (b"\x81\x8d\x8f\x90\x9d" * 20, "undecodable_text"),
        ],
    )
    @pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl"])
    def test_what_is_no_text(self, name: str, data: bytes, reason: str) -> None:
        assert reasons(read(name, data)) == [(None, reason)]


class TestLanguage:
    @pytest.mark.parametrize(
        "text",
        [
            "Finland joins NATO",
            "Trump, Modi hold talks in Washington",
            "Kazakhstan joins Abraham Accords",
            "Tokayev, Mirziyoyev, Japarov, Rahmon, Berdimuhamedov: Astana summit",
            "31",
        ],
    )
    def test_short_english_is_not_tripped_over(self, text: str) -> None:
        assert len(read("a.txt", text.encode()).rows) == 1

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Le président Macron a rencontré le chancelier allemand à Berlin.", "French"),
            (
                "Der Bundeskanzler hat am Montag den Beitritt der Ukraine zur Europäischen Union begrüßt.",
                "German",
            ),
        ],
    )
    def test_another_language_is_a_reject(self, text: str, name: str) -> None:
        parsed = read("a.txt", text.encode())
        assert reasons(parsed) == [(None, "unsupported_language")]
        assert name in parsed.rejects[0].detail

    @pytest.mark.parametrize(("given_code", "rows"), [("en-GB", 1), ("English", 1), ("uk", 0)])
    def test_a_given_language_stands(self, given_code: str, rows: int) -> None:
        assert len(read("a.jsonl", lines({"text": "The text.", "language": given_code})).rows) == rows


class TestPages:
    @pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
    def test_article(self, charset: str) -> None:
        page = PAGE.format(charset=charset, published="2023-04-04T10:00:00Z").encode(charset)
        (row,) = read("page.html", page).rows
        assert row["title"] == "Finland joins the alliance"
        assert row["text"] == (
            "Finland became the 31st member of the alliance on Tuesday, officials said in Brüssel.\n\n"
            "The foreign minister handed over the accession document."
        )
        assert row["published_date"] == date(2023, 4, 4)
        assert (row["url"], row["outlet"]) == ("https://example.org/n/1", "Example News")

    def test_date_in_year_0(self) -> None:
        page = PAGE.format(charset="utf-8", published="0000-01-01").encode()
        assert reasons(read("page.htm", page)) == [(None, "invalid_date")]

    @pytest.mark.parametrize(
        "page",
        [
            "<html></html>",
            "no markup",
            "<html><body><nav><a href='/'>Home</a></nav></body></html>",
            "<html><body><h1>404</h1><p>The page that you look for was not found.</p></body></html>",
            "<html><body><ul><li><a href=a>World news and politics of today</a></li></ul>"
            "<footer><p>Copyright 2025 Example. All rights reserved.</p></footer></body></html>",
        ],
    )
    def test_a_page_without_an_article(self, page: str) -> None:
        assert reasons(read("page.html", page.encode())) == [(None, "no_article_text")]


class TestJsonLines:
    def test_keys_of_the_gold_sets(self) -> None:
        record = {
            "id": "dev-001",
            "url": "https://e.org/1",
            "source": "UNN",
            "language": "en",
            "published": "2025-11-07",
            "title": "A title",
            "text": "A text.\u2028 Its second line.",
            "accessions": [{"party": "KAZ"}],
        }
        (row,) = read("gold.jsonl", json.dumps(record, ensure_ascii=False).encode()).rows
        assert row["source_article_id"] == "dev-001"
        assert row["outlet"] == "UNN"
        assert row["published_date"] == date(2025, 11, 7)
        assert row["text"] == record["text"]
        assert (row["_locator"], row["_line"]) == ("gold.jsonl", 1)

    def test_a_broken_line_costs_no_other_its_place(self) -> None:
        good = {"text": "The text of it."}
        data = lines(
            good,
            "{broken",
            "[1]",
            {"id": "x"},
            {"text": 5},
            {"text": "  "},
            {"text": "The text.", "published": "2025-02-30"},
            {"text": "The text.", "published": "0000-01-01"},
            {"text": "The text.", "published": "2999-01-01"},
            {"text": "The text.", "published": 20250101},
            '{"text": "\\ud800 of the"}',
            "[" * 100_000,
            {"text": "the " * 5_000},
            {"text": RUSSIAN},
            "",
            good,
        )
        parsed = read("a.ndjson", data)
        assert [row["_line"] for row in parsed.rows] == [1, 16]
        assert reasons(parsed) == [
            (2, "invalid_json"),
            (3, "invalid_json"),
            (4, "missing_column"),
            (5, "wrong_type"),
            (6, "missing_column"),
            (7, "invalid_date"),
            (8, "invalid_date"),
            (9, "invalid_date"),
            (10, "wrong_type"),
            (11, "undecodable_text"),
            (12, "invalid_json"),
            (13, "too_large"),
            (14, "unsupported_language"),
        ]
        assert all(reject.sample for reject in parsed.rejects)

    def test_one_line_of_another_encoding(self) -> None:
        data = (
            b'{"text": "the caf\xc3\xa9"}\n{"text": "the caf\xe9"}\n{"text": "the \x00"}\n{"text": "the end"}'
        )
        parsed = read("a.jsonl", data)
        assert [row["_line"] for row in parsed.rows] == [1, 4]
        assert reasons(parsed) == [(2, "undecodable_text"), (3, "binary_content")]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
    def test_a_whole_file_of_another_encoding(self, encoding: str) -> None:
        data = '{"text": "the café"}\n{"text": "the end"}'.encode(encoding)
        assert [row["text"] for row in read("a.jsonl", data).rows] == ["the café", "the end"]

    def test_missing_date_and_identifier(self) -> None:
        (row,) = read("in/a.jsonl", lines({"text": "The text."})).rows
        assert row["published_date"] is None
        assert row["source_article_id"] == "a:1"


class TestParquet:
    @staticmethod
    def parquet(frame: pl.DataFrame) -> bytes:
        buffer = io.BytesIO()
        frame.write_parquet(buffer)
        return buffer.getvalue()

    @pytest.mark.parametrize("dtype", [pl.String, pl.Date, pl.Datetime("us", "UTC")])
    def test_rows(self, dtype: pl.DataType) -> None:
        days = pl.Series("published", [date(2025, 11, 7), None]).cast(dtype)
        frame = pl.DataFrame({"id": ["a", "b"], "text": ["The text.", "The end."], "labels": [[1], [2]]})
        rows = read("a.parquet", self.parquet(frame.with_columns(days))).rows
        assert [row["published_date"] for row in rows] == [date(2025, 11, 7), None]

    def test_a_row_that_does_not_fit_costs_no_other_its_place(self) -> None:
        # -800,000 days from 1970 is a day before year 1, for which Python has no date.
        frame = pl.DataFrame({"text": ["The text.", None, "The end."], "published": [-800_000, 0, 0]})
        parsed = read("a.parquet", self.parquet(frame.with_columns(pl.col("published").cast(pl.Date))))
        assert [row["_line"] for row in parsed.rows] == [3]
        assert reasons(parsed) == [(1, "invalid_date"), (2, "missing_column")]

    @pytest.mark.parametrize(
        ("data", "reason"), [(b"PAR1 and then nothing PAR1", "invalid_parquet"), (b"", "empty_file")]
    )
    def test_what_is_no_parquet(self, data: bytes, reason: str) -> None:
        assert reasons(read("a.parquet", data)) == [(None, reason)]

    def test_without_text(self) -> None:
        data = self.parquet(pl.DataFrame({"title": ["A"]}))
        assert reasons(read("a.parquet", data)) == [(None, "missing_column")]


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [("a.txt", 1_000_001, "too_large"), ("a.txt", 10_001, "too_large"), ("a.doc", 1, "unsupported_type")],
)
def test_size_and_ending(name: str, size: int, reason: str) -> None:
    assert reasons(read(name, b"a" * size)) == [(None, reason)]


def accounted(data: bytes, name: str) -> int:
    parsed = read(name, data)
    for row in parsed.rows:
        row["text"].encode()
    return len(parsed.rows) + len(parsed.rejects)


# Bytes that are wild, bytes that are nearly text, and bytes that are nearly one of the formats.
NEARLY = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text(alphabet='abc ,.\n{}[]":<>p/éя\x00\x01', max_size=200).map(str.encode),
    st.binary(max_size=100).map(lambda data: b"PAR1" + data + b"PAR1"),
    st.binary(max_size=100).map(lambda data: b"<html><body><p>The text.</p>" + data),
)


@settings(max_examples=150, deadline=None)
@given(data=NEARLY, name=st.sampled_from(["a.txt", "a.html"]))
def test_any_bytes_are_one_row_or_one_reject(data: bytes, name: str) -> None:
    assert accounted(data, name) == 1


@settings(max_examples=150, deadline=None)
@given(data=NEARLY)
def test_any_bytes_never_raise(data: bytes) -> None:
    for name in ("a.jsonl", "a.parquet"):
        assert accounted(data, name) >= 1


JSON_VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()))
RECORDS = st.one_of(
    st.fixed_dictionaries({"text": JSON_VALUES}, optional={"published": JSON_VALUES, "title": JSON_VALUES}),
    st.lists(st.integers()),
)


@settings(max_examples=100, deadline=None)
@given(records=st.lists(RECORDS, min_size=1, max_size=8))
def test_every_line_is_a_row_or_a_reject(records: list[object]) -> None:
    parsed = read("a.jsonl", lines(*records))
    found = [row["_line"] for row in parsed.rows] + [reject.line for reject in parsed.rejects]
    assert sorted(line for line in found if line is not None) == list(range(1, len(records) + 1))


class TestReadPath:
    def test_reads_by_ending_and_names_the_path(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(b"The text.")
        assert [row["text"] for row in read_path(str(path), Settings()).rows] == ["The text."]

    def test_missing_folder_and_oversized(self, tmp_path: Path) -> None:
        large = tmp_path / "large.txt"
        large.write_bytes(b"a" * 1_001)
        limited = Settings(max_file_bytes=1_000)
        found = [read_path(str(path), limited) for path in (tmp_path / "none.txt", tmp_path, large)]
        assert [reject.reason for parsed in found for reject in parsed.rejects] == [
            "unreadable_file",
            "unreadable_file",
            "too_large",
        ]

    @pytest.mark.parametrize(
        ("data", "as_jsonl"),
        [(b'{"text": "The text."}', False), (b'\n{"text": "The text."}', True), (b"The text.", False)],
    )
    def test_standard_input(self, data: bytes, as_jsonl: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        (row,) = read_path("-", Settings(), as_jsonl=as_jsonl).rows
        assert row["text"] == "The text."


def test_50_megabytes_of_one_line_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)

    def refuse(*_: object, **__: object) -> Callable[[], None]:
        raise AssertionError("read")

    monkeypatch.setattr("pipelines.sources.articles.local.read_stream", refuse)
    assert reasons(read_path(str(path), Settings())) == [(None, "too_large")]
