"""Run the questions of README.md and docs/marts.md on a warehouse and write their answers below them, or check them.

    python scripts/answers.py WAREHOUSE [--check]

Exit code 1 with --check where an answer differs.
"""

import difflib
import re
import sys
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/marts.md")
BLOCK = re.compile(r"```sql\n(?P<query>.*?)```\n(?:\n(?P<answer>(?:\|[^\n]*\n)+))?", re.DOTALL)


def answered(text: str, connection: duckdb.DuckDBPyConnection) -> str:
    """`text` with the answer of each SQL block as a Markdown table below it."""

    def with_answer(match: re.Match[str]) -> str:
        relation = connection.sql(match["query"])
        rows = [relation.columns, *([_cell(value) for value in row] for row in relation.fetchall())]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|" + "---|" * len(relation.columns))
        return f"```sql\n{match['query']}```\n\n" + "\n".join(lines) + "\n"

    return BLOCK.sub(with_answer, text)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def main(arguments: list[str]) -> int:
    is_check = "--check" in arguments
    (warehouse,) = (argument for argument in arguments if argument != "--check")
    has_difference = False
    with duckdb.connect(warehouse, read_only=True) as connection:
        for page in PAGES:
            text = (ROOT / page).read_text(encoding="utf-8")
            now = answered(text, connection)
            if is_check:
                difference = difflib.unified_diff(text.splitlines(True), now.splitlines(True), page, "now")
                sys.stdout.writelines(difference)
                has_difference |= now != text
            else:
                (ROOT / page).write_text(now, encoding="utf-8")
    return int(has_difference)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
