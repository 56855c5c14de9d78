"""Submissions of an earlier class, to compare with: read as programs, not graded."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path

from grader.cohort.intake import read_intake
from grader.cohort.placing import place
from grader.course.solution import pristine_fingerprints
from grader.errors import UnusableSubmission, UsageError
from grader.model.assignment import Assignment
from grader.similarity.pairs import Program
from grader.submission.reader import read_submission

__all__ = ["read_earlier"]


def read_earlier(paths: Sequence[Path], assignment: Assignment) -> Iterator[Program]:
    """Read submissions, notebooks as the code they hold; what cannot be read is passed over.

    Args:
        paths: Folders, zips and files as they came from a platform; may be none.
        assignment: The assignment they were handed in for.

    Raises:
        UsageError: A path cannot be read.
    """
    if not paths:
        return
    pristine = pristine_fingerprints(assignment)
    with tempfile.TemporaryDirectory(prefix="grade-earlier-") as work:
        for number, match in enumerate(read_intake(paths, zone=UTC).matched):
            folder = Path(work) / str(number)
            folder.mkdir()
            try:
                path = place(match.handed_in, folder)
                found = read_submission(path, module=assignment.module, pristine=pristine, name=path.name)
            except (UnusableSubmission, UsageError):
                continue
            name = f"{match.student.name} (earlier, {number + 1})"
            yield Program(name=name, source=found.source, is_old=True)
