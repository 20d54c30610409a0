"""Runs of the command line: one at a time for a data home, and what a killed one leaves is cleared away."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import dagster as dg

COMMAND_LINE_TAG: Final = {"dragoman/launched_by": "command line"}


class RunUnderWayError(RuntimeError):
    """Another run of the command line is working in the same data home."""


@contextmanager
def only_run(home: Path) -> Iterator[None]:
    """Hold the data home's lock; the system lets go of it when the process ends, however it ends.

    Raises RunUnderWayError where another process holds it.
    """
    with (home / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunUnderWayError(f"another run is under way in {home}") from error
        yield


def end_abandoned(instance: dg.DagsterInstance) -> list[str]:
    """Mark runs of killed command lines as failed and free their places in the pools; their ids.

    To be called with the lock held: whatever run of a command line is still "in progress" is then dead, and
    its place in the pool of one would keep every later run waiting.
    """
    abandoned = instance.get_runs(
        dg.RunsFilter(
            tags=COMMAND_LINE_TAG,
            statuses=[
                dg.DagsterRunStatus.STARTED,
                dg.DagsterRunStatus.STARTING,
                dg.DagsterRunStatus.NOT_STARTED,
            ],
        )
    )
    for run in abandoned:
        instance.report_run_failed(run, "the process that ran it was killed")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return [run.run_id for run in abandoned]
