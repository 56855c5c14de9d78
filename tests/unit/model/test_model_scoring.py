from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.assignment import Scoring
from grader.model.check import Outcome
from grader.model.report import PartScore
from grader.model.scoring import format_points, lost_part, score_part
from tests.support.report_samples import passed

PASSED, WRONG, PENDING = Outcome.PASSED, Outcome.WRONG, Outcome.PENDING
MODES = st.sampled_from(Scoring)


def scored(scoring: Scoring, *outcomes: Outcome, possible: int = 30) -> PartScore:
    checks = [
        replace(passed("forward", f"check {number}"), outcome=outcome)
        for number, outcome in enumerate(outcomes)
    ]
    return score_part("forward", "Forward", possible, scoring, checks)


@pytest.mark.parametrize(
    "scoring,outcomes,points,pending",
    [
        (Scoring.PROPORTIONAL, [PASSED, PASSED, WRONG], 20, 0),
        (Scoring.PROPORTIONAL, [PASSED, PENDING, WRONG], 10, 10),
        (Scoring.PROPORTIONAL, [PENDING, PENDING], 0, 30),
        (Scoring.ALL_OR_NOTHING, [PASSED, PASSED], 30, 0),
        (Scoring.ALL_OR_NOTHING, [PASSED, WRONG], 0, 0),
        (Scoring.ALL_OR_NOTHING, [PASSED, PENDING], 0, 30),
        (Scoring.ALL_OR_NOTHING, [WRONG, PENDING], 0, 0),
        (Scoring.PROPORTIONAL, [], 0, 30),
        (Scoring.ALL_OR_NOTHING, [], 0, 30),
    ],
)
def test_part_earns_and_withholds(
    scoring: Scoring, outcomes: list[Outcome], points: int, pending: int
) -> None:
    part = scored(scoring, *outcomes)
    assert [part.points, part.pending, part.possible] == [Fraction(points), Fraction(pending), Fraction(30)]


@pytest.mark.parametrize("outcome", [one for one in Outcome if one not in {PASSED, PENDING}])
def test_other_outcomes_lose_their_share(outcome: Outcome) -> None:
    part = scored(Scoring.PROPORTIONAL, PASSED, outcome)
    assert part.points == 15
    assert part.pending == 0


@pytest.mark.parametrize(
    "scoring,outcomes,points,pending",
    [
        (Scoring.PROPORTIONAL, [PASSED, WRONG], 10, 10),
        (Scoring.PROPORTIONAL, [], 0, 30),
        (Scoring.ALL_OR_NOTHING, [PASSED, PASSED], 0, 30),
        (Scoring.ALL_OR_NOTHING, [PASSED, WRONG], 0, 0),
    ],
)
def test_left_out_checks_are_neither_earned_nor_lost(
    scoring: Scoring, outcomes: list[Outcome], points: int, pending: int
) -> None:
    checks = [replace(passed("forward", "a check"), outcome=outcome) for outcome in outcomes]
    part = score_part("forward", "Forward", 30, scoring, checks, left_out=1)
    assert [part.points, part.pending, part.left_out] == [Fraction(points), Fraction(pending), 1]


def test_shares_are_exact() -> None:
    assert scored(Scoring.PROPORTIONAL, PASSED, WRONG, WRONG, possible=100).points == Fraction(100, 3)


def test_unusable_submission_loses_the_part_and_withholds_nothing() -> None:
    part = lost_part("forward", "Forward", 15)
    assert [part.points, part.pending, part.possible] == [Fraction(0), Fraction(0), Fraction(15)]
    assert part.checks == ()


@given(MODES, st.lists(st.sampled_from(list(Outcome))), st.integers(0, 1000))
def test_points_and_pending_never_exceed_what_is_possible(
    scoring: Scoring, outcomes: list[Outcome], possible: int
) -> None:
    part = scored(scoring, *outcomes, possible=possible)
    assert part.points >= 0
    assert part.pending >= 0
    assert part.points + part.pending <= part.possible


@given(MODES, st.lists(st.sampled_from(list(Outcome)), min_size=1))
def test_pending_check_decides_only_withheld_points(scoring: Scoring, outcomes: list[Outcome]) -> None:
    before = scored(scoring, *outcomes)
    for decided in (PASSED, WRONG):
        after = scored(scoring, *(decided if one is PENDING else one for one in outcomes))
        assert before.points <= after.points <= before.points + before.pending


@pytest.mark.parametrize(
    "points,text",
    [
        (Fraction(0), "0"),
        (Fraction(35), "35"),
        (Fraction(100), "100"),
        (Fraction(15, 2), "7.5"),
        (Fraction(100, 3), "33.33"),
        (Fraction(200, 3), "66.67"),
        (Fraction(1, 200), "0.01"),
        (Fraction(201, 200), "1.01"),
        (Fraction(1, 201), "0"),
        (Fraction(-1, 300), "0"),
        (Fraction(-3, 2), "-1.5"),
        (Fraction(1001, 10), "100.1"),
    ],
)
def test_points_are_rounded_once_with_halves_up(points: Fraction, text: str) -> None:
    assert format_points(points) == text


@given(st.fractions(min_value=0, max_value=1000))
def test_formatted_points_are_within_half_a_hundredth(points: Fraction) -> None:
    assert abs(Fraction(format_points(points)) - points) <= Fraction(1, 200)
