"""Corrections: what people decide, seen before it is applied, and taken back."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from grader.errors import UsageError
from grader.gradebook.corrections import Corrections
from grader.gradebook.records import AssignmentEdition, Correction, Kind, Mark
from grader.gradebook.standing import Standing, compare_standings, work_out
from grader.gradebook.store import Gradebook
from grader.model.policies import AssignmentPolicy, CoursePolicy, LatePolicy
from tests.support.gradebook_rows import START, handed_in, result

POLICY = CoursePolicy(
    assignments=(
        AssignmentPolicy(
            name="mlp",
            title="A network",
            possible=Fraction(100),
            due=START,
            late=LatePolicy(amount=Fraction(10)),
        ),
    )
)
LATER = START + timedelta(days=30)
LATE = START + timedelta(hours=5)


@pytest.fixture
def graded(book: Gradebook) -> Gradebook:
    """Return a gradebook in which one student is 5 hours late, and the other in time."""
    late = handed_in("s100", handed_in=LATE, time_source="platform", time_trusted=True)
    book.record(late, result("x = 1\n"))
    book.record(
        replace(late, student="s102", handed_in=START),
        result("x = 2\n", checks={"a": "passed", "b": "failed"}),
    )
    return book


def points(standings: list[Standing]) -> dict[str, Fraction | None]:
    """Return the points of each student."""
    return {one.student.key: one.assignments["mlp"].points for one in standings}


def test_standing_puts_attempts_under_the_rules(graded: Gradebook) -> None:
    assert points(work_out(graded, POLICY, now=LATER)) == {"s100": Fraction(170, 3), "s102": Fraction(50)}


def test_assignment_that_was_graded_for_nobody_counts_for_nobody(graded: Gradebook) -> None:
    later = replace(POLICY.assignments[0], name="cnn", title="Convolutions")
    policy = replace(POLICY, assignments=(*POLICY.assignments, later))
    (late, other) = work_out(graded, policy, now=LATER)
    assert (late.course.percent, other.course.percent) == (Fraction(170, 3), Fraction(50))
    assert late.assignments["cnn"].points is None
    assert late.assignments["cnn"].steps[-1] == (
        "Nothing was graded for it in the whole class so far, so it does not count yet."
    )
    assert "Convolutions does not count yet." in late.course.steps


def test_first_result_or_mark_of_anybody_lets_an_assignment_count_for_all(graded: Gradebook) -> None:
    later = replace(POLICY.assignments[0], name="cnn", title="Convolutions")
    policy = replace(POLICY, assignments=(*POLICY.assignments, later))
    number = Corrections(graded, "Prof. Noether").adjust("cnn", "s102", Fraction(40), "shown on the board")
    (late, other) = work_out(graded, policy, now=LATER)
    assert [one.assignments["cnn"].points for one in (late, other)] == [Fraction(0), Fraction(40)]
    assert late.course.percent == Fraction(85, 3)
    assert work_out(graded, policy, now=LATER, without=number)[0].assignments["cnn"].points is None


def test_adjustment_extension_and_excuse_are_applied_and_taken_back(graded: Gradebook) -> None:
    before = work_out(graded, POLICY, now=LATER)
    decide = Corrections(graded, "Prof. Noether")
    numbers = [
        decide.adjust("mlp", "s102", Fraction(7, 3), "a good idea"),
        decide.extend("mlp", START + timedelta(days=1), "network was down", section="Lab 1"),
    ]
    assert points(work_out(graded, POLICY, now=LATER)) == {"s100": Fraction(200, 3), "s102": Fraction(157, 3)}
    numbers.append(decide.excuse("mlp", "s102", "transferred"))
    assert points(work_out(graded, POLICY, now=LATER))["s102"] is None
    without = work_out(graded, POLICY, now=LATER, without=numbers[-1])
    assert points(without)["s102"] == Fraction(157, 3)
    for number in numbers:
        decide.undo(number, "a slip")
    assert work_out(graded, POLICY, now=LATER) == before
    kept = graded.corrections("mlp")
    assert [(one.id, one.author, one.stands, one.revoked_why) for one in kept] == [
        (number, "Prof. Noether", False, "a slip") for number in numbers
    ]
    with pytest.raises(UsageError, match="taken back by"):
        decide.undo(numbers[0], "again")


def test_exclusion_is_seen_before_it_is_applied(graded: Gradebook) -> None:
    before = work_out(graded, POLICY, now=LATER)
    proposed = Correction(
        id=0, kind=Kind.EXCLUDE_FOR_ALL, assignment="mlp", author="", reason="", made_at=LATER, check="b"
    )
    preview = work_out(graded, POLICY, now=LATER, supposing=[proposed])
    (change,) = compare_standings(before, preview)
    assert [change.student.key, change.before, change.after] == ["s102", 50, 100]
    assert work_out(graded, POLICY, now=LATER) == before
    number = Corrections(graded, "me").exclude("mlp", "b", "wrong tolerance", for_all=True)
    applied = work_out(graded, POLICY, now=LATER)
    assert points(applied) == points(preview)
    told = next(one for one in applied if one.student.key == "s102").assignments["mlp"].steps
    assert "These checks were at fault, and no longer count against anyone: `b`." in told
    Corrections(graded, "me").undo(number, "it was right")
    Corrections(graded, "me").exclude("mlp", "c", "unclear", for_all=False)
    assert points(work_out(graded, POLICY, now=LATER)) == {"s100": 90, "s102": 50}


def test_unknown_check_is_not_excluded(graded: Gradebook) -> None:
    with pytest.raises(UsageError, match="check `z`"):
        Corrections(graded, "me").exclude("mlp", "z", "wrong", for_all=True)


def test_regrade_is_seen_then_applied_then_taken_back(graded: Gradebook) -> None:
    graded.add_edition(replace(graded.editions()[0], edition="e2"))
    decide = Corrections(graded, "me")
    with pytest.raises(UsageError, match="No attempt"):
        decide.regrade("mlp", "e2", "fixed")
    better = result("x = 1\n", edition="e2", checks={"a": "passed"})
    graded.record(handed_in("s100", handed_in=LATE, time_trusted=True), better)
    preview = decide.preview_regrade("mlp", "e2")
    assert [(one.attempt.submitted.student, one.difference) for one in preview] == [
        ("s100", Fraction(100, 3))
    ]
    before = work_out(graded, POLICY, now=LATER)
    number, changes = decide.regrade("mlp", "e2", "fixed the suite")
    assert changes == preview
    assert points(work_out(graded, POLICY, now=LATER))["s100"] == 90
    assert decide.preview_regrade("mlp", "e2") == []
    assert [(one.result.key.edition, one.correction, one.stands) for one in graded.gradings([1])] == [
        ("e1", None, False),
        ("e2", number, True),
    ]
    decide.undo(number, "the fix was wrong")
    assert work_out(graded, POLICY, now=LATER) == before
    assert [one.stands for one in graded.gradings([1])] == [True, False]
    again, _ = decide.regrade("mlp", "e2", "it was right")
    assert again != number
    assert points(work_out(graded, POLICY, now=LATER))["s100"] == 90


def test_marks_are_entered_together_or_not_at_all(graded: Gradebook) -> None:
    graded.add_edition(
        AssignmentEdition(
            assignment="mlp",
            edition="e3",
            title="A network",
            possible=Fraction(100),
            by_hand=(("essay", Fraction(30)),),
        )
    )
    decide = Corrections(graded, "me")
    good = Mark(student="s100", part="essay", points=Fraction(25))
    for bad in (
        Mark(student="s999", part="essay", points=Fraction(1)),
        Mark(student="s100", part="other", points=Fraction(1)),
        Mark(student="s100", part="essay", points=Fraction(31)),
    ):
        with pytest.raises(UsageError):
            decide.mark("mlp", [good, bad])
    assert graded.corrections() == []
    decide.mark("mlp", [good, replace(good, points=Fraction(28))])
    policy = CoursePolicy(assignments=(replace(POLICY.assignments[0], by_hand=(("essay", Fraction(30)),)),))
    assert points(work_out(graded, policy, now=LATER))["s100"] == Fraction(170, 3) + 28


def test_correction_needs_author_and_reason(graded: Gradebook) -> None:
    with pytest.raises(UsageError, match="author"):
        Corrections(graded, " ")
    decide = Corrections(graded, "me")
    for make in (
        lambda: decide.adjust("mlp", "s100", Fraction(1), " "),
        lambda: decide.adjust("mlp", "s100", Fraction(0), "nothing"),
        lambda: decide.adjust("mlp", "s999", Fraction(1), "nobody"),
        lambda: decide.extend("mlp", LATER, "nobody"),
        lambda: decide.undo(99, "nothing"),
    ):
        with pytest.raises(UsageError):
            make()
    assert graded.corrections() == []
