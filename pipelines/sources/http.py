"""Fetch files over HTTP: asked only for what has changed, bounded in time and size, tried again when it pays.

One client for all sources. What it gives is bytes as the server has them, after transport encodings.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from typing import Final, Self

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_base, wait_random_exponential

from pipelines.settings import HttpSettings
from pipelines.sources.raw import Validators

REDIRECTS: Final = 5
_RETRIED: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


class FetchError(Exception):
    """An address did not give its file; the message says which address and why."""


class _AgainError(FetchError):
    """As FetchError, of a kind that may pass; `retry_after` are the seconds that the server asks for."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Fetched:
    """What an address gave; where `is_unchanged`, no data: the file is as it was known."""

    url: str
    data: bytes
    validators: Validators
    is_unchanged: bool = False


class _WaitAsTold(wait_base):
    """As long as the server asks for, else longer each time and by chance; never longer than `longest` seconds."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._otherwise = wait_random_exponential(multiplier=1, max=longest)

    def __call__(self, retry_state: RetryCallState) -> float:
        error = retry_state.outcome.exception() if retry_state.outcome else None
        told = error.retry_after if isinstance(error, _AgainError) else None
        return min(self._otherwise(retry_state) if told is None else told, self._longest)


class HttpClient:
    """GET over http and https; a context manager. One request at a time, `pause_seconds` between two.

    `sleep` takes seconds; tests give one that does not wait.
    """

    def __init__(self, settings: HttpSettings, sleep: Callable[[float], None] = time.sleep) -> None:
        self._settings = settings
        self._sleep = sleep
        self._asked_at: float | None = None
        read = min(settings.read_timeout_seconds, settings.total_timeout_seconds)
        self._http = httpx.Client(
            headers={"User-Agent": f"dragoman/{version('dragoman')} (+{settings.contact})"},
            timeout=httpx.Timeout(read, connect=settings.connect_timeout_seconds),
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        known: Validators | None = None,
    ) -> Fetched:
        """The file at `url`. With `known`, the server is asked whether it has changed since.

        Raises FetchError, retries included: an address that is none of http or https, a server that is away
        or refuses, an answer that is cut off, too large, or not there before the time is over.
        """
        asked = dict(headers or {})
        is_known = known is not None and bool(known.etag or known.last_modified)
        if known is not None and known.etag:
            asked["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            asked["If-Modified-Since"] = known.last_modified
        answer = Retrying(
            retry=retry_if_exception_type(_AgainError),
            stop=stop_after_attempt(self._settings.max_retries + 1),
            wait=_WaitAsTold(self._settings.max_wait_seconds),
            sleep=self._sleep,
            reraise=True,
        )(self._follow, url, params, asked)
        if answer.is_unchanged and not is_known:
            raise FetchError(f"{url}: status 304 for a file that was not asked about")
        return answer

    def _follow(self, url: str, params: Mapping[str, str] | None, headers: Mapping[str, str]) -> Fetched:
        ends_at = time.monotonic() + self._settings.total_timeout_seconds
        try:
            address = httpx.URL(url, params=dict(params)) if params else httpx.URL(url)
        except httpx.InvalidURL as error:
            raise FetchError(f"{url}: {error}") from error
        for _ in range(REDIRECTS + 1):
            if address.scheme not in ("http", "https") or not address.host:
                raise FetchError(f"{address}: not an http or https address")
            answer = self._exchange(address, headers, ends_at)
            if isinstance(answer, Fetched):
                return answer
            try:
                address = address.join(answer)
            except httpx.InvalidURL as error:
                raise FetchError(f"{url}: redirected to {answer!r}: {error}") from error
        raise FetchError(f"{url}: more than {REDIRECTS} redirects")

    def _exchange(self, url: httpx.URL, headers: Mapping[str, str], ends_at: float) -> Fetched | str:
        """One request: what it gave, or where it was sent on to."""
        self._wait_politely()
        try:
            with self._http.stream("GET", url, headers=dict(headers)) as response:
                validators = Validators(response.headers.get("etag"), response.headers.get("last-modified"))
                if response.status_code == 304:
                    return Fetched(str(url), b"", validators, is_unchanged=True)
                if response.has_redirect_location:
                    return str(response.headers["location"])
                if response.status_code in _RETRIED:
                    raise _AgainError(f"{url}: status {response.status_code}", _retry_after(response))
                if response.status_code != 200:
                    raise FetchError(f"{url}: status {response.status_code}")
                return Fetched(str(url), self._body(response, ends_at), validators)
        except httpx.TransportError as error:
            raise _AgainError(f"{url}: {type(error).__name__}: {error}".rstrip(": ")) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"{url}: {type(error).__name__}: {error}") from error

    def _body(self, response: httpx.Response, ends_at: float) -> bytes:
        longest = self._settings.max_file_bytes
        parts: list[bytes] = []
        size = 0
        # Pieces as they come: waiting for a full one would outlast the time, and a compressed body is counted
        # as it grows.
        for part in response.iter_bytes():
            size += len(part)
            if size > longest:
                raise FetchError(f"{response.url}: larger than {longest:,} bytes")
            if time.monotonic() > ends_at:
                raise _AgainError(
                    f"{response.url}: not complete after {self._settings.total_timeout_seconds} s"
                )
            parts.append(part)
        return b"".join(parts)

    def _wait_politely(self) -> None:
        if self._asked_at is not None:
            left = self._settings.pause_seconds - (time.monotonic() - self._asked_at)
            if left > 0:
                self._sleep(left)
        self._asked_at = time.monotonic()


def _retry_after(response: httpx.Response) -> float | None:
    """The seconds that the server asks to wait, told in seconds or as a time; None where it does not say."""
    told = response.headers.get("retry-after", "").strip()
    if told.isdigit():
        return float(told)
    try:
        at = parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        return None
    left: float = (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return max(0.0, left)


def is_web_address(text: str) -> bool:
    """Whether `text` is meant as an address, not as a path; HttpClient says whether it is a good one."""
    return text.lower().startswith(("http://", "https://"))
