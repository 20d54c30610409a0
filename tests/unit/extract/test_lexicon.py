"""Rules of the world that stand in the register."""

import pytest

from pipelines.extract.lexicon import Lexicon


@pytest.mark.parametrize(
    ("row", "is_possible"),
    [
        (("SDN", "abraham-accords", "signature", "actual"), True),
        (("SDN", "abraham-accords", "ratification", "actual"), False),
        (("SDN", "abraham-accords", "ratification", "negated"), True),
        (("SDN", "abraham-accords", "entry_into_force", "planned"), False),
        (("PER", "rome-statute", "ratification", "actual"), True),
        (("EUE", "eu", "accession", "actual"), False),
        (("nato", "nato", "accession", "actual"), False),
        (("un", "ottawa-convention", "withdrawal", "planned"), False),
    ],
)
def test_what_can_be(lexicon: Lexicon, row: tuple[str, str, str, str], is_possible: bool) -> None:
    assert (lexicon.objection(*row) is None) == is_possible
