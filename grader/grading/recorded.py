"""Whether everything that a course needs recorded is recorded, and is what its sources say."""

from grader.course import Assignment, Course
from grader.errors import CourseFault
from grader.grading.mistakes import mistakes_problem
from grader.oracle.inventory import problems

__all__ = ["recording_problems", "require_recorded"]


def recording_problems(assignment: Assignment) -> list[str]:
    """Say what is missing, damaged or out of date among all recordings of an assignment."""
    found = [
        f"{assignment.name}/{folder.name}: {problem}"
        for folder in (assignment.visible, assignment.hidden)
        for problem in problems(folder)
    ]
    mistakes = mistakes_problem(assignment)
    return [*found, f"{assignment.name}: {mistakes}"] if mistakes else found


def require_recorded(course: Course) -> None:
    """Refuse to go on with a course whose recordings are not what its sources say.

    Raises:
        CourseFault: Something is missing, damaged or out of date; all of it is listed.
    """
    found = [problem for assignment in course.assignments for problem in recording_problems(assignment)]
    if found:
        raise CourseFault("\n".join(found), "Run `grade record`, which needs PyTorch.")
