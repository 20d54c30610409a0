"""The settings, from the environment and from `dragoman.toml`; read when asked for, never at import."""

from pathlib import Path
from typing import Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    Json,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent

_PREFIX: Final = "DRAGOMAN_"

ExtractorName = Literal["learned", "llm"]
ResponseFormat = Literal["json_schema", "json_object", "text"]


class LlmSettings(BaseModel):
    """The language model that may stand in for the trained network; each is set by `DRAGOMAN_LLM_<NAME>`."""

    # An error that shows its input would show the key.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    base_url: str | None = Field(
        default=None, description="address of an OpenAI-compatible API, up to and with its version: …/v1"
    )
    model: str | None = Field(default=None, min_length=1, description="name of the model, as the API has it")
    api_key: SecretStr | None = Field(
        default=None, description="sent as bearer token; local servers want none"
    )
    connect_timeout_seconds: float = Field(default=10, gt=0, description="until the connection stands")
    read_timeout_seconds: float = Field(default=60, gt=0, description="between two pieces of an answer")
    total_timeout_seconds: float = Field(default=180, gt=0, description="for one request, from start to end")
    max_retries: int = Field(default=4, ge=0, description="times that a failed request is sent again")
    concurrency: int = Field(default=4, gt=0, le=64, description="requests under way at the same time")
    max_output_tokens: int = Field(default=4096, gt=0, description="longest answer")
    budget_tokens: int | None = Field(
        default=2_000_000, ge=0, description="tokens of prompts and answers together that one run may use"
    )
    budget_usd: float | None = Field(default=None, ge=0, description="US dollars that one run may spend")
    usd_per_million_input_tokens: float | None = Field(default=None, ge=0, description="price of prompts")
    usd_per_million_output_tokens: float | None = Field(default=None, ge=0, description="price of answers")
    response_format: ResponseFormat = Field(
        default="json_schema",
        description="how JSON is asked for; where the server refuses it, the next weaker way is taken",
    )
    extra_body: Json[dict[str, Any]] = Field(
        default_factory=dict,
        description="JSON object laid over the request's body, for servers with fields of their own; "
        "null takes a field out",
    )

    @field_validator("base_url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        url = urlsplit(value)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise ValueError("must be an http or https address")
        if url.query or url.fragment or "@" in url.netloc:
            # Addresses are told in logs and errors, keys are not.
            raise ValueError("must end with its path and hold no user: the key is DRAGOMAN_LLM_API_KEY")
        return value.rstrip("/")

    @field_validator("api_key")
    @classmethod
    def _fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        # What does not fit would come back in the error of whoever builds the header.
        key = value.get_secret_value().strip() if value is not None else ""
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise ValueError("must be printable ASCII without blanks")
        return SecretStr(key) if key else None

    def lacking(self) -> str | None:
        """What is not set although a run with the model needs it, as one sentence; None where all is there."""
        names = [f"{_PREFIX}LLM_{name.upper()}" for name in ("base_url", "model") if not getattr(self, name)]
        if names:
            return f"extractor `llm` needs {' and '.join(names)}"
        prices = [
            name
            for name in ("usd_per_million_input_tokens", "usd_per_million_output_tokens")
            if getattr(self, name) is None
        ]
        if self.budget_usd is not None and prices:
            names = [f"{_PREFIX}LLM_{name.upper()}" for name in prices]
            return f"{_PREFIX}LLM_BUDGET_USD cannot be kept without {' and '.join(names)}"
        return None


EMBEDDED: Final = "embedded"
PUBLIC: Final = "public"


class SourceSettings(BaseModel):
    """Where each reference dataset comes from; each is set by `DRAGOMAN_SOURCES_<NAME>`.

    `embedded` is the sample that ships with the project, `public` the dataset's own address; else the
    address of a file (http, https) or a path to a folder or file.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Path | None = Field(
        default=None,
        description="folder with a folder per dataset: those that are there are read in place of the samples",
    )
    country_codes: str = Field(default=EMBEDDED, min_length=1, description="country codes of datahub.io")
    untreaties: str = Field(default=EMBEDDED, min_length=1, description="UN Treaty Collection")
    wipo: str = Field(default=EMBEDDED, min_length=1, description="treaties administered by WIPO")
    historyatstate: str = Field(
        default=EMBEDDED, min_length=1, description="visits and travels, Office of the Historian"
    )
    reign: str = Field(default=EMBEDDED, min_length=1, description="leaders of the REIGN dataset")
    wikidata: str = Field(default=EMBEDDED, min_length=1, description="office holders of Wikidata")

    def of(self, name: str) -> str:
        """The setting of dataset `name`. Raises AttributeError where there is no such dataset."""
        value: str = getattr(self, name)
        return value


class HttpSettings(BaseModel):
    """How files are fetched; each is set by `DRAGOMAN_HTTP_<NAME>`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contact: str = Field(
        default="https://github.com/dragoman-data/dragoman",
        pattern=r"^[\x21-\x7e]+$",
        description="address, of mail or web, at which the owner of a server reaches who fetches from it",
    )
    connect_timeout_seconds: float = Field(default=10, gt=0, description="until the connection stands")
    read_timeout_seconds: float = Field(default=60, gt=0, description="between two pieces of an answer")
    total_timeout_seconds: float = Field(default=600, gt=0, description="for one request, from start to end")
    max_retries: int = Field(default=4, ge=0, description="times that a failed request is sent again")
    max_wait_seconds: float = Field(
        default=120, ge=0, description="longest wait before a request is sent again"
    )
    max_file_bytes: int = Field(default=500_000_000, gt=0, description="a larger answer is not read")
    pause_seconds: float = Field(default=1, ge=0, description="between two requests to one dataset")


class Settings(BaseSettings):
    """Every setting with its default; each is set by an environment variable `DRAGOMAN_<NAME>`.

    `Settings()` raises pydantic.ValidationError naming the variable that does not fit.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        # One level: DRAGOMAN_LLM_BASE_URL is `base_url` of `llm`.
        env_nested_delimiter="_",
        env_nested_max_split=1,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    home: Path = Field(
        default=PROJECT_ROOT / "data", description="the data folder: everything is kept below it"
    )
    inbox: Path | None = Field(default=None, description="where articles are dropped; by default home/inbox")
    max_file_bytes: int = Field(
        default=20_000_000, gt=0, description="a larger article file is a reject, in bytes"
    )
    max_article_characters: int = Field(
        default=1_000_000, gt=0, description="a longer article is a reject, in characters"
    )
    extraction_batch: int = Field(
        default=200, gt=0, description="articles extracted before their rows are written down"
    )
    sources: SourceSettings = Field(default_factory=SourceSettings, description="the reference datasets")
    http: HttpSettings = Field(default_factory=HttpSettings, description="how files are fetched")
    extractor: ExtractorName = Field(default="learned", description="who reads the articles")
    llm: LlmSettings = Field(default_factory=LlmSettings, description="the language model, where it reads")

    @model_validator(mode="after")
    def _extractor_is_set_up(self) -> Self:
        lacking = self.llm.lacking() if self.extractor == "llm" else None
        if lacking is not None:
            raise ValueError(lacking)
        return self

    @property
    def inbox_folder(self) -> Path:
        return self.inbox if self.inbox is not None else self.home / "inbox"


def explained(error: ValidationError) -> str:
    """What does not fit, a line per variable, without the values: one of them is a key."""
    lines = []
    for each in error.errors(include_url=False, include_input=False, include_context=False):
        variable = _PREFIX + "_".join(str(part) for part in each["loc"]).upper()
        message = each["msg"].removeprefix("Value error, ")
        lines.append(f"{variable}: {message}" if each["loc"] else message)
    return "\n".join(lines)
