"""Many items on several processes give what one process gives, in order."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from pipelines.extract.workers import BLOCK, WAITING, WORTH_WORKERS, read_in_order


def _times(factor: int) -> Callable[[int], int]:
    return partial(int.__mul__, factor)


@pytest.mark.parametrize("count", [0, 1, WORTH_WORKERS - 1, WORTH_WORKERS + BLOCK + 1])
@pytest.mark.parametrize("workers", [1, 2])
def test_outcomes_come_in_order(count: int, workers: int) -> None:
    assert list(read_in_order(range(count), partial(_times, 3), workers)) == [3 * n for n in range(count)]


def test_only_a_few_blocks_are_held() -> None:
    taken = 0

    def counted() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    outcomes = read_in_order(counted(), partial(_times, 1), 2)
    assert next(outcomes) == 1
    assert taken < WORTH_WORKERS + BLOCK * (2 * WAITING + 2)
    outcomes.close()
