"""What a run may ask for: reserved before, settled after, never more than the budget."""

import pytest

from pipelines.extract.llm.account import Account, Usage
from pipelines.extract.llm.errors import SpentError
from pipelines.settings import LlmSettings


def test_what_is_under_way_counts_against_the_budget() -> None:
    account = Account(LlmSettings(budget_tokens=100))
    first = Usage(40, 20)
    account.reserve(first)
    with pytest.raises(SpentError, match="100 tokens \\(DRAGOMAN_LLM_BUDGET_TOKENS\\)"):
        account.reserve(Usage(41, 0))
    account.settle(first, told=Usage(40, 2))
    account.reserve(Usage(41, 0))
    assert account.totals()["requests"] == 2


def test_dollars_are_counted_by_their_prices() -> None:
    account = Account(
        LlmSettings(
            budget_tokens=None,
            budget_usd=1,
            usd_per_million_input_tokens=2,
            usd_per_million_output_tokens=10,
        )
    )
    large = Usage(100_000, 50_000)
    account.reserve(large)
    account.settle(large, told=large)
    assert account.totals()["cost_usd"] == 0.7
    with pytest.raises(SpentError, match="budget of 1 USD"):
        account.reserve(large)


def test_no_prices_no_cost() -> None:
    assert "cost_usd" not in Account(LlmSettings()).totals()


def test_presumed_tokens_are_spent_and_told_apart() -> None:
    account = Account(LlmSettings(budget_tokens=10))
    account.reserve(Usage(6, 0))
    account.settle(Usage(6, 0), presumed=Usage(6, 0))
    assert account.totals()["prompt_tokens"] == account.totals()["presumed_tokens"] == 6
    with pytest.raises(SpentError):
        account.reserve(Usage(6, 0))


def test_a_closed_account_keeps_nobody_waiting() -> None:
    account = Account(LlmSettings())
    account.close("the run was stopped")
    account.pause(3600)
    with pytest.raises(SpentError, match="the run was stopped"):
        account.reserve(Usage(1, 1))


def test_an_answer_in_between_shows_that_the_endpoint_lives() -> None:
    account = Account(LlmSettings())
    for _ in range(3):
        for _ in range(4):
            account.unanswered("away")
        account.answered()
    account.reserve(Usage(1, 1))
    for _ in range(5):
        account.unanswered("away")
    with pytest.raises(SpentError, match="5 articles in a row"):
        account.reserve(Usage(1, 1))
