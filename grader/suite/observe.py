"""Take down how a check failed, in the form in which failures of two programs are compared."""

from typing import Final

from grader.diagnosis.observations import Observation
from grader.oracle import Case
from grader.sandbox.faults import Raised
from grader.scoring import Check, Outcome
from grader.suite.compare import WrongAnswer

__all__ = ["observation_of"]

_DEEP: Final = "RecursionError"


def observation_of(check: Check, error: BaseException | None, case: Case | None) -> Observation | None:
    """Take down a failure.

    Args:
        check: The check, with its outcome.
        error: The exception it ended with.
        case: The case it drew last; None if it drew none.

    Returns:
        The observation; None if the check passed, or ended in a way that is like any other.
    """
    if isinstance(error, WrongAnswer):
        return Observation.of(check.id, check.part, error.answers, case)
    if isinstance(error, Raised):
        # Where the recursion limit is met differs from run to run, and the message with it.
        exception = error.exception if error.exception == _DEEP else f"{error.exception}: {error.message}"
        return Observation.of(check.id, check.part, (), case, exception=exception)
    if isinstance(error, AssertionError) or check.outcome is Outcome.WRONG:
        return Observation.of(check.id, check.part, (), case, message=check.message or str(error))
    return None
