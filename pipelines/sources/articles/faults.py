"""Why an article could not be used, raised where it is found and turned into a reject at the file's door."""

from dataclasses import dataclass

from pipelines.schemas.reject import Reject
from pipelines.sources.raw import RawFile


@dataclass
class ArticleError(Exception):
    """One article, or a whole file, that cannot be used; `reason` is one of codes.REJECT_REASONS."""

    reason: str
    detail: str
    sample: str | None = None

    def reject(self, file: RawFile, line: int | None = None) -> Reject:
        """This fault as a row of `rejects`, for `file` or for one line of it."""
        return Reject(
            source=file.source,
            locator=file.locator,
            line=line,
            stage="raw",
            reason=self.reason,
            detail=self.detail,
            sample=None if self.sample is None else encodable(self.sample[:1000]),
        )


def encodable(text: str) -> str:
    """`text` with lone surrogates replaced, so that it can be written as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
