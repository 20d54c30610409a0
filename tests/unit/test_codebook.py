"""The codebook as a page: everything is on it, every link leads somewhere, nothing gets out of its place."""

import re
from collections import Counter
from html.parser import HTMLParser

import polars as pl
import pytest

from pipelines.codebook import code_lists, codebook_html, codebook_markdown
from pipelines.schemas import Column, Table, codebook_type
from pipelines.schemas.marts import MART_TABLES

VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """Text, ids, links and tags of a page; tags must close in the order in which they opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attributes:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src"):
                self.links.append(value or "")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="module")
def html() -> str:
    return codebook_html(MART_TABLES, "Codebook", {table.name: 12345 for table in MART_TABLES})


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_every_table_column_type_and_code_is_on_the_page(page: Page) -> None:
    for table in MART_TABLES:
        assert table.grain.replace("`", "") in page.text
        assert " ".join(table.description.replace("`", "").split()) in page.text
        for column in table.columns:
            assert f"{table.name}.{column.name}" in page.ids
            assert codebook_type(column.dtype) in page.text
            assert column.description.replace("`", "") in page.text
            for code, meaning in (column.codes or {}).items():
                assert code in page.text
                assert meaning in page.text
    assert "12,345" in page.text


def test_every_link_leads_to_a_place_on_the_page(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if link.removeprefix("#") not in page.ids} == set()


def test_tables_code_lists_and_references_are_links(page: Page) -> None:
    references = {column.references for table in MART_TABLES for column in table.columns if column.references}
    columns = {f"{table.name}.{column.name}" for table in MART_TABLES for column in table.columns}
    assert references & columns
    for target in (*(table.name for table in MART_TABLES), *(references & columns)):
        assert f"#{target}" in page.links
    for codes in code_lists(MART_TABLES):
        assert f"#codes-{codes.name}" in page.links


def test_the_page_stands_alone(html: str, page: Page) -> None:
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not re.search(r"url\(|@import|https?://[^ ]*\.(?:css|js)", html)


def test_a_list_that_many_columns_share_stands_once() -> None:
    lists = code_lists(MART_TABLES)
    assert len({each.name for each in lists}) == len(lists)
    assert len({tuple(each.codes.items()) for each in lists}) == len(lists)
    users = [user for each in lists for user in each.users]
    declared = [
        (table.name, column.name) for table in MART_TABLES for column in table.columns if column.codes
    ]
    assert sorted(users) == sorted(declared)


def table_of(*columns: Column, name: str = "things", description: str = "Things.") -> Table:
    return Table(name, "marts", "one thing", description, (columns[0].name,), columns)


def test_lists_of_one_name_are_told_apart() -> None:
    first = table_of(Column("kind", pl.String(), "kind", codes={"a": "one"}), name="first")
    second = table_of(Column("kind", pl.String(), "kind", codes={"b": "two"}), name="second")
    assert [each.name for each in code_lists([first, second])] == ["first.kind", "second.kind"]
    assert [each.name for each in code_lists([first])] == ["kind"]


def test_what_looks_like_html_is_text() -> None:
    evil = "<script>alert('1') & \"2\"</script> `<b>`"
    table = table_of(
        Column("id", pl.String(), evil, unit=evil, codes={"<i>": evil}, references="<u>.x"), description=evil
    )
    html = codebook_html([table], evil, {"things": 1})
    page = Page(html)
    assert not {"script", "b", "i", "u"} & set(page.tags)
    assert page.text.count("<script>alert('1') & \"2\"</script> <b>") >= 3
    assert "<u>.x" in page.text


def test_markdown_has_the_title_that_is_asked_for() -> None:
    text = codebook_markdown([table_of(Column("id", pl.String(), "hash"))], "Codebook of 1.0")
    assert text.startswith("# Codebook of 1.0\n\n## things\n")
