"""Arithmetic with an object of the student's."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.sandbox.faults import Raised
from grader.suite.handles import Handle
from grader.suite.submission_proxy import SubmissionProxy
from tests.support.conversations import VALUE, Converse

BINARY = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "truediv": operator.truediv,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
    "pow": operator.pow,
    "matmul": operator.matmul,
}


@pytest.mark.parametrize("name", BINARY)
def test_arithmetic_reaches_the_students_operators_on_either_side(
    name: str, submission: SubmissionProxy
) -> None:
    operate = BINARY[name]
    one, other = submission.Value(2.0), submission.Value(3.0)

    assert operate(one, other).data == (2.0, name, 3.0)
    assert operate(one, 5).data == (2.0, name, 5)
    assert operate(5, one).data == (2.0, f"r{name}", 5)


def test_operators_are_recorded_as_the_methods_that_python_asks_for(converse: Converse) -> None:
    submission, session = converse(VALUE)
    one = submission.Value(2.0)

    assert ((3 - one).data, (one.twin() ** 2).data[1]) == ((2.0, "rsub", 3), "pow")
    assert {"Value.__rsub__", "Value.__pow__"} <= session.used
    assert "Value.__sub__" not in session.used


NUMBERS = [7, 0.5, True, 1j, np.float64(0.5), np.float32(0.5), np.int64(3), np.bool_(True), np.array(2.0)]


@pytest.mark.parametrize("number", NUMBERS, ids=list(map(repr, NUMBERS)))
@pytest.mark.parametrize("name", ["add", "mul", "truediv", "pow"])
def test_a_number_of_any_kind_may_stand_on_either_side(
    name: str, number: Any, submission: SubmissionProxy
) -> None:
    value = submission.Value(2.0)

    left = BINARY[name](number, value)
    right = BINARY[name](value, number)

    assert left.data == (2.0, f"r{name}", number)
    assert right.data == (2.0, name, number)


def test_an_array_on_the_right_goes_whole_to_the_student(submission: SubmissionProxy) -> None:
    data = (submission.Value(2.0) * np.arange(3.0)).data

    assert data[:2] == (2.0, "mul")
    assert data[2].tolist() == [0, 1, 2]


def test_an_array_on_the_left_is_multiplied_entry_by_entry_as_numpy_does(submission: SubmissionProxy) -> None:
    result: Any = np.arange(2.0) * submission.Value(2.0)

    assert isinstance(result, Handle)
    assert submission.first(result) == (2.0, "rmul", 0.0)


def test_in_place_arithmetic_changes_the_object_where_the_student_says_so(
    submission: SubmissionProxy,
) -> None:
    value = submission.Value(2.0)
    before = value
    value += submission.Value(3.0)
    assert value.data == (2.0, "iadd", 3.0)
    assert before.data == value.data
    assert submission.same(before, value)

    value = before = submission.Value(2.0)
    value *= 3
    assert value.data == (2.0, "mul", 3)
    assert before.data == 2.0


@pytest.mark.parametrize("name, operate", [("neg", operator.neg), ("pos", operator.pos), ("abs", abs)])
def test_signs_reach_the_student(
    name: str, operate: Callable[[Any], Any], submission: SubmissionProxy
) -> None:
    assert operate(submission.Value(2.0)).data == (name, 2.0)


def test_sum_adds_up_from_nought(submission: SubmissionProxy) -> None:
    total: Any = sum([submission.Value(1.0), 2.0])

    assert total.data == ((1.0, "radd", 0), "add", 2.0)


def test_a_missing_operator_is_the_students_error_when_a_value_is_due(submission: SubmissionProxy) -> None:
    result = submission.Plain(2) * 3

    with pytest.raises(Raised, match="has no attribute 'data'") as caught:
        _ = result.data
    assert caught.value.exception == "AttributeError"
    result = submission.Plain(2) + 3
    with pytest.raises(Raised, match="unsupported operand"):
        _ = result.data
