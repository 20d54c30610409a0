"""What goes into the extractor and what comes out; keys as in the codebook."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

EvidenceField = Literal["title", "text"]


@dataclass(frozen=True)
class Article:
    """One article. Offsets of evidence count characters (code points) of `title` or of `text`."""

    id: str
    text: str
    title: str = ""
    published: date | None = None
    source: str | None = None
    url: str | None = None
    language: str = "en"


@dataclass(frozen=True)
class Evidence:
    """Exact words of the article: `getattr(article, field)[start:end] == words`."""

    field: EvidenceField
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Accession:
    """One step of one party towards or away from one agreement, as one article tells it.

    `speaker` is who is quoted or reported as saying so, `speaker_party` the state or organisation that he or
    she stands for.
    """

    party: str
    agreement: str
    step: str
    factuality: str
    evidence: Evidence
    date: str | None = None
    capacity: str = "member"
    is_listed: bool = True
    speaker: str | None = None
    speaker_party: str | None = None


@dataclass(frozen=True)
class Meeting:
    """One encounter, as one article tells it; `person_countries` runs parallel to `persons`.

    `mediators` are those of `countries` that mediated between the others.
    """

    countries: tuple[str, ...]
    format: str
    factuality: str
    evidence: Evidence
    persons: tuple[str, ...] = ()
    person_countries: tuple[str | None, ...] = ()
    mediators: tuple[str, ...] = ()
    visit: bool = False
    location: str | None = None
    location_country: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Dropped:
    """A row, or a value of a row, that was offered and not taken; `reason` from codes.REJECT_REASONS."""

    reason: str
    detail: str
    sample: str


@dataclass(frozen=True)
class Extraction:
    """All rows of one article, and what was not taken for one."""

    id: str
    accessions: tuple[Accession, ...] = field(default=())
    meetings: tuple[Meeting, ...] = field(default=())
    dropped: tuple[Dropped, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """As one line of `dragoman extract`: the annotation guide's keys, the evidence with field and offsets."""
        return {
            "id": self.id,
            "accessions": [_flat(row) for row in self.accessions],
            "meetings": [_flat(row) for row in self.meetings],
        }


def _flat(row: Accession | Meeting) -> dict[str, Any]:
    data = asdict(row)
    evidence = data.pop("evidence")
    return data | {
        "evidence": evidence["words"],
        "evidence_field": evidence["field"],
        "evidence_start": evidence["start"],
        "evidence_end": evidence["end"],
    }
