"""A server that plays the model, and a register small enough to read."""

from collections.abc import Iterator

import pytest
from chat_server import KEY, ChatServer

from pipelines.extract.lexicon import Lexicon
from pipelines.settings import LlmSettings


@pytest.fixture
def server() -> Iterator[ChatServer]:
    server = ChatServer()
    yield server
    server.close()


@pytest.fixture
def llm(server: ChatServer) -> LlmSettings:
    return LlmSettings(base_url=server.url, model="small", api_key=KEY, concurrency=1)


@pytest.fixture(scope="session")
def register() -> Lexicon:
    names = {
        "abraham-accords": "Abraham Accords",
        "eu": "European Union",
        "nato": "North Atlantic Treaty Organization",
        "un": "United Nations",
    }
    return Lexicon(
        agreement_names=names,
        legal_forms=dict.fromkeys(names, "organisation") | {"abraham-accords": "political_accord"},
        country_names={"EUE": "European Union", "KAZ": "Kazakhstan", "TUR": "Turkey", "ISR": "Israel"},
        digest="register",
    )
