"""Run the README's questions on a warehouse and write their answers below them, or check that they stand.

    python scripts/readme_answers.py WAREHOUSE [--check]

Exit code 1 with --check where an answer differs.
"""

import difflib
import re
import sys
from pathlib import Path

import duckdb

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(r"```sql\n(?P<query>.*?)```\n(?:\n(?P<answer>(?:\|[^\n]*\n)+))?", re.DOTALL)


def answered(text: str, warehouse: Path) -> str:
    """`text` with the answer of each SQL block as a Markdown table below it."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:

        def with_answer(match: re.Match[str]) -> str:
            relation = connection.sql(match["query"])
            lines = ["| " + " | ".join(relation.columns) + " |", "|" + "---|" * len(relation.columns)]
            lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in relation.fetchall()]
            return f"```sql\n{match['query']}```\n\n" + "\n".join(lines) + "\n"

        return BLOCK.sub(with_answer, text)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def main(arguments: list[str]) -> int:
    text = README.read_text(encoding="utf-8")
    now = answered(text, Path(arguments[0]))
    if "--check" in arguments:
        sys.stdout.writelines(
            difflib.unified_diff(text.splitlines(True), now.splitlines(True), "README", "now")
        )
        return int(now != text)
    README.write_text(now, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
