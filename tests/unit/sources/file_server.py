"""A web server on 127.0.0.1 that serves files with validators, and that can be told to misbehave."""

import gzip
import time
from collections import defaultdict, deque
from collections.abc import Callable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Reply = Callable[[BaseHTTPRequestHandler], None]


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    for name, value in {"Content-Length": str(len(body)), **named}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def status(code: int, **headers: str) -> Reply:
    return lambda handler: answer(handler, code, **headers)


def serves(body: bytes, **headers: str) -> Reply:
    """The file with its ETag; 304 where the client has it."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        etag = f'"{sha256(body).hexdigest()[:8]}"'
        if handler.headers.get("If-None-Match") == etag:
            answer(handler, 304, etag=etag)
        else:
            answer(handler, 200, body, etag=etag, last_modified="Tue, 24 Nov 2026 10:00:00 GMT", **headers)

    return reply


def cut_off(body: bytes) -> Reply:
    return lambda handler: answer(handler, 200, body[: len(body) // 2], content_length=str(len(body)))


def drips(body: bytes, pause: float) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for byte in body:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(pause)

    return reply


def bomb(size: int) -> Reply:
    packed = gzip.compress(b"0" * size)
    return lambda handler: answer(handler, 200, packed, content_encoding="gzip")


class FileServer:
    """`replies` are given per path in turn, the last one for ever; `asked` are the requests as they came."""

    def __init__(self) -> None:
        self.replies: dict[str, deque[Reply]] = defaultdict(deque)
        self.asked: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, dict(self.headers)))
                queue = outer.replies.get(self.path)
                if not queue:
                    answer(self, 404)
                    return
                reply = queue.popleft() if len(queue) > 1 else queue[0]
                try:
                    reply(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def on(self, path: str, *replies: Reply) -> str:
        self.replies[path] = deque(replies)
        return self.url + path

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
