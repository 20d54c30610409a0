"""docs/marts.md: three questions to every table, each with its SQL and its answer; tests/integration runs them."""

import re
from pathlib import Path

import pytest

from pipelines.schemas.core import Table
from pipelines.schemas.marts import MART_TABLES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "marts.md"
SECTION = re.compile(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
SECTIONS = SECTION.findall(PAGE.read_text("utf-8"))
QUESTION = re.compile(
    r"^\*\*(?P<question>[^*]+\?)\*\*[^\n]*\n(?:[^\n`*][^\n]*\n)*\n"
    r"```sql\n(?P<query>.*?)```\n\n(?P<answer>(?:\|[^\n]*\n)+)",
    re.DOTALL | re.MULTILINE,
)
# The functions of dbt_project/macros/as_of.sql, and the table that each reads.
FUNCTIONS = {
    "dim_country": ("states_as_of",),
    "dim_office_holder": ("office_holders_as_of",),
    "fct_memberships": ("members_as_of",),
    "fct_accession_versions": ("accessions_as_known_on",),
    "fct_accession_status": ("accession_status_as_of", "accession_status_as_known_on"),
    "fct_membership_versions": ("memberships_as_known_on",),
    "bridge_meeting_participant_versions": ("participants_as_known_on",),
    "fct_meeting_versions": ("meetings_as_known_on",),
    "fct_forwarded_meetings": ("meetings_now",),
}


def test_there_is_a_section_for_every_mart_in_their_order() -> None:
    assert [name for name, _ in SECTIONS] == [table.name for table in MART_TABLES]


@pytest.mark.parametrize("table", MART_TABLES, ids=lambda table: table.name)
def test_every_mart_answers_three_questions(table: Table) -> None:
    section = dict(SECTIONS)[table.name]
    found = list(QUESTION.finditer(section))
    # Nothing in the section looks like a question or a query and is none.
    assert len(found) == section.count("```sql") == len(re.findall(r"^\*\*", section, re.MULTILINE)) == 3
    for match in found:
        query = match["query"]
        names = (table.name, *FUNCTIONS.get(table.name, ()))
        assert any(f"marts.{name}" in query for name in names), match["question"]
        assert "select *" not in query
        # Head, rule, and at most eight rows.
        assert 2 <= len(match["answer"].splitlines()) <= 10, match["question"]


def test_every_function_is_shown_somewhere() -> None:
    text = PAGE.read_text("utf-8")
    missing = [name for names in FUNCTIONS.values() for name in names if f"marts.{name}(" not in text]
    assert missing == []


def test_no_answer_depends_on_the_day_of_the_run() -> None:
    queries = "".join(match["query"] for _, section in SECTIONS for match in QUESTION.finditer(section))
    assert re.findall(r"current_date|current_timestamp|\bnow\(|today\(|ingested_at", queries) == []
