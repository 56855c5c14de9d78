"""From outcomes to points: exact fractions, rounded once, when they are printed."""

from grader.scoring.calls import Argument, Call
from grader.scoring.outcomes import (
    AssignmentReport,
    Check,
    Difference,
    Explanation,
    Fault,
    Missing,
    Outcome,
    PartScore,
    Report,
)
from grader.scoring.points import Scoring, format_points, lost_part, score_part
from grader.scoring.redaction import redact, redact_report
from grader.scoring.text import abridged, printable
from grader.submission.location import Location

__all__ = [
    "Argument",
    "AssignmentReport",
    "Call",
    "Check",
    "Difference",
    "Explanation",
    "Fault",
    "Location",
    "Missing",
    "Outcome",
    "PartScore",
    "Report",
    "Scoring",
    "abridged",
    "format_points",
    "lost_part",
    "printable",
    "redact",
    "redact_report",
    "score_part",
]
