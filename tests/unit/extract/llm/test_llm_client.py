"""The client against a real server: the protocol, and every way in which a server can fail to speak it."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from chat_server import KEY, NOTHING, ChatServer, body_of, cut_off, drips, raw, says, stalls, status

from pipelines.extract.llm.account import Account
from pipelines.extract.llm.client import LONGEST_WAIT, ChatClient, Completion
from pipelines.extract.llm.errors import AccessError, AwayError, PostponedError, SpentError
from pipelines.settings import LlmSettings

MESSAGES = [{"role": "system", "content": "Task"}, {"role": "user", "content": json.dumps({"text": "News"})}]
SCHEMA = {"type": "object"}


class Asker:
    """A client with its account, that sleeps by writing down for how long."""

    def __init__(self, settings: LlmSettings) -> None:
        self.slept: list[float] = []
        self.account = Account(settings)
        self.client = ChatClient(settings, self.account, self.slept.append)

    def ask(self) -> Completion:
        return self.client.complete(MESSAGES, SCHEMA)


Changed = Callable[..., Asker]


@pytest.fixture
def changed(llm: LlmSettings) -> Iterator[Changed]:
    """Makes askers with changed settings."""
    with ExitStack() as stack:

        def make(**changes: object) -> Asker:
            asker = Asker(llm.model_copy(update=changes))
            stack.callback(asker.client.close)
            return asker

        yield make


@pytest.fixture
def asker(changed: Changed) -> Asker:
    return changed()


def test_speaks_the_protocol(server: ChatServer, asker: Asker) -> None:
    server.replies.append(says("Hello", finish_reason="stop"))
    assert asker.ask() == Completion("Hello", "stop")
    assert server.paths == ["/v1/chat/completions"]
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert server.headers[0]["Content-Type"] == "application/json"
    sent = server.requests[0]
    assert (sent["model"], sent["messages"], sent["temperature"]) == ("small", MESSAGES, 0)
    assert sent["response_format"]["type"] == "json_schema"
    assert sent["response_format"]["json_schema"]["schema"] == SCHEMA
    assert asker.account.totals() == {
        "requests": 1,
        "retries": 0,
        "cache_hits": 0,
        "prompt_tokens": 100,
        "completion_tokens": 10,
        "presumed_tokens": 0,
    }


def test_without_a_key_no_header_is_sent(server: ChatServer, changed: Changed) -> None:
    changed(api_key=None).ask()
    assert "Authorization" not in server.headers[0]


def test_extra_body_lies_over_the_request(server: ChatServer, changed: Changed) -> None:
    extra = {"temperature": None, "max_tokens": None, "max_completion_tokens": 9, "seed": 1}
    changed(extra_body=extra).ask()
    sent = server.requests[0]
    assert "temperature" not in sent
    assert "max_tokens" not in sent
    assert (sent["max_completion_tokens"], sent["seed"]) == (9, 1)


@pytest.mark.parametrize(
    "bad",
    [
        status(500, "boom"),
        status(503),
        status(408),
        status(429),
        cut_off,
        raw(b""),
        raw(b"<html><body>502 Bad Gateway</body></html>", "text/html"),
        raw(json.dumps(body_of(NOTHING)).encode()[:-30]),
        raw(b'{"choices": []}'),
        raw(b'{"error": {"message": "upstream is away", "code": 502}}'),
        raw(b'{"choices": [{"message": {"content": 3}}]}'),
        raw(b"[]"),
        raw(b"\xff\xfe"),
    ],
)
def test_what_passes_is_tried_again(server: ChatServer, asker: Asker, bad) -> None:
    server.replies.extend([bad, bad, says("Hello")])
    assert asker.ask().content == "Hello"
    assert asker.account.totals()["requests"] == 3
    assert asker.account.totals()["retries"] == len(asker.slept) == 2
    assert all(0 <= wait <= LONGEST_WAIT for wait in asker.slept)


def test_json_is_read_whatever_its_content_type(server: ChatServer, asker: Asker) -> None:
    server.replies.append(raw(json.dumps(body_of("Hello")).encode(), "text/plain"))
    assert asker.ask().content == "Hello"
    assert asker.slept == []


def test_retries_end(server: ChatServer, changed: Changed) -> None:
    asker = changed(max_retries=2)
    server.otherwise = status(500, "boom")
    with pytest.raises(AwayError, match="HTTP 500: boom"):
        asker.ask()
    assert len(server.requests) == 3


def test_retry_after_is_kept_to(server: ChatServer, asker: Asker) -> None:
    server.replies.extend([status(429, Retry_After="7"), says("Hello")])
    asker.ask()
    assert asker.slept == [7]


def test_retry_after_may_be_a_date(server: ChatServer, asker: Asker) -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    server.replies.extend([status(503, Retry_After=then), says("Hello")])
    asker.ask()
    assert 0 < asker.slept[0] <= 30


@pytest.mark.parametrize(
    ("header", "longest"), [("86400", LONGEST_WAIT), ("inf", LONGEST_WAIT), ("-5", 0), ("soon", 60)]
)
def test_retry_after_has_a_cap(server: ChatServer, asker: Asker, header: str, longest: float) -> None:
    server.replies.extend([status(429, Retry_After=header), says("Hello")])
    asker.ask()
    assert asker.slept[0] <= longest


def test_a_drip_ends_at_the_total_time_out(server: ChatServer, changed: Changed) -> None:
    asker = changed(total_timeout_seconds=0.1, max_retries=0)
    server.replies.append(drips(5))
    with pytest.raises(AwayError, match=r"no whole answer within 0\.1 s"):
        asker.ask()


def test_silence_ends_at_the_read_time_out(server: ChatServer, changed: Changed) -> None:
    asker = changed(read_timeout_seconds=0.1, max_retries=0)
    server.replies.append(stalls(1))
    with pytest.raises(AwayError, match="ReadTimeout"):
        asker.ask()


def test_an_endless_answer_is_cut(
    server: ChatServer, changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.extract.llm.client.LONGEST_BODY_BYTES", 1000)
    server.replies.append(says("x" * 2000))
    with pytest.raises(AwayError, match="more than 1000 bytes"):
        changed(max_retries=0).ask()


def test_nobody_there(changed: Changed) -> None:
    asker = changed(base_url="http://127.0.0.1:9/v1", max_retries=1)
    with pytest.raises(AwayError, match="no connection"):
        asker.ask()
    assert asker.account.totals()["presumed_tokens"] == 0


@pytest.mark.parametrize(
    ("reply", "variable"),
    [
        (status(401, f"Incorrect API key provided: {KEY}"), "DRAGOMAN_LLM_API_KEY"),
        (status(404, "no such model"), "DRAGOMAN_LLM_MODEL"),
        (status(307, "over there", Location="http://127.0.0.1:9/"), "DRAGOMAN_LLM_BASE_URL"),
    ],
)
def test_no_access_ends_the_run_at_once(server: ChatServer, asker: Asker, reply, variable: str) -> None:
    server.replies.append(reply)
    with pytest.raises(AccessError, match=variable) as caught:
        asker.ask()
    assert KEY not in str(caught.value)
    assert asker.slept == []
    with pytest.raises(SpentError):
        asker.ask()
    assert len(server.requests) == 1


def test_a_refused_request_is_not_repeated(server: ChatServer, asker: Asker) -> None:
    server.replies.append(status(400, "maximum context length exceeded"))
    with pytest.raises(PostponedError, match="maximum context length"):
        asker.ask()
    assert asker.slept == []
    assert asker.ask().content


@pytest.mark.parametrize(
    "reply", [status(402, "top up"), status(429, "pay", code_name="insufficient_quota", Retry_After="1")]
)
def test_spent_credit_ends_the_asking(server: ChatServer, asker: Asker, reply) -> None:
    server.replies.append(reply)
    for _ in range(2):
        with pytest.raises(SpentError, match="credit is spent"):
            asker.ask()
    assert len(server.requests) == 1


def test_json_is_asked_for_as_the_server_knows_it(server: ChatServer, asker: Asker) -> None:
    server.replies.extend(
        [
            status(400, "This response_format type is unavailable now"),
            status(422, "'response_format.type' must be 'json_schema' or 'text'"),
            says("Hello"),
        ]
    )
    assert asker.ask().content == "Hello"
    asker.ask()
    formats = [sent.get("response_format", {}).get("type") for sent in server.requests]
    assert formats == ["json_schema", "json_object", None, None]
    assert asker.slept == []


def test_a_format_set_by_hand_is_not_worked_round(server: ChatServer, changed: Changed) -> None:
    server.replies.append(status(400, "response_format is not supported"))
    with pytest.raises(PostponedError, match="response_format"):
        changed(extra_body={"response_format": {"type": "odd"}}).ask()
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "usage", [None, {"prompt_tokens": None}, {"prompt_tokens": -5, "completion_tokens": 1}]
)
def test_tokens_that_are_not_told_are_presumed(server: ChatServer, asker: Asker, usage) -> None:
    server.replies.append(says("Hello, " * 30, usage=usage))
    asker.ask()
    totals = asker.account.totals()
    assert totals["presumed_tokens"] == totals["prompt_tokens"] + totals["completion_tokens"] > 60


def test_an_answer_that_broke_off_is_presumed_to_be_charged(server: ChatServer, changed: Changed) -> None:
    asker = changed(max_retries=0)
    server.replies.append(cut_off)
    with pytest.raises(AwayError):
        asker.ask()
    assert asker.account.totals()["presumed_tokens"] > 0


def test_an_endpoint_that_stays_away_is_left_alone(server: ChatServer, changed: Changed) -> None:
    asker = changed(max_retries=0)
    server.otherwise = status(500, "boom")
    for _ in range(5):
        with pytest.raises(AwayError):
            asker.ask()
    with pytest.raises(SpentError, match="failed 5 articles in a row, at last with: HTTP 500: boom"):
        asker.ask()
    assert len(server.requests) == 5


def test_the_key_is_in_no_error(server: ChatServer, changed: Changed) -> None:
    asker = changed(max_retries=0)
    for reply in (status(500, f"key {KEY}"), raw(f"<p>{KEY}</p>".encode(), "text/html"), status(400, KEY)):
        server.replies.append(reply)
        with pytest.raises(PostponedError) as caught:
            asker.ask()
        assert KEY not in str(caught.value)
        assert "***" in str(caught.value)
