"""A query service on 127.0.0.1 that answers as Wikidata's does, and that can be told to misbehave."""

import json
import re
from collections import deque
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from file_server import Reply, answer

ENTITY = "http://www.wikidata.org/entity/"
_OFFICE = re.compile(r'BIND\("(\w+)" AS \?office\)')
_PAGE = re.compile(r"LIMIT (\d+) OFFSET (\d+)")


def item(identifier: str) -> dict[str, str]:
    return {"type": "uri", "value": ENTITY + identifier}


def text(value: str, language: str | None = None) -> dict[str, str]:
    return {"type": "literal", "value": value} | ({"xml:lang": language} if language else {})


def number(value: int) -> dict[str, str]:
    datatype = "http://www.w3.org/2001/XMLSchema#integer"
    return {"type": "literal", "value": str(value), "datatype": datatype}


def moment(value: str) -> dict[str, str]:
    datatype = "http://www.w3.org/2001/XMLSchema#dateTime"
    return {"type": "literal", "value": value, "datatype": datatype}


def unknown() -> dict[str, str]:
    """A value that nobody knows ("somevalue"), as the service has had it since 2020."""
    return {"type": "uri", "value": "http://www.wikidata.org/.well-known/genid/2b1e6d83c5aa4c3f"}


def body(bindings: Sequence[Any]) -> bytes:
    """An answer in SPARQL 1.1 Query Results JSON Format."""
    answer = {"head": {"vars": ["person", "office"]}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False).encode()


def sends(data: bytes) -> Reply:
    return lambda handler: answer(handler, 200, data, content_type="application/sparql-results+json")


class SparqlServer:
    """Gives `replies` one after another, then the page that is asked for of the statements of `offices`.

    `asked` are office and offset of each request, `headers` its headers.
    """

    def __init__(self) -> None:
        self.offices: dict[str, list[dict[str, Any]]] = {}
        self.replies: deque[Reply | None] = deque()
        self.asked: list[tuple[str, int]] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                sparql = parse_qs(parts.query)["query"][0]
                office, (limit, offset) = _OFFICE.search(sparql)[1], map(int, _PAGE.search(sparql).groups())
                outer.asked.append((office, offset))
                outer.headers.append(dict(self.headers))
                reply = outer.replies.popleft() if outer.replies else None
                page = outer.offices.get(office, [])[offset : offset + limit]
                try:
                    (reply or sends(body(page)))(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        # A test that ends while a reply still stalls must not wait for it.
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/sparql"
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
