"""Wikidata: paging against a real server that also answers badly, and what its answers say."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from file_server import answer, cut_off, drips, status
from hypothesis import given
from hypothesis import strategies as st
from sparql_server import SparqlServer, body, item, moment, number, sends, text, unknown

from pipelines.schemas.reject import Reject
from pipelines.schemas.rows import LINE, LOCATOR
from pipelines.settings import HttpSettings
from pipelines.sources.http import HttpClient
from pipelines.sources.raw import RawFile, read_card
from pipelines.sources.wikidata import client
from pipelines.sources.wikidata.client import fetch_pages, locator_of
from pipelines.sources.wikidata.parse import UNKNOWN, parse
from pipelines.sources.wikidata.query import LANGUAGES, OFFICES, query


def holder(person: str, office: str, **more: dict[str, str]) -> dict[str, Any]:
    return {"person": item(person), "office": text(office), **more}


def holders(office: str, count: int) -> list[dict[str, Any]]:
    return [holder(f"Q{number}", office) for number in range(1, count + 1)]


@pytest.fixture
def service() -> Iterator[SparqlServer]:
    server = SparqlServer()
    server.offices = {
        "head_of_state": holders("head_of_state", 5),
        "head_of_government": holders("head_of_government", 2),
        "foreign_minister": holders("foreign_minister", 1),
    }
    yield server
    server.close()


class Client(HttpClient):
    """Waits for nothing, and keeps what it would have waited."""

    def __init__(self, **settings: float) -> None:
        self.waited: list[float] = []
        super().__init__(HttpSettings(**{"pause_seconds": 0, **settings}), sleep=self.waited.append)


def ask(service: SparqlServer, kept: tuple[str, ...] = (), **settings: float) -> list[RawFile | Reject]:
    with Client(**settings) as http:
        return list(fetch_pages(http, service.url, 2, kept))


def locators(answers: list[RawFile | Reject]) -> list[str]:
    return [each.locator for each in answers if isinstance(each, RawFile)]


ALL = [
    "head_of_state/2-00000.json",
    "head_of_state/2-00001.json",
    "head_of_state/2-00002.json",
    "head_of_government/2-00000.json",
    "foreign_minister/2-00000.json",
]


def test_every_office_is_asked_for_to_its_empty_page_and_each_page_is_kept_as_it_came(
    service: SparqlServer,
) -> None:
    answers = ask(service)
    assert locators(answers) == ALL
    assert answers[0].data == body(service.offices["head_of_state"][:2])
    assert answers[2].data == body(service.offices["head_of_state"][4:])
    assert {each.url for each in answers} == {service.url}
    assert {each.licence for each in answers} == {"CC0-1.0"}
    assert service.asked == [
        ("head_of_state", 0),
        ("head_of_state", 2),
        ("head_of_state", 4),
        ("head_of_state", 6),
        ("head_of_government", 0),
        ("head_of_government", 2),
        ("foreign_minister", 0),
        ("foreign_minister", 2),
    ]


def test_the_service_is_told_who_asks_and_what_for(service: SparqlServer) -> None:
    ask(service)
    headers = {name.lower(): value for name, value in service.headers[0].items()}
    assert headers["user-agent"].startswith("dragoman/")
    assert "(+http" in headers["user-agent"]
    assert headers["accept"] == "application/sparql-results+json"


def test_two_requests_have_a_pause_between_them(service: SparqlServer) -> None:
    with Client(pause_seconds=1) as http:
        list(fetch_pages(http, service.url, 100))
    assert len(http.waited) == len(service.asked) - 1


def test_the_service_is_waited_for_as_it_asks(service: SparqlServer) -> None:
    service.replies.extend([status(429, retry_after="17"), status(503, retry_after="3"), status(500)])
    with Client() as http:
        assert locators(list(fetch_pages(http, service.url, 2))) == ALL
    assert http.waited[:2] == [17, 3]


@pytest.mark.parametrize(
    ("reply", "reason", "told"),
    [
        (status(500), "unreachable", "status 500"),
        (status(403), "unreachable", "status 403"),
        (status(429, retry_after="1"), "unreachable", "status 429"),
        (drips(b" " * 1000, 0.05), "unreachable", "not complete after 0.2 s"),
        (lambda _: time.sleep(0.5), "unreachable", "ReadTimeout"),
        (cut_off(body([holder("Q1", "head_of_state")] * 9)), "unreachable", "RemoteProtocolError"),
        (sends(body([holder("Q1", "head_of_state")])[:-9] + b"\njava.util.concurrent.TimeoutException"),
         "invalid_json", "no JSON"),
        (sends(b""), "invalid_json", "no JSON"),
        (sends(b"\xff\xfe"), "invalid_json", "no JSON"),
        (sends(b"[]"), "invalid_json", "lacks results.bindings"),
        (sends(b'{"results": {"bindings": {}}}'), "invalid_json", "lacks results.bindings"),
        (lambda handler: answer(handler, 200, b"<html>busy</html>", content_type="text/html"),
         "invalid_json", "no JSON"),
    ],
)  # fmt: skip
def test_a_page_that_fails_ends_the_round_and_what_came_is_kept(
    service: SparqlServer, reply: Any, reason: str, told: str
) -> None:
    service.replies.extend([None, None, *[reply] * 9])
    answers = ask(service, max_retries=2, total_timeout_seconds=0.2)
    assert locators(answers) == ALL[:2]
    (reject,) = (each for each in answers if isinstance(each, Reject))
    assert (reject.reason, reject.locator, reject.source) == (reason, ALL[2], "wikidata")
    assert reject.detail.startswith("stopped at head_of_state, statement 4: ")
    assert told in reject.detail
    assert len(reject.detail) < 300, "the query is no part of the reason"
    assert len(service.asked) <= 2 + 3


@pytest.mark.parametrize("reply", [sends(b'{"results": {"bind'), status(500), cut_off(b"{}" * 99)])
def test_a_fault_that_passes_costs_nothing(service: SparqlServer, reply: Any) -> None:
    service.replies.extend([None, reply])
    assert locators(ask(service)) == ALL


def test_a_later_run_goes_on_where_the_last_one_stopped(service: SparqlServer) -> None:
    service.replies.extend([None, status(403)])
    first = ask(service)
    service.asked.clear()
    second = ask(service, kept=tuple(locators(first)))
    assert locators(first) + locators(second) == ALL
    assert ("head_of_state", 0) not in service.asked


def test_an_office_without_any_holder_is_told(service: SparqlServer) -> None:
    service.offices["foreign_minister"] = []
    (reject,) = (each for each in ask(service) if isinstance(each, Reject))
    assert (reject.reason, reject.locator) == ("empty_file", locator_of("foreign_minister", 0, 2))


def test_nobody_there() -> None:
    with Client(max_retries=1) as http:
        (reject,) = fetch_pages(http, "http://127.0.0.1:9/sparql", 2)
    assert isinstance(reject, Reject)
    assert "ConnectError" in reject.detail


def test_a_page_has_a_size() -> None:
    with Client() as http, pytest.raises(ValueError, match="one statement at least"):
        list(fetch_pages(http, "http://127.0.0.1:9/sparql", 0))


@pytest.mark.parametrize("office", OFFICES)
def test_the_query_is_ordered_cut_and_in_all_languages(office: str) -> None:
    sparql = query(office, 10, 20)
    assert f"wd:{OFFICES[office]} " in sparql
    assert "ORDER BY ?statement LIMIT 10 OFFSET 20" in sparql
    assert all(f'"{language}"' in sparql for language in LANGUAGES)
    assert {"en", "ru", "uk", "ar", "zh", "fr", "es", "kk", "tr"} <= set(LANGUAGES)
    assert sparql.count("{") == sparql.count("}")


def page(*bindings: Any) -> RawFile:
    return raw(body(bindings))


def raw(data: bytes) -> RawFile:
    return RawFile("wikidata", "page.json", data, "CC0-1.0", datetime(2026, 1, 1, tzinfo=UTC))


def test_terms_become_text_and_items_their_identifiers() -> None:
    parsed = parse(
        page(
            holder(
                "Q6279",
                "head_of_state",
                statement=item("statement/Q6279-0a1b2c3d"),
                personLabel=text("Joe Biden", "en"),
                names=text("Joe Biden|Джо Байден"),
                country=item("Q30"),
                iso3=text("USA"),
                birthYear=number(1942),
                start=moment("2021-01-20T00:00:00Z"),
                startPrecision=number(11),
                end=unknown(),
                ordinal=text(" 46 "),
            )
        )
    )
    assert parsed.rejects == []
    assert parsed.records == 1
    assert parsed.rows == [
        {
            "statement": "Q6279-0a1b2c3d",
            "person": "Q6279",
            "personLabel": "Joe Biden",
            "names": "Joe Biden|Джо Байден",
            "birthYear": "1942",
            "country": "Q30",
            "iso3": "USA",
            "office": "head_of_state",
            "position": None,
            "positionLabel": None,
            "ordinal": "46",
            "start": "2021-01-20T00:00:00Z",
            "startPrecision": "11",
            "end": UNKNOWN,
            "endPrecision": None,
            "asked": None,
            LOCATOR: "page.json",
            LINE: 1,
        }
    ]


def test_a_blank_node_is_an_unknown_value() -> None:
    (row,) = parse(page(holder("Q1", "head_of_state", start={"type": "bnode", "value": "t42"}))).rows
    assert row["start"] == UNKNOWN


@pytest.mark.parametrize(
    ("binding", "reason"),
    [
        ("Q1", "wrong_type"),
        (None, "wrong_type"),
        ({"person": "Q1", "office": text("head_of_state")}, "wrong_type"),
        ({"person": {"type": "uri", "value": 1}, "office": text("head_of_state")}, "wrong_type"),
        ({"office": text("head_of_state")}, "missing_column"),
        ({"person": unknown(), "office": text("head_of_state")}, "missing_column"),
        ({}, "missing_column"),
    ],
)
def test_a_bad_row_is_a_reject_and_costs_no_other(binding: Any, reason: str) -> None:
    good = holder("Q76", "head_of_state")
    parsed = parse(page(good, binding, good))
    assert [row[LINE] for row in parsed.rows] == [1, 3]
    assert [(reject.line, reject.reason) for reject in parsed.rejects] == [(2, reason)]
    assert parsed.records == 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b" \n", "empty_file"),
        (body([holder("Q1", "head_of_state")])[:-5], "invalid_json"),
        (b"\xff\xfe\x00", "invalid_json"),
        (b"[" * 100_000, "invalid_json"),
        (b"null", "invalid_json"),
        (b'{"results": []}', "invalid_json"),
    ],
)
def test_a_file_that_is_no_answer_is_one_reject(data: bytes, reason: str) -> None:
    parsed = parse(raw(data))
    assert parsed.rows == []
    assert [reject.reason for reject in parsed.rejects] == [reason]


@given(st.binary(max_size=200) | st.recursive(st.none() | st.text(max_size=5), st.lists).map(
    lambda value: json.dumps({"results": {"bindings": value}}).encode()))  # fmt: skip
def test_no_bytes_make_it_raise(data: bytes) -> None:
    parsed = parse(raw(data))
    assert len(parsed.rows) + len(parsed.rejects) == parsed.records


def test_the_sample_is_read_whole() -> None:
    card = read_card(Path(client.__file__).parent)
    (file,) = client.fetch()
    parsed = parse(file)
    assert parsed.rejects == []
    assert len(parsed.rows) == parsed.records == card.tables[0].expected_rows
