"""Chat completions of an OpenAI-compatible API over HTTP: one POST, its time-outs, its retries, its errors.

Knows nothing of articles. Nothing that leaves this module, errors included, holds the key.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx
import pydantic_core
from pydantic import BaseModel, NonNegativeInt, ValidationError, ValidatorFunctionWrapHandler, field_validator
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_base, wait_random_exponential

from pipelines.extract.llm.account import Account, Usage
from pipelines.extract.llm.errors import AccessError, AwayError, PostponedError, SpentError
from pipelines.settings import LlmSettings, ResponseFormat

Messages = Sequence[Mapping[str, str]]

# Seconds: the longest that a server's Retry-After, or our own back-off, keeps an article waiting.
LONGEST_WAIT: Final = 60.0
LONGEST_BODY_BYTES: Final = 8_000_000
# English has about four bytes to a token, codes and JSON fewer: an estimate on the safe side.
BYTES_PER_TOKEN: Final = 3

_NO_ACCESS: Final = {
    401: "the key (DRAGOMAN_LLM_API_KEY) is missing or refused",
    404: "there is no such address or model (DRAGOMAN_LLM_BASE_URL, DRAGOMAN_LLM_MODEL)",
    405: "this is no chat completions API (DRAGOMAN_LLM_BASE_URL)",
}
_RETRIED: Final = frozenset({408, 409, 425, 429})
# Each way of asking for JSON with the next weaker one, for servers that do not know it. Some know the first
# and the last only.
_WEAKER: Final[dict[ResponseFormat, ResponseFormat]] = {"json_schema": "json_object", "json_object": "text"}
_FORMAT_WORDS: Final = ("response_format", "json_schema", "json_object", "structured output", "guided")


@dataclass(frozen=True)
class Completion:
    """What the model said, and why it stopped: `stop`, `length`, `content_filter`, or a server's own word."""

    content: str
    finish_reason: str | None
    refusal: str | None = None


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Tokens(BaseModel):
    prompt_tokens: NonNegativeInt
    completion_tokens: NonNegativeInt


class _Body(BaseModel):
    choices: list[_Choice]
    usage: _Tokens | None = None

    @field_validator("usage", mode="wrap")
    @classmethod
    def _or_nothing(cls, value: Any, handler: ValidatorFunctionWrapHandler) -> _Tokens | None:
        # Local servers count as they like; an answer is no worse for it.
        try:
            tokens: _Tokens | None = handler(value)
        except ValidationError:
            return None
        return tokens


class _FormatRefusedError(PostponedError):
    """The server does not know the way in which JSON was asked for."""


class _WaitAsTold(wait_base):
    """As long as the server asked for, else longer each time and by chance, so that clients do not march in step."""

    def __init__(self) -> None:
        self._otherwise = wait_random_exponential(multiplier=1, max=LONGEST_WAIT)

    def __call__(self, retry_state: RetryCallState) -> float:
        error = retry_state.outcome.exception() if retry_state.outcome else None
        told = error.retry_after if isinstance(error, AwayError) else None
        return self._otherwise(retry_state) if told is None else min(told, LONGEST_WAIT)


class ChatClient:
    """Asks one model of one endpoint. Safe to share among threads.

    `sleep` takes seconds; without one, waiting ends when the account is closed.
    """

    def __init__(
        self, settings: LlmSettings, account: Account, sleep: Callable[[float], None] | None = None
    ) -> None:
        self._settings = settings
        self._account = account
        self._sleep = sleep or account.pause
        self._format: ResponseFormat = settings.response_format
        self._key = settings.api_key.get_secret_value() if settings.api_key else None
        read = min(settings.read_timeout_seconds, settings.total_timeout_seconds)
        self._http = httpx.Client(
            headers={"Authorization": f"Bearer {self._key}"} if self._key else {},
            timeout=httpx.Timeout(read, connect=settings.connect_timeout_seconds),
            limits=httpx.Limits(max_connections=settings.concurrency),
        )

    def close(self) -> None:
        self._http.close()

    def complete(self, messages: Messages, schema: Mapping[str, Any]) -> Completion:
        """The model's answer to `messages`, JSON by `schema` where the server can hold it to that.

        Raises AccessError where nobody will get an answer, SpentError where the run may not ask, and
        PostponedError where this question got none, retries included.
        """
        try:
            completion = Retrying(
                retry=retry_if_exception_type(AwayError),
                stop=stop_after_attempt(self._settings.max_retries + 1),
                wait=_WaitAsTold(),
                sleep=self._sleep,
                before_sleep=lambda _: self._account.count("retries"),
                reraise=True,
            )(self._ask, messages, schema)
        except AwayError as error:
            self._account.unanswered(str(error))
            raise
        except AccessError as error:
            self._account.close(str(error))
            raise
        self._account.answered()
        return completion

    def _ask(self, messages: Messages, schema: Mapping[str, Any]) -> Completion:
        while True:
            asked = self._format
            try:
                return self._post(self._body(messages, schema, asked))
            except _FormatRefusedError:
                if asked not in _WEAKER or "response_format" in self._settings.extra_body:
                    raise
                # Another thread may have stepped down meanwhile: each step is taken once.
                if self._format == asked:
                    self._format = _WEAKER[asked]

    def _body(
        self, messages: Messages, schema: Mapping[str, Any], response_format: ResponseFormat
    ) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._settings.model,
            "messages": list(messages),
            "max_tokens": self._settings.max_output_tokens,
            "temperature": 0,
        }
        if response_format == "json_schema":
            named = {"name": "extraction", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif response_format == "json_object":
            body["response_format"] = {"type": "json_object"}
        body |= self._settings.extra_body
        return {name: value for name, value in body.items() if value is not None}

    def _post(self, body: dict[str, Any]) -> Completion:
        """One request, paid for on the account whatever becomes of it."""
        sent = json.dumps(body, ensure_ascii=False).encode(errors="replace")
        prompt_tokens = len(sent) // BYTES_PER_TOKEN
        estimate = Usage(prompt_tokens, self._settings.max_output_tokens)
        self._account.reserve(estimate)
        told = presumed = None
        try:
            status, headers, data = self._exchange(sent)
            if status != 200:
                raise self._error(status, headers, data)
            answer = self._read(data)
            if answer.usage is not None:
                told = Usage(answer.usage.prompt_tokens, answer.usage.completion_tokens)
            completion = self._completion(answer)
            if told is None:
                presumed = Usage(prompt_tokens, len(completion.content.encode()) // BYTES_PER_TOKEN)
            return completion
        except AwayError as error:
            if error.is_paid and told is None:
                presumed = Usage(prompt_tokens, 0)
            raise
        finally:
            self._account.settle(estimate, told, presumed)

    def _exchange(self, sent: bytes) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers and body of the response, all within the total time-out."""
        total = self._settings.total_timeout_seconds
        deadline = time.monotonic() + total
        data = bytearray()
        try:
            with self._http.stream(
                "POST",
                f"{self._settings.base_url}/chat/completions",
                content=sent,
                headers={"Content-Type": "application/json"},
            ) as response:
                # A server that sends a byte now and then never runs into the time-out of a single read.
                for chunk in response.iter_bytes():
                    data += chunk
                    if time.monotonic() > deadline:
                        raise AwayError(f"no whole answer within {total:g} s", is_paid=True)
                    if len(data) > LONGEST_BODY_BYTES:
                        raise AwayError(f"an answer of more than {LONGEST_BODY_BYTES} bytes", is_paid=True)
                return response.status_code, response.headers, bytes(data)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise AwayError(self._clean(f"no connection: {type(error).__name__}: {error}")) from None
        except httpx.InvalidURL as error:
            raise AccessError(self._clean(f"DRAGOMAN_LLM_BASE_URL is no address: {error}")) from None
        except httpx.RequestError as error:
            raise AwayError(self._clean(f"{type(error).__name__}: {error}"), is_paid=True) from None

    def _error(self, status: int, headers: httpx.Headers, data: bytes) -> Exception:
        """What a status other than 200 means to the caller."""
        said = self._clean(_told(data))
        message = f"HTTP {status}: {said}"
        if status in _NO_ACCESS:
            return AccessError(f"{message}; {_NO_ACCESS[status]}")
        if 300 <= status < 400:
            return AccessError(f"{message}; it points elsewhere: set DRAGOMAN_LLM_BASE_URL to where")
        if status == 402 or (status == 429 and "insufficient_quota" in said):
            self._account.close(f"the provider's credit is spent: {message}")
            return SpentError(f"the provider's credit is spent: {message}")
        if status in _RETRIED or status >= 500:
            return AwayError(message, retry_after=_retry_after(headers.get("Retry-After")))
        if status in (400, 415, 422) and any(word in said.lower() for word in _FORMAT_WORDS):
            return _FormatRefusedError(message)
        return PostponedError(message)

    def _read(self, data: bytes) -> _Body:
        try:
            answer = _Body.model_validate_json(data)
        except ValidationError:
            # A gateway's page, a body cut off, an error sent as success.
            raise AwayError(
                self._clean(f"no chat completion in the answer: {_told(data)}"), is_paid=True
            ) from None
        return answer

    def _completion(self, answer: _Body) -> Completion:
        if not answer.choices:
            raise AwayError("an answer without choices", is_paid=True)
        first = answer.choices[0]
        return Completion(first.message.content or "", first.finish_reason, first.message.refusal)

    def _clean(self, text: str) -> str:
        """`text` on one line, without the key, which some servers send back in their errors."""
        if self._key:
            text = text.replace(self._key, "***")
        return " ".join(text.split())[:300]


def _told(data: bytes) -> str:
    """What an error's body says: its message and code where it has them, else its beginning."""
    try:
        parsed = pydantic_core.from_json(data)
    except ValueError:
        return data[:300].decode(errors="replace") or "nothing"
    error = parsed.get("error", parsed) if isinstance(parsed, dict) else parsed
    if isinstance(error, dict):
        return " ".join(str(error[name]) for name in ("code", "message", "detail") if error.get(name)) or str(
            error
        )
    return str(error)


def _retry_after(value: str | None) -> float | None:
    """Seconds from now, of a header that gives seconds or a date; None where it gives neither."""
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())
