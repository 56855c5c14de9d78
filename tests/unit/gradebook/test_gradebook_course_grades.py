"""The grade of a course: weights, bonus, and the lowest left out."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook.course_grades import CourseGrade, grade_course
from grader.gradebook.grades import AssignmentGrade
from grader.model.policies import AssignmentPolicy, CoursePolicy

PLAIN = AssignmentPolicy(name="mlp", title="A network", possible=Fraction(100))


def course(shares: Sequence[int | None], **told: object) -> CourseGrade:
    """Grade a course of assignments of weight 1, 2, 3, ... from percents; the last is a bonus."""
    rules = tuple(
        replace(PLAIN, name=f"a{n}", title=f"A{n}", weight=Fraction(n), bonus=n == len(shares))
        for n in range(1, len(shares) + 1)
    )
    grades = {
        one.name: AssignmentGrade(
            name=one.name,
            title=one.title,
            points=None if share is None else Fraction(share),
            possible=Fraction(100),
        )
        for one, share in zip(rules, shares, strict=True)
    }
    return grade_course(CoursePolicy(assignments=rules, **told), grades)  # type: ignore[arg-type]


def test_course_grade_weighs_assignments_and_adds_the_bonus() -> None:
    graded = course([100, 50, 0])
    assert graded.percent == Fraction(200, 3)
    assert graded.steps == (
        "A1: 100 of 100 points, which is 33.33 % of the course, of 33.33 % in all.",
        "A2: 50 of 100 points, which is 33.33 % of the course, of 66.67 % in all.",
        "A3: 0 of 100 points as a bonus, which adds 0 %.",
        "Your course grade is 66.67 %.",
    )
    assert course([100, 50, 20]).percent == Fraction(200, 3) + 20


def test_bonus_raises_a_grade_up_to_the_most() -> None:
    assert course([100, 100, 100]).percent == 100
    assert "The course grade is at most 100 %." in course([100, 100, 100]).steps
    assert course([100, 100, 100], most=None).percent == 200


def test_lowest_assignments_are_dropped_and_never_all() -> None:
    graded = course([10, 90, 80, 0], drop_lowest=1)
    assert (graded.dropped, graded.percent) == (("a1",), Fraction(90 * 2 + 80 * 3, 5))
    assert "A1 is left out with 10 %, as your lowest." in graded.steps
    assert len(course([10, 90, 80, 0], drop_lowest=9).dropped) == 2


def test_what_is_excused_or_not_due_does_not_count() -> None:
    graded = course([None, 90, 0])
    assert graded.percent == 90
    assert graded.steps[0] == "A1 does not count yet."
    assert course([None, None, 50]).percent is None


@given(st.lists(st.none() | st.integers(0, 100), min_size=2, max_size=6), st.integers(0, 6))
def test_dropping_more_never_lowers_a_grade_of_equal_weights(shares: list[int | None], drop: int) -> None:
    rules = tuple(replace(PLAIN, name=f"a{n}", title=f"A{n}") for n in range(len(shares)))
    grades = {
        one.name: AssignmentGrade(
            name=one.name, title="", points=None if share is None else Fraction(share), possible=Fraction(100)
        )
        for one, share in zip(rules, shares, strict=True)
    }
    less, more = (
        grade_course(CoursePolicy(assignments=rules, drop_lowest=n), grades).percent for n in (drop, drop + 1)
    )
    assert (less is None) == (more is None)
    assert less is None or more is None or less <= more
