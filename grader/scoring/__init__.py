"""From outcomes to points: exact fractions, rounded once, when they are printed."""

from grader.scoring.outcomes import (
    AssignmentReport,
    Check,
    Difference,
    Location,
    Outcome,
    PartScore,
    Report,
)

__all__ = ["AssignmentReport", "Check", "Difference", "Location", "Outcome", "PartScore", "Report"]
