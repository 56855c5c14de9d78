"""What a report makes of a class: shared mistakes, doubtful checks, who needs a human, plots."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from xml.etree.ElementTree import fromstring

import pytest

from grader.gradebook.grades import AssignmentGrade
from grader.model.check import Outcome
from grader.site.causes import Cause, count_causes
from grader.site.check_figures import check_figures, part_figures
from grader.site.concerns import find_concerns
from grader.site.faults import find_faults
from grader.site.pages import slug
from grader.site.plots import Attempted, attempts_by_day, points_in_bins, render_histogram, render_timeline
from grader.site.records import AttemptEntry, CheckEnd, PartPoints, Work
from grader.site.similar import SimilarPair, group_pairs
from grader.site.slides import make_slide
from tests.support.class_site import student
from tests.support.report_samples import raised

DUE = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)
GRADE = AssignmentGrade(name="mlp", title="A network", points=Fraction(50), possible=Fraction(100))
FIRST = AttemptEntry(
    number=1, file="a.py", handed_in=DUE, points=Fraction(50), pending=Fraction(), counts=True
)
PASSED, WRONG = Outcome.PASSED, Outcome.WRONG


def end(name: str, outcome: Outcome = PASSED, cause: str = "", *, hidden: bool = False) -> CheckEnd:
    return CheckEnd(id=name, title=name.title(), part="loss", hidden=hidden, outcome=outcome, cause=cause)


def work(number: int, *ends: CheckEnd, points: int = 50, **told: object) -> Work:
    part = PartPoints(name="loss", title="Losses", points=Fraction(points), possible=Fraction(100))
    made = Work(
        student=student(f"s{number}", f"Student {number}"),
        page=f"s{number}.html",
        grade=GRADE,
        attempts=(FIRST,),
        parts=(part,),
        checks=ends,
    )
    return replace(made, **told)  # type: ignore[arg-type]


def test_mistakes_are_ranked_by_how_many_make_them_now() -> None:
    works = [
        work(1, causes={"rare": 9}),
        work(2, causes={"shared": 1}, mended=("rare",)),
        work(3, causes={"shared": 1}),
        work(4, mended=("gone",)),
    ]
    found = count_causes(works, (), {})
    assert [(one.name, one.shared, one.ever) for one in found] == [
        ("shared", 2, 2),
        ("rare", 1, 2),
        ("gone", 0, 1),
    ]
    assert [one.student.key for one in found[0].works] == ["s2", "s3"]


def test_check_that_fails_those_who_can_do_all_else_is_doubted() -> None:
    odd = [work(n, end("fair"), end("odd", WRONG)) for n in range(3)]
    slips = [work(n, end("fair", WRONG, "slip"), end("odd")) for n in range(10, 14)]
    right = [work(n, end("fair"), end("odd")) for n in range(20, 30)]
    figures = {one.id: one for one in check_figures([*odd, *slips, *right])}
    assert (figures["odd"].alone, figures["fair"].alone) == (3, 0)
    assert "3 of 17 fail it who pass everything else of its part" in figures["odd"].remarks[0]
    # As many fail by a known mistake, and that is no fault of the check.
    assert not figures["fair"].remarks


def test_check_is_not_doubted_for_what_a_known_mistake_of_its_part_does() -> None:
    slips = [work(n, end("value", WRONG, "slip"), end("copy", WRONG)) for n in range(10)]
    figures = {one.id: one for one in check_figures([*slips, work(20, end("value"), end("copy"))])}
    assert (figures["copy"].failed, figures["copy"].unexplained) == (10, 0)
    assert not figures["copy"].remarks


def test_nothing_is_said_of_a_check_that_few_have_tried() -> None:
    works = [work(n, end("a", WRONG), end("b")) for n in range(4)]
    works += [work(n, end("a", Outcome.NOT_STARTED), end("b", Outcome.SKIPPED)) for n in range(10, 30)]
    figures = {one.id: one for one in check_figures(works)}
    assert not figures["a"].remarks
    assert (figures["a"].untouched, figures["a"].agreement) == (20, None)


def test_check_that_could_not_be_judged_is_always_told() -> None:
    (figures,) = check_figures([work(1, end("a", Outcome.PENDING))])
    assert figures.remarks == ("It could not be judged for 1: the suite or the grader is at fault.",)


def test_parts_are_listed_worst_first() -> None:
    (figures,) = part_figures([work(1, points=100), work(2, points=0), work(3, points=20)])
    assert (figures.mean, figures.whole, figures.none) == (Fraction(40), 1, 1)


@pytest.mark.parametrize(
    "told, kind",
    [
        ({"unusable": "not valid Python"}, "unusable"),
        ({"checks": (end("a", Outcome.MEMORY),)}, "crashed"),
        ({"checks": (end("a", Outcome.TIMEOUT),)}, "out of time"),
        ({"checks": (end("a"), end("b", WRONG, hidden=True))}, "far below"),
        ({"untouched": True}, "not begun"),
        (
            {
                "grade": replace(GRADE, pending=Fraction(5)),
                "attempts": (replace(FIRST, pending=Fraction(5)),),
            },
            "pending",
        ),
        ({"attempts": (FIRST, FIRST, FIRST), "parts": ()}, "stuck"),
    ],
)
def test_submission_that_needs_a_human_is_listed_with_the_reason(told: dict[str, object], kind: str) -> None:
    (concern,) = find_concerns([work(1), replace(work(2), **told)])  # type: ignore[arg-type]
    assert (concern.kind, concern.work.student.key) == (kind, "s2")
    assert concern.reasons[0].endswith((".", "?"))


def test_known_mistake_that_runs_out_of_time_needs_no_human() -> None:
    assert not find_concerns([work(1, end("a", Outcome.TIMEOUT, "never-stops"))])


def test_bins_hold_everyone_once_and_full_points_apart() -> None:
    bins = points_in_bins([0, 9.99, 10, 99.9, 100, 104])
    assert [one.count for one in bins] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2]
    drawing = fromstring(  # noqa: S314  # drawn by us
        render_histogram(bins, "Points <all>")
    )
    assert drawing.get("aria-label") == "Points <all>"
    assert len([one for one in drawing.iter() if one.get("class") == "bar"]) == 4


def test_attempts_are_drawn_in_time_and_counted_by_day() -> None:
    attempts = [
        Attempted(time=DUE - timedelta(days=2), percent=40, counts=False, is_first=True),
        Attempted(time=DUE, percent=100, counts=True, is_first=False),
        Attempted(time=DUE + timedelta(hours=3), percent=60, counts=True, is_first=True),
    ]
    days = attempts_by_day(attempts, UTC)
    assert [(one.label, one.attempts, one.students, one.mean) for one in days] == [
        ("2026-11-18", 1, 1, 40),
        ("2026-11-20", 1, 1, 100),
        ("2026-11-21", 1, 2, 60),
    ]
    drawing = fromstring(  # noqa: S314  # drawn by us
        render_timeline(attempts, DUE, UTC, "Attempts")
    )
    places = {one.get("class"): float(one.get("cx", 0)) for one in drawing.iter("circle")}
    deadline = next(float(one.get("x1", 0)) for one in drawing.iter("line") if one.get("class") == "deadline")
    assert places["earlier"] < deadline < places["counts"]


def test_key_of_any_kind_names_a_page() -> None:
    assert [slug(one) for one in ("s100", "../../etc", "ünï <x>", "李雷")] == ["s100", "etc", "n---x", "x"]


def failed(number: int, fault: str = "ImportError in the oracle", **told: object) -> Work:
    """Make work with which the suite failed."""
    attempt = replace(FIRST, points=Fraction(), pending=Fraction(100), fault=fault)
    return work(
        number, end("a", Outcome.PENDING), points=0, **{"grade": ALL_PENDING, "attempts": (attempt,), **told}
    )


ALL_PENDING = replace(GRADE, points=Fraction(), pending=Fraction(100))


def test_fault_of_the_suite_is_counted_told_first_and_kept_out_of_the_figures() -> None:
    right = [work(n, end("a"), points=100, causes={"slip": 1} if n == 1 else {}) for n in range(1, 4)]
    works = [work(0, end("a"), unusable="not valid Python"), *right, failed(7), failed(8)]
    faults = find_faults(works, "mlp")
    assert faults is not None
    assert [one.student.key for one in faults.works] == ["s7", "s8"]
    assert faults.messages == (("ImportError in the oracle", 2),)
    assert faults.command == "grade class mlp SUBMISSIONS --pending"
    assert [one.kind for one in find_concerns(works)] == ["pending", "pending", "unusable"]
    half = failed(9, checks=(end("a", Outcome.PENDING), end("b", WRONG)))
    (figures,) = check_figures([*works, half])
    assert figures.pass_rate == Fraction(1)
    assert figures.pending == 3
    assert [one.is_judged for one in works] == [True, True, True, True, False, False]


def test_attempt_that_would_count_if_the_suite_had_not_failed_is_a_fault_too() -> None:
    waiting = replace(FIRST, points=Fraction(), pending=Fraction(100), fault="ImportError", counts=False)
    better, worse = (
        work(1, attempts=(FIRST, waiting)),
        work(2, attempts=(FIRST, replace(waiting, pending=Fraction(9)))),
    )
    faults = find_faults([better, worse], "mlp")
    assert faults is not None
    # The attempt that counts was judged, so it stays in the figures.
    assert (faults.works, better.is_judged) == ((better,), True)


def test_fault_that_an_instructor_settled_is_told_no_more_and_one_without_points_is() -> None:
    assert find_faults([failed(1, grade=GRADE)], "mlp") is None
    silent = work(2, attempts=(replace(FIRST, fault="the suite has no check for part b"),))
    assert [one.reasons[0] for one in find_concerns([silent])] == [
        "The suite or the grader failed, not the code: the suite has no check for part b"
    ]


def pair(one: str, other: str, rare: int, *both: str) -> SimilarPair:
    return SimilarPair(
        page="pair-1.html",
        keys=(one, other),
        names=(one.title(), other.title()),
        percent=60,
        rare=rare,
        both=both,
        columns=((), ()),
    )


def test_pairs_that_share_a_program_are_one_group_with_the_mistakes_that_all_have() -> None:
    chain = [pair("a", "b", 8, "slip", "other"), pair("c", "d", 8, "slip"), pair("b", "c", 8, "slip")]
    groups = group_pairs([*chain, pair("x", "y", 40)])
    assert [(one.names, one.rare, one.both, len(one.pairs)) for one in groups] == [
        (("X", "Y"), 40, (), 1),
        (("A", "B", "C", "D"), 8, ("slip",), 3),
    ]


def test_whoever_is_far_below_the_class_needs_a_human_where_nothing_else_is_known() -> None:
    class_ = [work(n, grade=replace(GRADE, points=Fraction(61 + n))) for n in range(39)]
    weak = work(99, grade=replace(GRADE, points=Fraction(12)))
    stuck = work(98, unusable="not valid Python", grade=replace(GRADE, points=Fraction(0)))
    found = find_concerns([*class_, weak, stuck])
    assert [(one.kind, one.work.student.key) for one in found] == [("unusable", "s98"), ("low", "s99")]
    assert found[1].reasons == (
        "12 of 100 points, in a class whose median is 79, and its lower quartile 68.5.",
    )
    # The lowest of a good class is nobody to worry about, and a seminar is too small to be below.
    assert not find_concerns(class_)
    assert not find_concerns([*class_[:10], weak])
    close = [work(n, grade=replace(GRADE, points=Fraction(100))) for n in range(39)]
    assert not find_concerns([*close, work(99, grade=replace(GRADE, points=Fraction(90)))])


def test_program_that_is_like_another_needs_a_human_who_reads_whose_that_is() -> None:
    (concern,) = find_concerns([work(1), work(2)], {"s2": ["Zoë Silva (s9)"]})
    assert (concern.kind, concern.reasons) == ("alike", ("The program is like that of Zoë Silva (s9).",))


def test_figures_of_a_check_name_who_tried_it_and_failed() -> None:
    works = [work(1, end("a", WRONG)), work(2, end("a")), work(3, end("a", Outcome.NOT_STARTED)), failed(4)]
    (figures,) = check_figures(works)
    assert [one.student.key for one in figures.failing] == ["s1"]


def test_bars_are_labelled_by_both_limits() -> None:
    assert [one.short for one in points_in_bins([])] == [*(f"{n}-{n + 9}" for n in range(0, 100, 10)), "100"]


def test_slide_keeps_its_lines_inside_and_says_in_words_what_no_number_says() -> None:
    cause = Cause(
        name="m",
        part="",
        mistake="w" * 20 + " many words" * 12,
        advice="advise " * 20,
        see="",
        works=(),
        mended=(),
    )
    odd = replace(raised(), message="a student's words", exception="Odd")
    drawing = make_slide(cause, 9, None, odd, "m").svg
    told = [
        (one.text or "").replace("\N{NO-BREAK SPACE}", " ")
        for one in fromstring(drawing).iter()  # noqa: S314  # drawn by us
    ]
    assert "result    Your code raised an exception." in told
    assert not [one for one in told if "student's words" in one or "Odd" in one]
    for line in told:
        assert len(line) <= 88, line
