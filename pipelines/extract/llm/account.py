"""What one run has asked for and spent, and whether it may ask for more. Shared by the threads of a run."""

from collections import Counter
from dataclasses import dataclass
from threading import Event, Lock
from typing import Final

from pipelines.extract.llm.errors import SpentError
from pipelines.settings import LlmSettings

# After so many articles in a row that the endpoint left unanswered, retries included, it is taken for dead: ten
# thousand more would each wait for their time-outs.
DEAD_AFTER: Final = 5


@dataclass(frozen=True)
class Usage:
    """Tokens of prompts and of answers."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.prompt_tokens + other.prompt_tokens, self.completion_tokens + other.completion_tokens
        )

    def __sub__(self, other: "Usage") -> "Usage":
        return self + Usage(-other.prompt_tokens, -other.completion_tokens)

    @property
    def total(self) -> int:
        return self.prompt_tokens + self.completion_tokens


class Account:
    """Every request is reserved before it is sent and settled after it: a run cannot outspend its budget by
    more than its estimates are wrong, however many requests are under way.
    """

    def __init__(self, settings: LlmSettings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._counts: Counter[str] = Counter()
        self._used = Usage()
        self._presumed = Usage()
        self._reserved = Usage()
        self._unanswered = 0
        self._closed: str | None = None
        self._is_closed = Event()

    def reserve(self, estimate: Usage) -> None:
        """Set `estimate` aside for a request. Raises SpentError where it is not to be had."""
        with self._lock:
            if self._closed is not None:
                raise SpentError(self._closed)
            after = self._used + self._presumed + self._reserved + estimate
            tokens, usd = self._settings.budget_tokens, self._settings.budget_usd
            if tokens is not None and after.total > tokens:
                raise SpentError(f"the run's budget of {tokens} tokens (DRAGOMAN_LLM_BUDGET_TOKENS) is spent")
            if usd is not None and self.cost_usd(after) > usd:
                raise SpentError(f"the run's budget of {usd:g} USD (DRAGOMAN_LLM_BUDGET_USD) is spent")
            self._reserved += estimate
            self._counts["requests"] += 1

    def settle(self, estimate: Usage, told: Usage | None = None, presumed: Usage | None = None) -> None:
        """End a reservation: with what the server told, or with what it is presumed to charge."""
        with self._lock:
            self._reserved -= estimate
            self._used += told or Usage()
            self._presumed += presumed or Usage()

    def count(self, name: str) -> None:
        """One more of `name`: retries, cache_hits, …"""
        with self._lock:
            self._counts[name] += 1

    def answered(self) -> None:
        """The endpoint is alive."""
        with self._lock:
            self._unanswered = 0

    def unanswered(self, why: str) -> None:
        """The endpoint left an article unanswered; too often in a row closes the account."""
        with self._lock:
            self._unanswered += 1
            is_dead = self._unanswered >= DEAD_AFTER
        if is_dead:
            self.close(f"the endpoint failed {DEAD_AFTER} articles in a row, at last with: {why}")

    def close(self, why: str) -> None:
        """Let no further request through, and wake whoever waits to send one."""
        with self._lock:
            self._closed = self._closed or why
        self._is_closed.set()

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than the account is open."""
        self._is_closed.wait(seconds)

    def cost_usd(self, usage: Usage) -> float:
        """The price of `usage` in US dollars; 0 where no prices are set."""
        return (
            usage.prompt_tokens * (self._settings.usd_per_million_input_tokens or 0)
            + usage.completion_tokens * (self._settings.usd_per_million_output_tokens or 0)
        ) / 1e6

    def totals(self) -> dict[str, int | float]:
        """Requests, retries, cache hits, tokens, cost. Tokens and cost hold what is presumed, told apart in
        `presumed_tokens`; the cost is left out where no prices are set.
        """
        with self._lock:
            usage = self._used + self._presumed
            totals: dict[str, int | float] = {
                **{name: self._counts[name] for name in ("requests", "retries", "cache_hits")},
                "prompt_tokens": usage.prompt_tokens,
                "completion_tokens": usage.completion_tokens,
                "presumed_tokens": self._presumed.total,
            }
        prices = self._settings.usd_per_million_input_tokens, self._settings.usd_per_million_output_tokens
        return totals if prices == (None, None) else totals | {"cost_usd": round(self.cost_usd(usage), 6)}
