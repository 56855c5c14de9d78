"""From the grades of assignments to the grade of a course: weights, bonus, and the lowest left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.gradebook import sentences
from grader.gradebook.figures import count_points, format_points
from grader.gradebook.grades import AssignmentGrade
from grader.model.policies import AssignmentPolicy, CoursePolicy

__all__ = ["CourseGrade", "grade_course"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseGrade:
    """The grade of one student for the course.

    Attributes:
        percent: The grade in percent, exact; None where nothing counts yet.
        assignments: The grades it is made of.
        dropped: Names of the assignments that were left out as the lowest.
        steps: How it came about.
    """

    percent: Fraction | None
    assignments: tuple[AssignmentGrade, ...]
    dropped: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


def grade_course(policy: CoursePolicy, grades: Mapping[str, AssignmentGrade]) -> CourseGrade:
    """Work out one student's grade for the course.

    Args:
        policy: The rules.
        grades: The student's grades by the assignment's name.
    """
    told: list[str] = []
    ordered = [(one, grades[one.name]) for one in policy.assignments if one.name in grades]
    for rules, grade in ordered:
        if grade.points is None:
            told.append((sentences.LEFT_OUT if grade.excused else sentences.LATER).format(title=rules.title))
    counting = [(rules, grade) for rules, grade in ordered if grade.points is not None]
    regular = [pair for pair in counting if not pair[0].bonus and pair[0].weight > 0]
    dropped = _lowest(regular, policy.drop_lowest)
    told += [
        sentences.DROPPED.format(title=rules.title, percent=format_points(grade.share * 100))
        for rules, grade in regular
        if rules.name in dropped
    ]
    kept = [pair for pair in regular if pair[0].name not in dropped]
    total = sum((rules.weight for rules, _ in kept), Fraction())
    everything = tuple(grade for _, grade in ordered)
    if not total:
        return CourseGrade(percent=None, assignments=everything, steps=(*told, sentences.NO_GRADE))
    percent = Fraction()
    for rules, grade in [*kept, *(pair for pair in counting if pair[0].bonus)]:
        share = grade.share * rules.weight / total * 100
        percent += share
        template = sentences.BONUS if rules.bonus else sentences.COUNTS
        told.append(
            template.format(
                title=rules.title,
                points=format_points(grade.points or Fraction()),
                possible=count_points(grade.possible),
                weight=format_points(rules.weight / total * 100),
                percent=format_points(share),
            )
        )
    if policy.most is not None and percent > policy.most:
        percent = policy.most
        told.append(sentences.AT_MOST.format(percent=format_points(policy.most)))
    told.append(sentences.COURSE.format(percent=format_points(percent)))
    return CourseGrade(percent=percent, assignments=everything, dropped=dropped, steps=tuple(told))


def _lowest(regular: Sequence[tuple[AssignmentPolicy, AssignmentGrade]], count: int) -> tuple[str, ...]:
    """Return the names of the lowest assignments: none that is pending, and never all of them."""
    decided = [(rules, grade) for rules, grade in regular if not grade.pending]
    worst = sorted(decided, key=lambda pair: pair[1].share)[: max(min(count, len(regular) - 1), 0)]
    return tuple(rules.name for rules, _ in worst)
