"""Settings from the environment, and what is said where they do not fit."""

import pytest
from pydantic import SecretStr, ValidationError

from pipelines.settings import Settings, explained

KEY = "sk-test-0123456789"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("DRAGOMAN_"):
            monkeypatch.delenv(name)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch):
    def set_all(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"DRAGOMAN_{name}", value)

    return set_all


def wrong() -> str:
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert KEY not in str(caught.value)
    return explained(caught.value)


def test_the_rules_read_by_default_and_need_nothing() -> None:
    assert Settings().extractor == "learned"


def test_a_model_is_set_by_variables_of_its_own(environment) -> None:
    environment(
        EXTRACTOR="llm",
        LLM_BASE_URL="http://127.0.0.1:8080/v1/",
        LLM_MODEL="small",
        LLM_API_KEY=f" {KEY}\n",
        LLM_MAX_OUTPUT_TOKENS="99",
        LLM_EXTRA_BODY='{"temperature": null}',
    )
    llm = Settings().llm
    assert (llm.base_url, llm.model, llm.max_output_tokens) == ("http://127.0.0.1:8080/v1", "small", 99)
    assert llm.api_key == SecretStr(KEY)
    assert llm.extra_body == {"temperature": None}
    assert KEY not in repr(Settings())


def test_what_is_missing_is_one_sentence(environment) -> None:
    environment(EXTRACTOR="llm", LLM_API_KEY=KEY)
    assert wrong() == "extractor `llm` needs DRAGOMAN_LLM_BASE_URL and DRAGOMAN_LLM_MODEL"
    environment(LLM_BASE_URL="http://127.0.0.1/v1")
    assert wrong() == "extractor `llm` needs DRAGOMAN_LLM_MODEL"
    environment(LLM_MODEL="small", LLM_BUDGET_USD="1", LLM_USD_PER_MILLION_INPUT_TOKENS="0")
    assert (
        wrong() == "DRAGOMAN_LLM_BUDGET_USD cannot be kept without DRAGOMAN_LLM_USD_PER_MILLION_OUTPUT_TOKENS"
    )


def test_what_the_model_lacks_does_not_bother_the_rules(environment) -> None:
    environment(LLM_MODEL="small")
    assert Settings().llm.model == "small"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EXTRACTOR", "oracle"),
        ("LLM_BASE_URL", "localhost:8080"),
        ("LLM_BASE_URL", "http://"),
        ("LLM_BASE_URL", f"https://user:{KEY}@example.org/v1"),
        ("LLM_BASE_URL", f"https://example.org/v1?key={KEY}"),
        ("LLM_MAX_RETRIES", "-1"),
        ("LLM_EXTRA_BODY", "{"),
        ("LLM_RESPONSE_FORMAT", "xml"),
        ("LLM_API_KEY", f"{KEY} {KEY}"),
        ("LLM_API_KEY", f"{KEY}\u2013"),
        ("LLM_MODLE", "small"),
        ("MAX_FILE_BYTES", "0"),
    ],
)
def test_what_does_not_fit_is_named_by_its_variable(environment, name: str, value: str) -> None:
    environment(**{name: value})
    assert wrong().startswith(f"DRAGOMAN_{name}: ")
