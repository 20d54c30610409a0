"""What a depositary's words for an act mean: a code of TREATY_ACTS, and the step that it is.

Codes by the UN Treaty Handbook (2012), sections 3 and 5, and the Vienna Convention on the Law of Treaties,
articles 11 to 15 and 54.
"""

import re
from typing import Final

# The first that matches decides.
_RULES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), act)
    for pattern, act in (
        (r"^date of adoption", "admission"),
        (r"^registration date", "registration"),
        (r"withdrawal|denunciation|\bterminat", "withdrawal"),
        (r"continued application", "continued_application"),
        # "Participation in the Convention by virtue of ratification, accession or succession to …"
        (r"^consent to be bound|^participation under articles?\b|^participation$", "consent_to_be_bound"),
        (r"^participa", "participation"),
        (r"entry into force|entered into force", "entry_into_force"),
        (r"succession to signature", "succession_to_signature"),
        (r"^(?:notification of )?confirmation of signature", "confirmation_of_signature"),
        (r"provisional", "provisional_application"),
        (r"^definitive signature or", "consent_to_be_bound"),
        (r"^definitive signature", "definitive_signature"),
        (r"^definitive acceptance", "acceptance"),
        (r"^signature", "signature"),
        (
            r"^(?:ratification|acceptance|approval|accession|succession)s?\b(?:(?! to | of | by )[^|])*\bor\b",
            "consent_to_be_bound",
        ),
        (r"^ratification", "ratification"),
        (r"^acceptance", "acceptance"),
        (r"^approval", "approval"),
        (r"^formal confirmation", "formal_confirmation"),
        (r"^accession|^adhesion", "accession"),
        (r"^(?:declaration/|notification of )?(?:notification of )?succession", "succession"),
        (r"^simplified procedure", "simplified_procedure"),
        (r"^notification", "notification"),
        (r"^application", "application"),
        (r"^extension", "extension"),
        (r"^declaration", "declaration"),
    )
)
_NOT_PROVISIONAL: Final = re.compile(r"^notification of non-provisional", re.IGNORECASE)

CONSENTS: Final = frozenset(
    {"ratification", "acceptance", "approval", "formal_confirmation", "accession", "succession"}
    | {"definitive_signature", "simplified_procedure", "consent_to_be_bound", "participation"}
    | {"continued_application"}
)

# A party that succeeds to a treaty is bound from the day on which it became a state: its entry into force
# lies before its instrument.
SUCCESSIONS: Final = frozenset({"succession", "continued_application", "succession_to_signature"})

ACT_STEPS: Final[dict[str, str]] = {
    "signature": "signature",
    "succession_to_signature": "signature",
    # A confirmed signature ad referendum is a full signature (Vienna Convention, article 12 (2) (b)).
    "confirmation_of_signature": "signature",
    "ratification": "ratification",
    "acceptance": "ratification",
    "approval": "ratification",
    "formal_confirmation": "ratification",
    "accession": "accession",
    "succession": "accession",
    "continued_application": "accession",
    "definitive_signature": "accession",
    "simplified_procedure": "accession",
    "consent_to_be_bound": "accession",
    "participation": "accession",
    "application": "accession",
    "admission": "accession",
    "entry_into_force": "entry_into_force",
    "withdrawal": "withdrawal",
}


def act_of(terms: str) -> str | None:
    """The act that `terms` mean, joined by | where a header has several; None where they mean none.

    Several acts that all bind the party are `consent_to_be_bound`: by which of them the list does not tell.
    """
    acts = {_act(term) for term in terms.split("|")}
    if len(acts) == 1:
        return acts.pop()
    return "consent_to_be_bound" if acts <= CONSENTS else None


def _act(term: str) -> str | None:
    if _NOT_PROVISIONAL.search(term):
        return "notification"
    return next((act for pattern, act in _RULES if pattern.search(term.strip())), None)
