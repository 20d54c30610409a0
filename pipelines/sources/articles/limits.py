"""How large a file and an article may be."""

from dataclasses import dataclass

from pipelines.settings import Settings


@dataclass(frozen=True)
class Limits:
    """`max_file_bytes` in bytes, `max_article_characters` in characters (code points) of the text."""

    max_file_bytes: int
    max_article_characters: int

    @classmethod
    def from_settings(cls, settings: Settings) -> "Limits":
        return cls(settings.max_file_bytes, settings.max_article_characters)
