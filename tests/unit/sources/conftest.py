"""A web server for the tests of what fetches."""

from collections.abc import Iterator

import pytest
from file_server import FileServer


@pytest.fixture
def server() -> Iterator[FileServer]:
    server = FileServer()
    yield server
    server.close()
