"""How to tell an edited stub from one that is as it was handed out."""

import json
from typing import Any

from grader.course import Assignment
from grader.errors import CourseFault
from grader.files import read_text
from grader.publish.edition import RELEASE_RECORD
from grader.publish.stubs import make_stub
from grader.submission.pristine import source_fingerprint
from grader.submission.solved import read_solved

__all__ = ["pristine_fingerprints"]


def pristine_fingerprints(assignment: Assignment) -> frozenset[str]:
    """Give the fingerprints of what was handed out for an assignment; a stub and its notebook share one.

    Args:
        assignment: The assignment. Without a solution, as in a release, the release's record tells; without
            either nothing is known.

    Raises:
        CourseFault: The solution cannot be read, or made into a stub; or the record is damaged.
    """
    solution = assignment.files.solution
    if solution is None:
        return _recorded(assignment)
    stub = make_stub(read_solved(solution), str(solution))
    return frozenset({source_fingerprint(stub)})


def _recorded(assignment: Assignment) -> frozenset[str]:
    """Read the fingerprint from the record, which lies in the course folder, above the stub."""
    records = (folder / RELEASE_RECORD for folder in assignment.files.stub.parents)
    path = next((record for record in records if record.is_file()), None)
    if path is None:
        return frozenset()
    try:
        record: dict[str, Any] = json.loads(read_text(path, "record of the release"))
        return frozenset({str(record["pristine"][assignment.name])})
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise CourseFault(
            f"{path} does not say what was handed out for {assignment.name}: {error}",
            "Take the file anew from the release; it is not meant to be edited.",
        ) from error
