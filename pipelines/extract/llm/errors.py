"""What can go wrong between a question and its rows, told apart by what it asks of the caller."""


class AccessError(RuntimeError):
    """The endpoint is not there or does not let us in: no article will fare better, so the run ends."""


class PostponedError(RuntimeError):
    """The article was not answered for this time: a later run may be luckier, and asking again is right."""


class AwayError(PostponedError):
    """The endpoint is away, overloaded or breaks off: worth another try within the run.

    `retry_after` is the wait in seconds that the server asked for. `is_paid` tells that the endpoint may
    have worked, and will be paid, for the answer that did not arrive.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, is_paid: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.is_paid = is_paid


class SpentError(PostponedError):
    """The run may not ask any more: its budget is spent, or somebody has closed its account."""


class BadAnswerError(ValueError):
    """The model answered, and what it said is no answer: asking again would buy the same once more."""
