"""Answers kept on disk under the hash of their question, so that each is paid for once."""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from pipelines.ids import content_hash
from pipelines.storage import written_aside


class AnswerCache:
    """One JSON file per answer below `folder`: the text of the answer, and what it answers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)
        self._lock = Lock()

    @staticmethod
    def key(*parts: Any) -> str:
        """64 hexadecimal digits over `parts`, which JSON can hold."""
        return content_hash(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode(errors="replace"))

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """Keep other threads from the same question meanwhile: agencies' texts come many times over."""
        with self._lock:
            lock = self._locks[key]
        with lock:
            yield

    def get(self, key: str) -> str | None:
        """The answer kept under `key`; None where there is none, or only a damaged one."""
        try:
            kept = json.loads(self._path(key).read_bytes())
            answer = kept["answer"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return answer if isinstance(answer, str) else None

    def put(self, key: str, answer: str, **about: str) -> None:
        """Keep `answer`, with what a reader of the file wants to know of it."""
        with written_aside(self._path(key)) as aside:
            text = json.dumps({**about, "answer": answer}, ensure_ascii=False, indent=1)
            aside.write_bytes(text.encode(errors="replace"))

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"
