"""What a suite's author finds ready: exceptions, judging by itself, values of every kind, output, tables."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.model.assignment import Tolerance
from grader.model.check import Outcome
from grader.sandbox.faults import NotStarted
from grader.suite.api import Expect, Judge, Known, Row, SubmissionProxy, WrongAnswer, pick, table
from grader.suite.value_formatting import describe_call
from tests.support.conversations import Converse
from tests.support.small_suites import SmallSuite, by_name, record

CODE = """
    import datetime, pathlib
    from dataclasses import dataclass

    class Overdrawn(ValueError):
        pass

    def withdraw(kind):
        if kind == "own":
            raise Overdrawn("the account holds 3, and 5 were asked for")
        if kind == "key":
            raise KeyError("kind")
        if kind == "todo":
            raise NotImplementedError
        print("withdrawn")
        return kind

    @dataclass
    class Point:
        x: float
        y: object

    def point():
        return Point(1.0, Point(2.0, "end"))

    def warn(place):
        import warnings
        import numpy as np
        if place == "numpy":
            return float(np.exp(np.array([1000.0]))[0])
        if place == "elsewhere":
            return np.mean(np.array([]))
        if place == "own":
            warnings.warn("the account is nearly empty")
        if place == "printed":
            print("It says: RuntimeWarning: overflow")
        return place

    def base(n): return n + 100
    def upper(n): return base(n) * 2
    def sort(numbers):
        numbers.sort()
        return numbers
    def values():
        return {
            "set": {3, 1}, "day": datetime.date(2026, 5, 17), "wait": datetime.timedelta(hours=1),
            "path": pathlib.Path("a") / "b", "text": "one\\ntwo\\n", "bytes": b"ab", "frozen": frozenset("a"),
        }
    def kinds(*given):
        return [type(one).__name__ for one in given]
    """
RIGHT = {
    "set": {1, 3},
    "day": dt.date(2026, 5, 17),
    "wait": dt.timedelta(minutes=60),
    "path": Path("a/b"),
    "text": "one\ntwo\n",
    "bytes": b"ab",
    "frozen": {"a"},
}


@dataclass
class Point:
    """The suite's own idea of a point."""

    x: float
    y: Any


@pytest.fixture
def submission(converse: Converse) -> SubmissionProxy:
    """A submission that raises, prints and returns values of many kinds."""
    return converse(CODE)[0]


@pytest.fixture
def expect() -> Expect:
    """The comparison of a check."""
    return Expect(Tolerance())


@pytest.mark.parametrize("kind", [ValueError, Exception])
def test_exception_of_a_subclass_is_the_one_required(
    submission: SubmissionProxy, kind: type[Exception]
) -> None:
    submission.raises(kind, lambda: submission.withdraw("own"), match="holds 3")
    submission.raises(LookupError, lambda: submission.withdraw("key"))


@pytest.mark.parametrize(
    "kind, given, match, came",
    [
        (ValueError, "key", None, ["'KeyError'"]),
        (ValueError, "nothing", None, ["'none'"]),
        (ValueError, "own", "holds 4", ["'the account holds 3, and 5 were asked f…"]),
        (RuntimeError, "own", "holds 3", ["'Overdrawn'"]),
    ],
)
def test_other_exception_or_message_is_a_wrong_answer(
    submission: SubmissionProxy, kind: type[Exception], given: str, match: str | None, came: list[str]
) -> None:
    with pytest.raises(WrongAnswer, match="refusal is not what it should be") as caught:
        submission.raises(kind, lambda: submission.withdraw(given), "refusal", match=match)

    assert [difference.actual for difference in caught.value.differences] == came


def test_stub_raises_no_exception_of_the_students(submission: SubmissionProxy) -> None:
    with pytest.raises(NotStarted):
        submission.raises(Exception, lambda: submission.withdraw("todo"))


def test_function_is_judged_while_another_is_taken_as_right(submission: SubmissionProxy) -> None:
    def attempt() -> int:
        result: int = submission.upper(1)
        assert result == 8
        return result

    with pytest.raises(AssertionError):
        submission.judge(attempt, [("base", {"n": 2}, 4)])
    assert submission.judge(attempt, [Known("base", {"n": 1}, 4)]) == 8


def test_judge_compares_a_call_where_others_may_be_wrong(submission: SubmissionProxy, expect: Expect) -> None:
    judge = Judge(submission, expect)

    judge(lambda: submission.upper(1), 202, "upper")
    with pytest.raises(WrongAnswer, match="upper has the wrong value"):
        judge(lambda: submission.upper(1), 8, "upper")
    judge(lambda: submission.upper(1), 8, "upper", [Known("base", {"n": 1}, 4)])


def test_judge_compares_with_tolerances_of_its_own(submission: SubmissionProxy, expect: Expect) -> None:
    judge = Judge(submission, expect)

    judge(lambda: submission.base(1), 101.5, rtol=0.01)
    judge(lambda: submission.base(1), 101.5, rtol=0.0, atol=1.0)
    with pytest.raises(WrongAnswer):
        judge(lambda: submission.base(1), 101.5)


def test_attempt_is_made_once_where_nothing_is_known_of_others(submission: SubmissionProxy) -> None:
    attempts: list[int] = []

    def attempt() -> None:
        attempts.append(submission.base(1))
        raise AssertionError("not what it should be")

    for known in (iter(()), iter([Known("base", {"n": 1}, 7)])):
        with pytest.raises(AssertionError, match="not what"):
            submission.judge(attempt, known)
    assert len(attempts) == 3


def test_judge_requires_unchanged_arguments_where_asked(submission: SubmissionProxy, expect: Expect) -> None:
    judge = Judge(submission, expect)

    judge(lambda: submission.sort([2, 1]), [1, 2])
    judge(lambda: submission.sort([1, 2]), [1, 2], unchanged=True)
    with pytest.raises(AssertionError, match="changed in place"):
        judge(lambda: submission.sort([2, 1]), [1, 2], unchanged=True)


def test_entries_are_picked_in_the_order_asked_for() -> None:
    assert list(pick({"a": 1, "b": 2, "c": 3}, "c", "a").items()) == [("c", 3), ("a", 1)]
    with pytest.raises(KeyError):
        pick({"a": 1}, "b")


def test_right_results_are_not_asked_for_in_vain(submission: SubmissionProxy) -> None:
    asked: list[int] = []

    def known() -> Any:
        asked.append(1)
        yield Known("base", {"n": 1}, 0)

    assert submission.judge(lambda: submission.base(1), known()) == 101
    assert asked == []


def test_changed_argument_fails_the_call_it_belongs_to(submission: SubmissionProxy) -> None:
    assert submission.unchanged(lambda: submission.sort([1, 2])) == [1, 2]
    submission.sort([2, 1])
    assert submission.unchanged(lambda: submission.base(1)) == 101
    with pytest.raises(AssertionError, match=r"changed in place: numbers\[0\] of `sort`, .*; work on copies"):
        submission.unchanged(lambda: submission.sort([2, 1]))


@pytest.mark.parametrize(
    "place, words",
    [
        ("numpy", "RuntimeWarning: overflow encountered in exp"),
        ("elsewhere", "RuntimeWarning: Mean of empty slice"),
        ("own", "UserWarning: the account is nearly empty"),
    ],
)
def test_warning_fails_the_call_that_must_give_none(
    submission: SubmissionProxy, place: str, words: str
) -> None:
    with pytest.raises(AssertionError, match=f"^there was a warning: {words}$"):
        submission.without_warnings(lambda: submission.warn(place))


def test_what_is_only_printed_is_no_warning(submission: SubmissionProxy) -> None:
    assert submission.without_warnings(lambda: submission.warn("printed")) == "printed"
    assert submission.without_warnings(lambda: submission.base(1)) == 101


def test_output_is_that_of_the_call(submission: SubmissionProxy) -> None:
    submission.withdraw("a")

    assert submission.printed(lambda: submission.withdraw("b")) == "withdrawn\n"
    assert submission.printed(lambda: submission.base(1)) == ""


def test_values_of_every_plain_kind_come_by_value(submission: SubmissionProxy, expect: Expect) -> None:
    expect(submission.values(), RIGHT)
    assert submission.kinds(*RIGHT.values(), frozenset("a"), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)) == [
        "set", "date", "timedelta", type(Path()).__name__, "str", "bytes", "set", "frozenset", "datetime",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "actual, expected, told",
    [
        ({1}, {1, 2}, "lacks 1 of the 2 entries"),
        ({1, 2, 3}, {1}, "has 2 entries that it should not have"),
        ({1, 3}, {1, 2}, "lacks 1 of the 2 entries that it should have, and has 1 others"),
        ([1], {1}, "should be a set, but is a list"),
        ({1}, 1.0, "should be a number, but is a set"),
        (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.date(2026, 1, 1), "should be a date, but is a datetime"),
        (dt.date(2026, 1, 2), dt.date(2026, 1, 1), "is not what it should be"),
        ("a", Path("a"), "should be a path, but is a string"),
        (b"a", "a", "should be a string, but is a bytes object"),
        ("a\nb\nx", "a\nb\nc", "differs from line 3 on"),
        ("a\nb", "a\nb\nc", "differs from line 3 on"),
        ("Ada ", "Ada", "differs in spaces or line breaks alone"),
        ("ADA", "Ada", "differs in upper and lower case alone"),
        ("Bob", "Ada", "is not what it should be"),
        (1.0, Point(1, 2), "should be an object with x, y, but is a number"),
    ],
)
def test_other_value_is_told_by_its_kind(expect: Expect, actual: Any, expected: Any, told: str) -> None:
    with pytest.raises(WrongAnswer, match=told):
        expect(actual, expected)


def test_object_is_compared_attribute_by_attribute(submission: SubmissionProxy, expect: Expect) -> None:
    expect(submission.point(), Point(1.0, Point(2.0, "end")), "point")

    with pytest.raises(WrongAnswer) as caught:
        expect(submission.point(), Point(1.5, Point(2.0, "End")), "point")
    assert [one.name for one in caught.value.differences] == ["point.x", "point.y.y"]


def test_missing_attribute_is_a_wrong_answer(submission: SubmissionProxy, expect: Expect) -> None:
    @dataclass
    class Named:
        name: str

    with pytest.raises(WrongAnswer, match="point has no attribute `name`"):
        expect(submission.point(), Named("a"), "point")


def test_tuple_is_taken_apart_or_told_what_it_is(expect: Expect) -> None:
    assert expect.unpack([1, 2], 2) == (1, 2)
    with pytest.raises(WrongAnswer, match="pair should have 2 values, but has 3"):
        expect.unpack((1, 2, 3), 2, "pair")
    with pytest.raises(WrongAnswer, match="pair should be a tuple of 2 values, but is None"):
        expect.unpack(None, 2, "pair")


def test_call_shows_empty_and_short_values() -> None:
    given = [[], {}, (), {2, 1}, dt.date(2026, 1, 2), Path("a"), [1, []]]

    narrow = [np.int8(-13), np.float32(0.5), np.float64(0.5), np.int64(3)]
    assert str(describe_call("f", [], narrow, {})) == "f(np.int8(-13), np.float32(0.5), 0.5, 3)"
    assert str(describe_call("mean", [], given, {})) == ("mean([], {}, (), {1, 2}, 2026-01-02, a, [1, []])")


def test_row_of_a_table_is_a_check_with_its_own_hint(small_suite: SmallSuite) -> None:
    small_suite.visible("""
        from grader.suite.api import Row, table

        @pytest.mark.part("one", hint="Add them up.")
        @table(
            Row("one number", {"numbers": [4]}, 4),
            Row("no number", {"numbers": []}, 1, hint="What is the sum of nothing?"),
        )
        def test_sum(submission, expect, row):
            '''The sum.'''
            expect(submission.total(**row.given), row.right)
        """)

    checks = by_name(small_suite.run("def total(numbers): return sum(numbers)"))

    right, wrong = checks["test_sum[one number]"], checks["test_sum[no number]"]
    assert (right.title, right.outcome, right.hint) == (
        "The sum (one number)",
        Outcome.PASSED,
        "Add them up.",
    )
    assert (wrong.outcome, wrong.hint) == (Outcome.WRONG, "What is the sum of nothing?")


def test_recorded_case_of_a_table_is_a_check_of_its_own(small_suite: SmallSuite) -> None:
    small_suite.hidden("""
        from grader.suite.api import cases

        @pytest.mark.part("one")
        @pytest.mark.parametrize("sign", [1, -1], ids=["plus", "minus"])
        @cases({"the one": "first", "the other": "second"})
        def test_twice(submission, judge, oracle, case, sign):
            '''Twice a number.'''
            assert oracle(case.name).seed != case.seed
            judge(lambda: submission.twice(case.inputs["x"]), 2 * case.inputs["x"])

        @pytest.mark.part("two")
        @cases(["second"])
        def test_name(case):
            assert case.name == "second"
        """)
    for name in ("first", "second"):
        record(small_suite.root / "hidden", name, seeds=8)

    checks = small_suite.run("def twice(x): return 2 * x").checks

    assert {check.outcome for check in checks} == {Outcome.PASSED}
    assert {check.title for check in checks} == {
        "Twice a number (the one-plus)",
        "Twice a number (the other-plus)",
        "Twice a number (the one-minus)",
        "Twice a number (the other-minus)",
        "name (second)",
    }


def test_case_that_is_not_recorded_is_a_fault_of_the_suite(small_suite: SmallSuite) -> None:
    small_suite.visible("""
        from grader.suite.api import cases

        @pytest.mark.part("one")
        @cases(["nowhere"])
        def test_it(case):
            pass
        """)

    run = small_suite.run("")

    assert [check.outcome for check in run.checks] == [Outcome.PENDING]
    assert "case 'nowhere' is not recorded" in str(run.faults[0])


def test_changed_argument_is_a_wrong_answer_and_no_defect(small_suite: SmallSuite) -> None:
    small_suite.visible("""
        @pytest.mark.part("one")
        def test_sort(submission):
            submission.unchanged(lambda: submission.sort([2, 1]))
        """)

    run = small_suite.run("def sort(numbers): numbers.sort()", "def sort(numbers): return sorted(numbers)")

    (check,) = run.checks
    assert (check.outcome, run.defects) == (Outcome.WRONG, ())
    assert "changed in place" in check.message


def test_two_rows_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="the same name: a"):
        table(Row("a"), Row("b"), Row("a"))
