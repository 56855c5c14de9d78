"""What a student handed in: found, read, and mapped back to their own lines. Never run here."""

from grader.submission.location import Location
from grader.submission.pristine import fingerprint
from grader.submission.submitted import ExecutedCells, Submission, choose, read_cells, read_submission
from grader.submission.where import line_of_function, line_of_value

__all__ = [
    "ExecutedCells",
    "Location",
    "Submission",
    "choose",
    "fingerprint",
    "line_of_function",
    "line_of_value",
    "read_cells",
    "read_submission",
]
