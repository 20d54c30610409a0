"""The settings, from the environment and from `dragoman.toml`; read when asked for, never at import."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Every setting with its default; each is set by an environment variable `DRAGOMAN_<NAME>`.

    `Settings()` raises pydantic.ValidationError naming the variable that does not fit.
    """

    model_config = SettingsConfigDict(env_prefix="DRAGOMAN_", extra="forbid", frozen=True)

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

    @property
    def inbox_folder(self) -> Path:
        return self.inbox if self.inbox is not None else self.home / "inbox"
