"""What a suite may not do with an object of the student's."""

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.suite.handles import HandleError
from grader.suite.submission_proxy import SubmissionProxy

REFUSED: dict[str, Callable[[Any], object]] = {
    "== number": lambda value: value == 1,
    "number ==": lambda value: 1.0 == value,  # noqa: SIM300  # the side is the point
    "!=": lambda value: value != 1,
    "== itself": lambda value: value == value,  # noqa: PLR0124
    "<": lambda value: value < 1,
    "<=": lambda value: value <= 1,
    ">": lambda value: value > 1,
    ">=": lambda value: value >= 1,
    "number <": lambda value: 1 < value,  # noqa: SIM300
    "bool": bool,
    "if": lambda value: 1 if value else 2,
    "not": lambda value: not value,
    "and": lambda value: value and 1,
    "len": len,
    "iter": iter,
    "list": list,
    "unpacking": lambda value: [*value],
    "in": lambda value: 1.0 in value,
    "in a list": lambda value: value in [1.0, 2.0],
    "[]": lambda value: value[0],
    "reversed": reversed,
    "float": float,
    "int": int,
    "complex": complex,
    "index": operator.index,
    "range": range,
    "round": round,
    "floor": math.floor,
    "trunc": math.trunc,
    "sqrt": math.sqrt,
    "isclose": lambda value: math.isclose(value, 1.0),
    "hash": hash,
    "set": lambda value: {value},
    "dict": lambda value: {value: 1},
    "sorted": lambda value: sorted([value, value]),
    "max": lambda value: max(value, 1.0),
    "min": lambda value: min([1.0, value]),
    "any": lambda value: any([value]),
    "np.asarray": np.asarray,
    "np.array": np.array,
    "np.array in a list": lambda value: np.array([1.0, value]),
    "np.float64": np.float64,
    "np.allclose": lambda value: np.allclose(value, 1.0),
    "np.testing": lambda value: np.testing.assert_allclose(value, 1.0),
    "np.ndarray ==": lambda value: np.ones(3) == value,
    "np.float64 ==": lambda value: np.float64(1) == value,
    "np.float64 <": lambda value: np.float64(1) < value,
    "np.isfinite": np.isfinite,
    "pytest.approx": lambda value: value == pytest.approx(1.0),
    "approx of it": lambda value: pytest.approx(1.0) == value,
}


@pytest.mark.parametrize("use", REFUSED.values(), ids=list(REFUSED))
def test_what_would_let_the_student_decide_a_check_is_refused(
    use: Callable[[Any], object], submission: SubmissionProxy
) -> None:
    value = submission.make()

    with pytest.raises(TypeError) as caught:
        use(value)
    # NumPy's ufuncs refuse by themselves, and the mathematics of Python asks for a number in its own words.
    assert (
        isinstance(caught.value, HandleError)
        or "operand" in str(caught.value)
        or "ufunc" in str(caught.value)
    )


@pytest.mark.parametrize("use", [float, bool, hash, iter, lambda value: value == 1, np.asarray])
def test_a_refusal_says_what_came_where_a_value_is_due(
    use: Callable[[Any], object], submission: SubmissionProxy
) -> None:
    with pytest.raises(HandleError, match="an object of type Obliging where a plain value is due"):
        use(submission.make())


def test_an_object_equals_no_array_in_numpys_eyes(submission: SubmissionProxy) -> None:
    assert not np.array_equal(submission.make(), np.ones(3))
