"""Dates as registers write them."""

from datetime import date

import pytest

from pipelines.sources.written_dates import NoSuchDateError, iso_date, within_reach


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("24 Sep 1945", "1945-09-24"),
        ("1 Sept 1945", "1945-09-01"),
        ("24 September 1945", "1945-09-24"),
        ("24-Sep-1945", "1945-09-24"),
        ("24th sep. 1945", "1945-09-24"),
        ("July 5, 1976", "1976-07-05"),
        ("1976-07-05", "1976-07-05"),
        ("1976-07-05T00:00:00Z", "1976-07-05"),
        ("5.7.1976", "1976-07-05"),
        ("1976-07", "1976-07"),
        ("Jul 1976", "1976-07"),
        ("1976", "1976"),
        ("29 Feb 2000", "2000-02-29"),
        ("5/7/1976", None),
        ("24 Foo 1945", None),
        ("24 Sep 45", None),
        ("995 (X)", None),
        ("", None),
    ],
)
def test_forms(text: str, iso: str | None) -> None:
    assert iso_date(text) == iso


@pytest.mark.parametrize("text", ["31 Feb 1999", "1999-13-01", "1999-13", "29 Feb 1900", "32.1.1999"])
def test_days_that_do_not_exist(text: str) -> None:
    with pytest.raises(NoSuchDateError):
        iso_date(text)


def test_reach() -> None:
    today = date(2026, 1, 1)
    assert within_reach("2026-01-02", today)
    assert not within_reach("2026-01-03", today)
    assert within_reach("2026-06", today, ahead_days=200)
    assert not within_reach("1799-12-31", today)
    assert not within_reach("0000", today)
