"""What dates mean, seen from the day of publication (a Friday)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.dates import find_dates

FRIDAY = date(2025, 11, 7)


def values(text: str, published: date | None = FRIDAY) -> list[str | None]:
    return [mention.value for mention in find_dates(text, published)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on 6 Nov. 2025.", "2025-11-06"),
        ("They met on November 6.", "2025-11-06"),
        ("a visit on 3–4 April", "2025-04-03"),
        ("from August 31 to September 1, 2024", "2024-08-31"),
        ("It joined in 2004.", "2004"),
        ("in mid-August", "2025-08"),
        ("since June 2019", "2019-06"),
        ("in December last year", "2024-12"),
        ("in March of this year", "2025-03"),
        ("They met on Thursday.", "2025-11-06"),
        ("They will meet on Thursday.", "2025-11-13"),
        ("this coming Saturday", "2025-11-08"),
        ("on Wednesday last week", "2025-10-29"),
        ("They spoke yesterday.", "2025-11-06"),
        ("last month", "2025-10"),
        ("early next year", "2026"),
        ("three days ago", "2025-11-04"),
        ("SUNDAY'S OTHER CALLERS", "2025-11-02"),
    ],
)
def test_one_date(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text", ["on 31 June 2020", "on 29 February 2023", "They may march on.", "He sent 2000 troops.", "15:30"]
)
def test_no_date(text: str) -> None:
    assert values(text) == []


def test_anaphora_leans_on_the_date_before() -> None:
    assert values("It signed in May 2020. That December it left.") == ["2020-05", "2020-12"]
    assert values("He came on Monday. The following day he left.") == ["2025-11-03", "2025-11-04"]


def test_same_day_far_from_other_dates_is_the_day_of_the_article() -> None:
    text = (
        "They met on Thursday.\n\nIt is old.\n\nIt joined in 2004.\n\nOther things.\n\nThe same day he left."
    )
    assert values(text)[-1] == "2025-11-06"


def test_relative_dates_need_a_publication_date() -> None:
    assert values("They met on Thursday, in 2024 and last week.", None) == [None, "2024", None]


def test_plan_for_a_day_just_past_is_not_a_year_ahead() -> None:
    (mention,) = find_dates("The talks, scheduled for October 23, were off.", FRIDAY)
    assert mention.value_for("future") == "2025-10-23"


@given(st.text(max_size=200), st.one_of(st.none(), st.dates()))
def test_any_text_gives_ordered_spans_and_iso_values(text: str, published: date | None) -> None:
    end = 0
    for mention in find_dates(text, published):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert mention.value is None or 4 <= len(mention.value) <= 10


def test_what_leans_on_an_earlier_date_does_so_within_its_paragraph_and_the_next():
    text = "They met on 3 May 2024 and again the next day.\n\nThe day after came Oslo."
    values = [m.value_for("past") for m in find_dates(text, date(2024, 6, 1))]
    assert values[:2] == ["2024-05-03", "2024-05-04"]
