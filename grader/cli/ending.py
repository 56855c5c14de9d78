"""With which status a command that graded ends."""

from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from grader.scoring import Report

__all__ = ["status_of"]

_BELOW: Final = 1
_FAULT: Final = 3


def status_of(report: "Report", fail_under: float | None) -> int:
    """Return 3 if the suite or the grader is at fault, 1 if an assignment earned too few points, else 0."""
    if any(one.fault for one in report.assignments):
        return _FAULT
    lowest = min((one.points for one in report.assignments), default=Fraction(0))
    return _BELOW if fail_under is not None and lowest < Fraction(str(fail_under)) else 0
