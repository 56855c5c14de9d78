"""Where a class stands: the gradebook's attempts and corrections, put under the rules of the course."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from fractions import Fraction

from grader.gradebook.course_grades import CourseGrade, grade_course
from grader.gradebook.exclusions import apply_exclusions
from grader.gradebook.grades import AssignmentGrade, Facts, grade_assignment
from grader.gradebook.lateness import Try
from grader.gradebook.records import Attempt, Correction, Kind
from grader.gradebook.store import Gradebook
from grader.gradebook.students import Student
from grader.model.policies import CoursePolicy

__all__ = ["Change", "Standing", "compare_standings", "gather_facts", "work_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One student's grades.

    Attributes:
        student: The student.
        course: The course grade.
        assignments: The grades by the assignment's name.
    """

    student: Student
    course: CourseGrade
    assignments: dict[str, AssignmentGrade]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How one student's grade for an assignment changes.

    Attributes:
        student: The student.
        assignment: Name of the assignment.
        before: The points before; None where nothing counted.
        after: The points after; None where nothing counts.
    """

    student: Student
    assignment: str
    before: Fraction | None
    after: Fraction | None


def work_out(
    book: Gradebook,
    policy: CoursePolicy,
    *,
    now: datetime,
    zone: tzinfo = UTC,
    supposing: Sequence[Correction] = (),
    instead: Sequence[Attempt] = (),
    without: int | None = None,
) -> list[Standing]:
    """Work out everyone's grades.

    Args:
        book: The gradebook.
        policy: The rules of the course.
        now: The time for which they are worked out.
        zone: The time zone to tell times in.
        supposing: Corrections that are not in the gradebook, to see what they would change.
        instead: Attempts with other results than those that stand, to see what these would change.
        without: The number of a correction to leave out, to see what taking it back would change.

    Returns:
        One record for each student, by the name to sort by.
    """
    replaced = {one.id: one for one in instead}
    attempts = [replaced.get(one.id, one) for one in book.attempts()]
    corrections = [one for one in book.corrections() if one.stands and one.id != without]
    corrections += supposing
    standings = []
    by_student: dict[str, list[Attempt]] = defaultdict(list)
    for one in attempts:
        by_student[one.submitted.student].append(one)
    graded = _graded(attempts, corrections)
    for student in book.students():
        grades = {
            rules.name: grade_assignment(
                rules,
                replace(
                    gather_facts(student, rules.name, by_student[student.key], corrections),
                    is_ungraded=rules.name not in graded,
                ),
                now=now,
                zone=zone,
            )
            for rules in policy.assignments
        }
        standings.append(Standing(student=student, course=grade_course(policy, grades), assignments=grades))
    return standings


def gather_facts(
    student: Student, assignment: str, attempts: Sequence[Attempt], corrections: Sequence[Correction]
) -> Facts:
    """Gather what is known about one student and one assignment.

    Args:
        student: The student.
        assignment: Name of the assignment.
        attempts: Attempts of this student, for any assignment.
        corrections: Corrections that stand, for anybody and any assignment.
    """
    about = [one for one in corrections if one.assignment == assignment and _concerns(one, student)]
    for_all = {one.check for one in about if one.kind is Kind.EXCLUDE_FOR_ALL}
    for_nobody = {one.check for one in about if one.kind is Kind.EXCLUDE_FOR_NOBODY} - for_all
    own = [one for one in attempts if one.result.key.assignment == assignment]
    tries = []
    for one in own:
        parts = apply_exclusions(one.result.parts, for_all=for_all, for_nobody=for_nobody)
        tries.append(
            Try(
                points=sum((part.points for part in parts), Fraction()),
                pending=sum((part.pending for part in parts), Fraction()),
                handed_in=one.submitted.handed_in,
                trusted=one.submitted.time_trusted,
                late=one.submitted.late,
                number=one.id,
            )
        )
    marks = {one.part: one.points for one in about if one.kind is Kind.MARK and one.points is not None}
    return Facts(
        tries=tuple(tries),
        extended=tuple((one.until, one.reason) for one in about if one.kind is Kind.EXTEND and one.until),
        adjustments=tuple(
            (one.points, one.reason) for one in about if one.kind is Kind.ADJUST and one.points is not None
        ),
        marks=tuple(marks.items()),
        excused=next((one.reason for one in about if one.kind is Kind.EXCUSE), ""),
        excluded=tuple(sorted(for_all | for_nobody)) if own else (),
    )


def _graded(attempts: Sequence[Attempt], corrections: Sequence[Correction]) -> set[str]:
    """Return the names of the assignments that anybody has a result, a mark or a correction for."""
    by_hand = {one.assignment for one in corrections if one.kind in {Kind.MARK, Kind.ADJUST}}
    return {one.result.key.assignment for one in attempts} | by_hand


def compare_standings(before: Sequence[Standing], after: Sequence[Standing]) -> list[Change]:
    """Tell who changes by how much from one working-out to another."""
    later = {one.student.key: one for one in after}
    return [
        Change(student=one.student, assignment=name, before=grade.points, after=new.points)
        for one in before
        for name, grade in one.assignments.items()
        if (new := later[one.student.key].assignments[name]).points != grade.points
    ]


def _concerns(correction: Correction, student: Student) -> bool:
    if correction.student:
        return correction.student == student.key
    return not correction.section or correction.section == student.section
