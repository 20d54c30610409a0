"""A chat completions server on 127.0.0.1 that speaks the protocol, and that can be told to misbehave."""

import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

Reply = Callable[[BaseHTTPRequestHandler], None]

KEY = "sk-test-0123456789"
NOTHING = {"accessions": [], "meetings": []}


def body_of(
    content: Any, finish_reason: str = "stop", usage: Any = (100, 10), refusal: str | None = None
) -> dict[str, Any]:
    """A chat completion whose message is `content`, as JSON where it is not a string."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish_reason,
                "message": {"role": "assistant", "content": text, "refusal": refusal},
            }
        ],
    }
    if isinstance(usage, tuple):
        usage = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
    return body if usage is None else body | {"usage": usage}


def send(handler: BaseHTTPRequestHandler, status: int, data: bytes, headers: Mapping[str, str] = {}) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", **headers}.items():
        handler.send_header(name, value)
    if "Content-Length" not in headers:
        handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def says(content: Any, **more: Any) -> Reply:
    """A good response, whatever the model says in it."""
    return lambda handler: send(handler, 200, json.dumps(body_of(content, **more)).encode())


def status(code: int, message: str = "no", /, code_name: str | None = None, **headers: str) -> Reply:
    error = {"error": {"message": message, "code": code_name}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: send(handler, code, json.dumps(error).encode(), named)


def raw(data: bytes, content_type: str = "application/json") -> Reply:
    return lambda handler: send(handler, 200, data, {"Content-Type": content_type})


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """Promise a whole answer, send half of it, hang up."""
    data = json.dumps(body_of(NOTHING)).encode()
    send(handler, 200, data[: len(data) // 2], {"Content-Length": str(len(data))})
    handler.close_connection = True


def drips(seconds: float, every: float = 0.02) -> Reply:
    """A byte now and then: no single read times out."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(every)
        except OSError:
            pass
        handler.close_connection = True

    return reply


def stalls(seconds: float) -> Reply:
    """Nothing at all for a while."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return reply


class ChatServer:
    """Gives the replies put in `replies` one after another, and then `otherwise`. Remembers what it was sent."""

    def __init__(self) -> None:
        self.replies: deque[Reply] = deque()
        self.otherwise: Reply = says(NOTHING)
        self.by_article: dict[str, Any] = {}
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self._lock = Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with outer._lock:
                    outer.requests.append(data)
                    outer.headers.append(dict(self.headers.items()))
                    outer.paths.append(self.path)
                    reply = outer.replies.popleft() if outer.replies else outer._reply(data)
                reply(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        # A test that ends while a reply still stalls must not wait for it.
        self._server.block_on_close = False
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def _reply(self, data: dict[str, Any]) -> Reply:
        """The answer kept for the article asked about, by its text; else `otherwise`."""
        text = json.loads(data["messages"][1]["content"])["text"]
        return says(self.by_article[text]) if text in self.by_article else self.otherwise

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
