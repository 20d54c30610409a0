"""The codebook: what every table and column is, from the declarations alone, as Markdown and as one HTML page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined

from pipelines.schemas import Column, Table, codebook_type

_PAGE: Final = Path(__file__).with_name("codebook.html.jinja")


@dataclass(frozen=True)
class CodeList:
    """One code list and the columns that take their values from it, as (table, column)."""

    name: str
    codes: Mapping[str, str]
    users: tuple[tuple[str, str], ...]


def codebook_markdown(tables: Sequence[Table], title: str = "Codebook") -> str:
    """The codebook of `tables` as Markdown."""
    return f"# {title}\n\n" + "\n".join(map(table_markdown, tables))


def table_markdown(table: Table) -> str:
    """One table's codebook entry as Markdown."""
    lines = [
        f"## {table.name}",
        "",
        table.description,
        "",
        f"One row: {table.grain}. Key: {', '.join(f'`{name}`' for name in table.key)}.",
        "",
        "| column | type | null | description |",
        "|---|---|---|---|",
        *(_markdown_row(column) for column in table.columns),
        "",
    ]
    for column in table.columns:
        if column.codes:
            lines += [f"Codes of `{column.name}`:", ""]
            lines += [f"- `{code}`: {meaning}" for code, meaning in column.codes.items()]
            lines.append("")
    return "\n".join(lines)


def _markdown_row(column: Column) -> str:
    unit = f" [{column.unit}]" if column.unit else ""
    reference = f" → `{column.references}`" if column.references else ""
    null = "yes" if column.nullable else "no"
    return f"| `{column.name}` | {codebook_type(column.dtype)} | {null} | {column.description}{unit}{reference} |"


def codebook_html(tables: Sequence[Table], title: str, rows: Mapping[str, int]) -> str:
    """The codebook of `tables` as a page that needs no other file; `rows` is how many each table has, by name.

    A code list that several columns share stands once. References are links where the column that they name
    is on the page.
    """
    lists = code_lists(tables)
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return page.from_string(_PAGE.read_text(encoding="utf-8")).render(
        title=title,
        tables=tables,
        rows=rows,
        type_of=lambda column: codebook_type(column.dtype),
        code_lists=lists,
        list_of={user: each.name for each in lists for user in each.users},
        columns={f"{table.name}.{column.name}" for table in tables for column in table.columns},
    )


def code_lists(tables: Sequence[Table]) -> list[CodeList]:
    """The distinct code lists of `tables`, sorted by name.

    A list is called as most of its columns are; where several lists would have one name, each has that of a table
    before it.
    """
    users: dict[tuple[tuple[str, str], ...], list[tuple[str, str]]] = {}
    for table in tables:
        for column in table.columns:
            if column.codes:
                users.setdefault(tuple(column.codes.items()), []).append((table.name, column.name))
    commonest = {
        codes: Counter(column for _, column in columns).most_common(1)[0][0]
        for codes, columns in users.items()
    }
    of_name = Counter(commonest.values())
    lists = []
    for codes, columns in users.items():
        name = commonest[codes]
        table_name = next(table for table, column in columns if column == name)
        lists.append(
            CodeList(f"{table_name}.{name}" if of_name[name] > 1 else name, dict(codes), tuple(columns))
        )
    return sorted(lists, key=lambda each: each.name)
