"""From a course to the rules by which its grades are worked out."""

from fractions import Fraction

from grader.model.assignment import Assignment, Course
from grader.model.policies import AssignmentPolicy, AttemptPolicy, CoursePolicy

__all__ = ["course_policy"]


def course_policy(course: Course) -> CoursePolicy:
    """Return the rules of a course; what an assignment does not say, the course says for all of them."""
    return CoursePolicy(
        assignments=tuple(_policy(course, one) for one in course.assignments),
        drop_lowest=course.drop_lowest,
        most=Fraction(str(course.most)),
    )


def _policy(course: Course, assignment: Assignment) -> AssignmentPolicy:
    late = assignment.late or course.late
    return AssignmentPolicy(
        name=assignment.name,
        title=assignment.title,
        possible=Fraction(sum(part.points for part in assignment.parts)),
        due=assignment.due,
        attempts=assignment.attempts or course.attempts or AttemptPolicy(),
        late=late.policy() if late else None,
        weight=Fraction(str(assignment.weight)),
        bonus=assignment.bonus,
        by_hand=tuple((part.name, Fraction(part.points)) for part in assignment.parts_by_hand),
    )
