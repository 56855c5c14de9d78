"""Grades by the rules of a course, and the sentences that explain them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.gradebook.exclusions import apply_exclusions
from grader.gradebook.figures import format_span
from grader.gradebook.grades import AssignmentGrade, Facts, grade_assignment
from grader.gradebook.lateness import Try
from grader.gradebook.records import CheckResult, PartResult
from grader.model.policies import AssignmentPolicy, AttemptPolicy, CoursePolicy, LatePolicy

DUE = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)
AFTER = DUE + timedelta(days=30)
HOUR, DAY, QUARTER = timedelta(hours=1), timedelta(days=1), timedelta(minutes=15)
TEN_A_DAY = LatePolicy(amount=Fraction(10))
POINT_AN_HOUR = LatePolicy(amount=Fraction(1), unit="points", per="hour")
PLAIN = AssignmentPolicy(name="mlp", title="A network", possible=Fraction(100), due=DUE)


def grade(policy: AssignmentPolicy, *tries: Try, **told: object) -> AssignmentGrade:
    """Grade attempts a month after they were due."""
    numbered = tuple(replace(one, number=number) for number, one in enumerate(tries, 1))
    return grade_assignment(policy, Facts(tries=numbered, **told), now=AFTER)  # type: ignore[arg-type]


def tried(points: int | Fraction, after_due: timedelta = -HOUR, **told: object) -> Try:
    """Make an attempt that was handed in so long after it was due."""
    return Try(points=Fraction(points), handed_in=DUE + after_due, **told)  # type: ignore[arg-type]


def test_attempt_in_time_keeps_its_points_exactly() -> None:
    graded = grade(PLAIN, tried(Fraction(200, 3)))
    assert graded.points == Fraction(200, 3)
    assert graded.steps == (
        "It was due on 2026-11-20 22:59.",
        "Your attempt earned 66.67 of 100 points.",
        "It was handed in on 2026-11-20 21:59, in time.",
        "Your grade is 66.67 of 100 points.",
    )


def test_times_are_told_in_the_zone_of_the_course() -> None:
    graded = grade_assignment(PLAIN, Facts(tries=(tried(1),)), now=AFTER, zone=ZoneInfo("Europe/Vienna"))
    assert graded.steps[0] == "It was due on 2026-11-20 23:59."


@pytest.mark.parametrize(
    "choose, most, expected",
    [
        ("best", None, 90),
        ("last", None, 70),
        ("best", 2, 90),
        ("last", 2, 90),
        ("best", 1, 60),
        ("last", 1, 60),
    ],
)
def test_best_or_last_of_the_first_attempts_counts(choose: str, most: int | None, expected: int) -> None:
    policy = replace(PLAIN, attempts=AttemptPolicy(choose=choose, most=most))  # type: ignore[arg-type]
    graded = grade(policy, tried(60, -3 * HOUR), tried(90, -2 * HOUR), tried(70))
    assert graded.points == expected
    assert ("of your 3 attempts may count" in " ".join(graded.steps)) == (most is not None)


def test_best_attempt_is_the_best_after_lateness() -> None:
    graded = grade(replace(PLAIN, late=TEN_A_DAY), tried(85), tried(90, DAY))
    assert (graded.points, graded.chosen) == (Fraction(85), 1)
    assert "Attempt 1 counts, the best of 2. It earned 85 of 100 points." in graded.steps


@pytest.mark.parametrize(
    "late, after, lost, says",
    [
        (TEN_A_DAY, timedelta(seconds=1), 10, "late by 1 min. Each day begun costs 10 %, and 1 began. Taken"),
        (TEN_A_DAY, DAY, 10, "late by 1 day. Each day begun costs 10 %, and 1 began. Taken off"),
        (TEN_A_DAY, DAY + QUARTER, 20, "late by 1 day. Each"),
        (TEN_A_DAY, 20 * DAY, 80, "and 20 began. Taken off for it: 80 points."),
        (replace(TEN_A_DAY, cap=Fraction(50)), 20 * DAY, 50, "costs no more than 50 %. Taken off for it: 50"),
        (replace(TEN_A_DAY, grace=QUARTER), QUARTER, 0, "The first 15 min cost nothing."),
        (replace(TEN_A_DAY, grace=QUARTER), timedelta(minutes=16), 10, "late by 16 min. Each day"),
        (replace(POINT_AN_HOUR, amount=Fraction(1, 2)), 2 * HOUR, 1, "costs 0.5 points, and 2 began."),
        (POINT_AN_HOUR, HOUR, 1, "Taken off for it: 1 point."),
        (None, 3 * DAY, 0, "late by 3 days, which costs nothing"),
    ],
)  # fmt: skip
def test_lateness_costs_what_the_rules_say(
    late: LatePolicy | None, after: timedelta, lost: int | Fraction, says: str
) -> None:
    graded = grade(replace(PLAIN, late=late), tried(80, after))
    assert graded.points == 80 - lost
    assert says in " ".join(graded.steps)


def test_nothing_is_accepted_after_the_last_day() -> None:
    policy = replace(PLAIN, late=replace(TEN_A_DAY, last=3 * DAY))
    graded = grade(policy, tried(80, 3 * DAY + HOUR))
    assert graded.points == 0
    assert (
        "Attempt 1 was handed in on 2026-11-23 23:59, after 2026-11-23 22:59, the last time it was accepted."
        in graded.steps
    )
    assert "No attempt counts: 0 points." in graded.steps


def test_extension_moves_the_due_date_and_the_last_day() -> None:
    policy = replace(PLAIN, late=replace(TEN_A_DAY, last=DAY))
    extended = ((DUE + 2 * DAY, "illness"), (DUE + DAY, "section trip"))
    graded = grade(policy, tried(80, 3 * DAY - HOUR), extended=extended)
    assert graded.points == 70
    assert "You were given until 2026-11-22 22:59: illness" in graded.steps
    earlier = grade(policy, tried(80), extended=((DUE - DAY, "a slip"),))
    assert earlier.points == 80


def test_lateness_by_an_unknown_time_costs_nothing_and_is_told() -> None:
    graded = grade(replace(PLAIN, late=TEN_A_DAY), Try(points=Fraction(80), late=True))
    assert graded.points == 80
    assert (
        "It was handed in late, and it is not known by how much, so nothing was taken off for it."
        in graded.steps
    )


@pytest.mark.parametrize(
    "late, says",
    [
        (None, "Its file is of 2026-11-21 22:59, which may be when"),
        (False, "in time."),
        (True, "by how much"),
    ],
)
def test_time_of_a_download_costs_nothing(late: bool | None, says: str) -> None:  # noqa: FBT001  # pytest fills it in
    policy = replace(PLAIN, late=replace(TEN_A_DAY, last=HOUR))
    graded = grade(policy, tried(80, DAY, trusted=False, late=late))
    assert graded.points == 80
    assert says in graded.steps[-2]
    early = grade(policy, tried(80, -HOUR, trusted=False))
    assert "It was handed in on 2026-11-20 21:59, in time." in early.steps


def test_nothing_handed_in_is_nought_once_due_and_nothing_before() -> None:
    assert grade(PLAIN).points == 0
    early = grade_assignment(PLAIN, Facts(), now=DUE)
    assert early.points is None
    assert early.steps[-1] == "It is not due yet, and nothing was handed in so far."


def test_adjustments_are_told_and_do_not_go_below_nought() -> None:
    graded = grade(PLAIN, tried(10), adjustments=((Fraction(5), "A good idea."), (Fraction(-50), "Copied.")))
    assert graded.points == 0
    assert graded.steps[-4:] == (
        "Added: 5 points. A good idea.",
        "Taken off: 50 points. Copied.",
        "Points do not go below 0.",
        "Your grade is 0 of 100 points.",
    )


def test_parts_graded_by_hand_wait_for_their_marks() -> None:
    policy = replace(PLAIN, by_hand=(("essay", Fraction(30)), ("style", Fraction(10))))
    graded = grade(policy, tried(60), marks=(("essay", Fraction(25)),))
    assert (graded.points, graded.pending) == (Fraction(85), Fraction(10))
    assert "Your attempt earned 60 of 60 points." in graded.steps
    assert "Part `style` is graded by hand and has no mark yet. Still open: 10 points." in graded.steps


def test_excused_assignment_has_no_grade() -> None:
    graded = grade(PLAIN, tried(60), excused="transferred")
    assert (graded.points, graded.excused) == (None, True)


def test_pending_points_are_neither_earned_nor_lost() -> None:
    graded = grade(PLAIN, tried(60, pending=Fraction(20)))
    assert (graded.points, graded.pending) == (Fraction(60), Fraction(20))
    assert "Not decided yet, so neither earned nor lost: 20 points." in graded.steps


CHECKS = tuple(CheckResult(id=id_, outcome=outcome) for id_, outcome in
               (("a", "passed"), ("b", "failed"), ("c", "pending"), ("d", "failed")))  # fmt: skip


@pytest.mark.parametrize(
    "scoring, for_all, for_nobody, points, pending",
    [
        ("proportional", set(), set(), 0, 0),
        ("proportional", {"b"}, set(), 50, 25),
        ("proportional", set(), {"b", "d"}, 50, 50),
        ("proportional", {"c"}, {"b", "d"}, 100, 0),
        ("proportional", set(), {"a", "b", "c", "d"}, 100, 0),
        ("all-or-nothing", {"b"}, set(), 0, 0),
        ("all-or-nothing", {"b", "d"}, set(), 0, 100),
        ("all-or-nothing", {"b", "c", "d"}, set(), 100, 0),
    ],
)
def test_excluded_checks_count_for_everyone_or_nobody(
    scoring: str, for_all: set[str], for_nobody: set[str], points: int, pending: int
) -> None:
    part = PartResult(
        name="p", title="P", possible=Fraction(100), points=Fraction(), scoring=scoring, checks=CHECKS
    )
    (after,) = apply_exclusions((part,), for_all=for_all, for_nobody=for_nobody)
    assert [after.points, after.pending] == [points, pending]


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(-100, 500)), min_size=1, max_size=6),
    st.fractions(0, 100),
    st.none() | st.fractions(0, 100),
    st.integers(0, 90),
)
def test_grade_is_between_nought_and_the_best_attempt(
    attempts: list[tuple[int, int]], amount: Fraction, cap: Fraction | None, grace: int
) -> None:
    policy = replace(PLAIN, late=LatePolicy(amount=amount, cap=cap, grace=timedelta(minutes=grace)))
    graded = grade(policy, *(tried(points, hours * HOUR) for points, hours in attempts))
    assert graded.points is not None
    assert 0 <= graded.points <= max(points for points, _ in attempts)
    earlier = grade(policy, *(tried(points, (hours - 30) * HOUR) for points, hours in attempts))
    assert earlier.points is not None
    assert earlier.points >= graded.points


@pytest.mark.parametrize(
    "minutes, text",
    [(1, "1 min"), (59, "59 min"), (60, "1 h"), (61, "1 h 1 min"), (1440, "1 day"), (1500, "1 day 1 h"),
     (2880, "2 days"), (2881, "2 days")],
)  # fmt: skip
def test_spans_are_told_in_two_units(minutes: int, text: str) -> None:
    assert format_span(timedelta(minutes=minutes)) == text


def test_impossible_rules_are_refused() -> None:
    for make in (
        lambda: AttemptPolicy(most=0),
        lambda: LatePolicy(amount=Fraction(-1)),
        lambda: replace(PLAIN, possible=Fraction(0)),
        lambda: CoursePolicy(assignments=(PLAIN,)).of("other"),
    ):
        with pytest.raises(UsageError):
            make()
