"""From outcomes to points: exact fractions, rounded once, when they are printed."""

from grader.scoring.calls import Argument, Call
from grader.scoring.outcomes import (
    AssignmentReport,
    Check,
    Difference,
    Fault,
    Outcome,
    PartScore,
    Report,
)
from grader.submission.location import Location

__all__ = [
    "Argument",
    "AssignmentReport",
    "Call",
    "Check",
    "Difference",
    "Fault",
    "Location",
    "Outcome",
    "PartScore",
    "Report",
]
