"""What one run of one check against one program found."""

from dataclasses import dataclass, field
from typing import Final

from grader.diagnosis.failure_signature import FailureSignature
from grader.model.check import Check, Outcome
from grader.model.conversion import Conversion
from grader.oracle import Case
from grader.sandbox.faults import Raised
from grader.suite.comparison import WrongAnswer

__all__ = ["CheckRun", "Draws", "FailedBefore", "Touched", "failure_signature"]

Draws = tuple[tuple[str, int], ...]
"""The cases that a check drew, in order, as (case, seed)."""

_DEEP: Final = "RecursionError"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a check drew, and what it touched of the program.

    Attributes:
        used: What it called or looked up, such as `mean` or `Account.deposit`.
        returned: Those of them that were called and returned.
        answering: Those of these that gave a plain value other than None.
        conversions: Answers that were converted before they were compared.
        draws: The cases it drew.
    """

    used: frozenset[str] = frozenset()
    returned: frozenset[str] = frozenset()
    answering: frozenset[str] = frozenset()
    conversions: frozenset[Conversion] = frozenset()
    draws: Draws = ()


class FailedBefore(AssertionError):
    """Stands for what a check ended with that has failed on the same answers before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRun:
    """What one run of one check against one program found.

    Attributes:
        check: How it ended, as far as that can be told from this run alone.
        error: The exception it ended with; None if it passed.
        signature: How it failed, for comparison with other programs; None if there is nothing to compare.
        touched: What it drew and touched.
        encoded: The check as JSON, where it ended as is known; empty elsewhere. A forked process that only
            passes it on need not look at all the parts of the check, which would copy the memory they are in.
    """

    check: Check
    error: BaseException | None
    signature: FailureSignature | None
    touched: Touched = field(default_factory=Touched)
    encoded: bytes = field(default=b"", compare=False)

    @property
    def is_undecided(self) -> bool:
        """Whether the suite's own code failed, so that only the solution can tell whose fault that is."""
        return self.check.outcome is Outcome.PENDING and self.check.fault is None


def failure_signature(
    check: Check, error: BaseException | None, case: Case | None
) -> FailureSignature | None:
    """Record how a check failed, in the form in which failures of two programs are compared.

    Args:
        check: The check, with its outcome.
        error: The exception it ended with.
        case: The case it drew last; None if it drew none.

    Returns:
        The signature; None if the check passed, or ended in a way that is like any other.
    """
    if isinstance(error, WrongAnswer):
        return FailureSignature.of(check.id, check.part, error.answers, case)
    if isinstance(error, Raised):
        # Where the recursion limit is met differs from run to run, and the message with it.
        exception = error.exception if error.exception == _DEEP else f"{error.exception}: {error.message}"
        return FailureSignature.of(check.id, check.part, (), case, exception=exception)
    if isinstance(error, AssertionError) or check.outcome is Outcome.WRONG:
        return FailureSignature.of(check.id, check.part, (), case, message=check.message or str(error))
    return None
