"""From outcomes to points: exact fractions, rounded once, when they are printed."""

from grader.scoring.outcomes import (
    AssignmentReport,
    Check,
    Difference,
    Outcome,
    PartScore,
    Report,
)
from grader.submission.location import Location

__all__ = ["AssignmentReport", "Check", "Difference", "Location", "Outcome", "PartScore", "Report"]
