"""What the outputs of the network mean, in their order. A change here asks for a new training."""

from typing import Final

STEPS: Final = (
    "interest",
    "invitation",
    "application",
    "negotiation",
    "announcement",
    "approval",
    "signature",
    "ratification",
    "accession",
    "entry_into_force",
    "suspension",
    "withdrawal",
    "refusal",
)
FACTUALITIES: Final = ("actual", "planned", "possible", "negated")
FORMATS: Final = ("in_person", "phone", "video", "unspecified")
CAPACITIES: Final = ("member", "partner", "observer", "candidate")

# Accession outputs: one logit a step, then factuality by step, then capacity.
STEP_OUTPUTS: Final = slice(0, len(STEPS))
STEP_FACTUALITY_OUTPUTS: Final = slice(len(STEPS), len(STEPS) * (1 + len(FACTUALITIES)))
CAPACITY_OUTPUTS: Final = slice(
    len(STEPS) * (1 + len(FACTUALITIES)), len(STEPS) * (1 + len(FACTUALITIES)) + len(CAPACITIES)
)
ACCESSION_OUTPUTS: Final = CAPACITY_OUTPUTS.stop
# Meeting outputs: told at all, factuality, format, visit.
FACTUALITY_OUTPUTS: Final = slice(1, 1 + len(FACTUALITIES))
FORMAT_OUTPUTS: Final = slice(5, 5 + len(FORMATS))
VISIT_OUTPUT: Final = 9
MEETING_OUTPUTS: Final = 10

# Answers of a pointer: nothing, the day of publication, then the targets.
NOTHING, DAY_OF_PUBLICATION, FIRST_TARGET = 0, 1, 2
# How far, in sentences, a person may be named from the telling of an encounter.
PERSON_REACH: Final = 3
