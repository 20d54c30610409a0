"""Rows of accessions from what single sentences claim: one per party, agreement, step and factuality."""

from datetime import date
from typing import Final

from pipelines.extract.dates import DateMention
from pipelines.extract.document import Document
from pipelines.extract.learned.claims import AccessionClaim, Day
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.models import Accession

# Chosen on the labelled articles of `pipelines/evaluate/gold` for the most F1 at a precision near 0.8.
THRESHOLD: Final = 0.5
# What a party that is in already does not do.
_OUTSIDERS_STEPS: Final = frozenset(
    [
        ("interest", "actual"),
        ("announcement", "actual"),
        ("announcement", "possible"),
        ("accession", "planned"),
        ("accession", "possible"),
    ]
)
# Of several parties of one step in one sentence those count that are at least this likely beside the likeliest:
# lists are told with one certainty, speakers and brokers beside them with less.
BESIDE: Final = 0.6
# A claim as likely as this speaks against others that lean on words outside of its sentence.
PLAIN: Final = 0.3


def accession_rows(
    document: Document, lexicon: Lexicon, claims: list[AccessionClaim], threshold: float = THRESHOLD
) -> list[Accession]:
    """Rows in the order of their evidence; a claim less certain than `threshold` makes none."""
    told: dict[tuple[str, str, str, str], list[AccessionClaim]] = {}
    for claim in _undisputed(claims):
        objection = lexicon.objection(claim.party, claim.agreement, claim.step, claim.factuality)
        if (claim.step, claim.factuality) in _OUTSIDERS_STEPS and claim.day is None:
            # Told of long ago with its day, the step of a member is history; without one it is somebody else's.
            if lexicon.is_settled_member(claim.party, claim.agreement, document.article.published):
                continue
        if claim.certainty >= threshold and objection is None:
            told.setdefault((claim.party, claim.agreement, claim.step, claim.factuality), []).append(claim)
    rows = [_row(document, lexicon, same) for same in told.values()]
    return sorted(rows, key=lambda row: (row.evidence.field == "text", row.evidence.start, row.party))


def _undisputed(claims: list[AccessionClaim]) -> list[AccessionClaim]:
    """Claims without those that only guess what their sentence says better of another.

    A step of one party in one sentence is towards the agreements that the sentence names, or else the
    likeliest of those named around it; and so for the parties of a step.
    """
    by_party: dict[tuple[int, str, str], list[AccessionClaim]] = {}
    by_agreement: dict[tuple[int, str, str], list[AccessionClaim]] = {}
    for claim in claims:
        by_party.setdefault((claim.sentence, claim.party, claim.step), []).append(claim)
        by_agreement.setdefault((claim.sentence, claim.agreement, claim.step), []).append(claim)
    kept = []
    for claim in claims:
        same_party = by_party[claim.sentence, claim.party, claim.step]
        same_agreement = by_agreement[claim.sentence, claim.agreement, claim.step]
        if not claim.names_agreement and claim is not max(same_party, key=_towards):
            continue
        if claim.probability < BESIDE * max(other.probability for other in same_agreement):
            continue
        if not claim.names_party and any(
            other.names_party and other.probability > PLAIN for other in same_agreement
        ):
            continue
        kept.append(claim)
    return kept


def _towards(claim: AccessionClaim) -> tuple[bool, float]:
    """Of one party's claims of a step, one whose agreement the sentence plainly names goes before any other."""
    return claim.names_agreement and claim.probability > PLAIN, claim.probability


def _row(document: Document, lexicon: Lexicon, claims: list[AccessionClaim]) -> Accession:
    by_certainty = sorted(claims, key=lambda claim: -claim.certainty)
    best = by_certainty[0]
    days = (day_value(claim.day, claim.factuality, document.article.published) for claim in by_certainty)
    return Accession(
        best.party,
        best.agreement,
        best.step,
        best.factuality,
        document.evidence(document.sentences[best.sentence]),
        next((day for day in days if day is not None), None),
        best.capacity,
        best.agreement in lexicon.agreement_names,
    )


def day_value(day: Day, factuality: str, published: date | None) -> str | None:
    """The day in ISO form, read forwards from publication where it is planned and backwards where not."""
    if isinstance(day, DateMention):
        return day.value_for("future" if factuality == "planned" else "past")
    return published.isoformat() if day == "published" and published is not None else None
