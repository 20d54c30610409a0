"""Fetching, against a real server that also answers badly."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from file_server import FileServer, bomb, cut_off, drips, serves, status

from pipelines.settings import HttpSettings
from pipelines.sources.http import REDIRECTS, FetchError, HttpClient
from pipelines.sources.raw import Validators

BODY = b"country,code\nFrance,FRA\n" * 50


class Client(HttpClient):
    """Waits for nothing, and keeps what it would have waited."""

    def __init__(self, **settings: float) -> None:
        self.waited: list[float] = []
        super().__init__(HttpSettings(**{"pause_seconds": 0, **settings}), sleep=self.waited.append)


def refused(client: Client, url: str) -> str:
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return str(caught.value)


def test_a_file_comes_with_what_tells_its_version_and_is_asked_for_once(server: FileServer) -> None:
    url = server.on("/a.csv", serves(BODY))
    with Client() as client:
        first = client.get(url)
        again = client.get(url, known=first.validators)
    assert first.data == BODY
    assert first.validators.etag
    assert first.validators.last_modified == "Tue, 24 Nov 2026 10:00:00 GMT"
    assert again.is_unchanged
    assert again.data == b""
    headers = {name.lower(): value for name, value in server.asked[1][1].items()}
    assert headers["if-none-match"] == first.validators.etag
    assert headers["if-modified-since"] == first.validators.last_modified
    assert headers["user-agent"].startswith("dragoman/")
    assert "(+http" in headers["user-agent"]


def test_a_changed_file_comes_again(server: FileServer) -> None:
    url = server.on("/a.csv", serves(BODY))
    with Client() as client:
        assert client.get(url, known=Validators(etag='"older"')).data == BODY


def test_what_may_pass_is_tried_again_after_the_time_the_server_asks_for(server: FileServer) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    url = server.on(
        "/a",
        status(500),
        status(429, retry_after="7"),
        status(503, retry_after=later),
        cut_off(BODY),
        serves(BODY),
    )
    with Client() as client:
        assert client.get(url).data == BODY
    assert len(client.waited) == 4
    assert client.waited[1] == 7
    assert 25 <= client.waited[2] <= 30


def test_no_server_makes_us_wait_for_ever(server: FileServer) -> None:
    url = server.on("/a", status(429, retry_after="86400"), serves(BODY))
    with Client(max_wait_seconds=60) as client:
        client.get(url)
    assert client.waited == [60]


@pytest.mark.parametrize(
    ("reply", "told", "requests"),
    [
        (status(404), "status 404", 1),
        (status(403), "status 403", 1),
        (status(500), "status 500", 3),
        (cut_off(BODY), "RemoteProtocolError", 3),
        (bomb(50_000_000), "larger than 1,000,000 bytes", 1),
        (serves(b"0" * 1_000_001), "larger than 1,000,000 bytes", 1),
        (serves(b"nonsense", content_encoding="gzip"), "DecodingError", 1),
    ],
)
def test_what_does_not_give_the_file_says_where_and_why(server, reply, told: str, requests: int) -> None:
    url = server.on("/a", reply)
    with Client(max_retries=2, max_file_bytes=1_000_000) as client:
        message = refused(client, url)
    assert url in message
    assert told in message
    assert len(server.asked) == requests


def test_a_server_that_drips_is_left_when_the_time_is_over(server: FileServer) -> None:
    url = server.on("/a", drips(BODY, 0.05))
    with Client(max_retries=1, total_timeout_seconds=0.2) as client:
        assert "not complete after 0.2 s" in refused(client, url)
    assert len(server.asked) == 2


def test_nobody_there() -> None:
    with Client(max_retries=1) as client:
        assert "ConnectError" in refused(client, "http://127.0.0.1:9/a")


def test_redirects_are_followed_but_not_in_circles_nor_out_of_the_web(server: FileServer) -> None:
    end = server.on("/end", serves(BODY))
    server.on("/moved", status(301, location="/end"))
    circle = server.on("/circle", status(302, location="/circle"))
    outside = server.on("/outside", status(302, location="file:///etc/passwd"))
    with Client() as client:
        assert client.get(server.url + "/moved").url == end
        assert f"more than {REDIRECTS} redirects" in refused(client, circle)
        assert "not an http or https address" in refused(client, outside)
        assert "not an http or https address" in refused(client, "ftp://127.0.0.1/a")


def test_two_requests_have_a_pause_between_them(server: FileServer) -> None:
    url = server.on("/a", serves(BODY))
    with Client(pause_seconds=5) as client:
        client.get(url)
        client.get(url)
    assert len(client.waited) == 1
    assert 4 < client.waited[0] <= 5


@pytest.mark.parametrize(
    "url", ["http://localhost:abc/x.csv", "http://[::1/x", "http://", "file:///etc/passwd"]
)
def test_what_is_no_address_says_so(url: str) -> None:
    with Client() as client:
        refused(client, url)


def test_odd_answers_are_no_surprise(server: FileServer) -> None:
    late = server.on("/late", status(503, retry_after="Mon, 01 Jan 99999999999 00:00:00 GMT"), serves(BODY))
    unasked = server.on("/unasked", status(304))
    away = server.on("/away", status(302, location="http://[::1/x"))
    with Client() as client:
        assert client.get(late).data == BODY
        assert "304" in refused(client, unasked)
        assert away in refused(client, away)
