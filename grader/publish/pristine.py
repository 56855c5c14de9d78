"""How to tell an edited stub from one that is as it was handed out."""

from grader.course import Assignment
from grader.files import read_text
from grader.publish.stubs import make_stub
from grader.submission.pristine import source_fingerprint

__all__ = ["pristine_fingerprints"]


def pristine_fingerprints(assignment: Assignment) -> frozenset[str]:
    """Give the fingerprints of what was handed out for an assignment; a stub and its notebook share one.

    Args:
        assignment: The assignment; of one without a solution nothing is known.

    Raises:
        CourseFault: The solution cannot be read, or made into a stub.
    """
    solution = assignment.files.solution
    if solution is None:
        return frozenset()
    stub = make_stub(read_text(solution, "solved file"), str(solution))
    return frozenset({source_fingerprint(stub)})
