"""Right answers of another type: what is converted, what is refused, and what the student hears of it."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.model.assignment import Tolerance
from grader.model.check import Outcome
from grader.suite.api import Expect, SubmissionProxy, WrongAnswer
from grader.suite.conversion import Converter
from tests.support.conversations import Converse
from tests.support.small_suites import SmallSuite, by_name

A: Final = np.array([[1.0, -2.0], [0.5, 3.0]])
ROW: Final = np.array([1.0, -2.0, 0.5])

CODE: Final = """
    import collections, decimal, fractions, types
    from array import array
    import numpy as np

    A, ROW = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([1.0, -2.0, 0.5])
    Pair = collections.namedtuple("Pair", "first second")

    class Own(np.ndarray):
        def view(self, *_): raise SystemExit("nobody asks this class")
        def tolist(self): raise SystemExit("nobody asks this class")
        def __array__(self, *_, **__): raise SystemExit("nobody asks this class")

    class Number:
        def __float__(self): return 1.0

    class Numbers(Number):
        def __array__(self, *_, **__): return A

    def masked(hidden): return np.ma.masked_array(A, mask=[[False, False], [False, hidden]])
    def matrix(): return np.matrix(A)
    def row_matrix(): return np.matrix(ROW)
    def column_matrix(): return np.matrix(ROW).T
    def matrix_of_one(): return np.matrix([[1.5]])
    def own(): return np.frombuffer(A.tobytes()).reshape(2, 2).view(Own)
    def longdoubles(): return A.astype(np.longdouble)
    def longdouble(): return np.longdouble("1.5")
    def list_of_longdoubles(): return [[np.longdouble(x) for x in row] for row in A]
    def masked_longdoubles(): return np.ma.masked_array(A.astype(np.longdouble))
    def beyond(): return np.longdouble("1e4000")
    def objects(): return A.astype(object)
    def objects_of_others(): return np.array([Number(), Number()])
    def masked_object(): return np.ma.masked_array(np.array([1.0, Number()], dtype=object))
    def numbers(): return range(3)
    def deque(): return collections.deque(ROW)
    def array_of_doubles(): return array("d", ROW)
    def view(): return dict(enumerate(ROW)).values()
    def mapping(): return types.MappingProxyType({"W": np.matrix(A)})
    def ordered(): return collections.OrderedDict(W=A)
    def default(): return collections.defaultdict(list, W=A.tolist())
    def pair(): return Pair(1.0, A)
    def decimal_number(): return decimal.Decimal("1.5")
    def fraction(): return fractions.Fraction(3, 2)
    def number(): return Number()
    def has_array(): return Numbers()
    def endless(): return range(10**12)
    def rows(): return [np.ma.masked_array(row) for row in A]
    def singles(): return A.astype("f4")
    def integers(): return np.array([1, -2])
    def single(): return np.float32(1.5)
    def no_axes(): return np.array(1.5)
    def numpy_float(): return np.float64(1.5)
    def integer(): return 2
    def both(): return [A, 1.5]
    def nested(): return {"grads": {"W": A.tolist()}, "norm": np.longdouble("1.5")}
    """

RIGHT: Final[dict[str, tuple[object, tuple[str, str] | None]]] = {
    "masked": (A, ("a masked array", "an array")),
    "matrix": (A, ("a matrix", "an array")),
    "row_matrix": (ROW, ("a matrix", "an array")),
    "matrix_of_one": (1.5, ("a matrix", "a float")),
    "own": (A, ("a subclass of np.ndarray", "an array")),
    "longdoubles": (A, ("an array of np.longdouble", "an array")),
    "longdouble": (1.5, ("an np.longdouble", "a float")),
    "list_of_longdoubles": (A, ("a list", "an array")),
    "masked_longdoubles": (A, ("a masked array", "an array")),
    "objects": (A, ("an array of objects", "an array")),
    "numbers": (np.arange(3.0), ("a range", "an array")),
    "deque": (ROW, ("a deque", "an array")),
    "array_of_doubles": (ROW, ("an array.array", "an array")),
    "view": (ROW, ("a view of a dict", "an array")),
    "decimal_number": (1.5, ("a Decimal", "a float")),
    "fraction": (1.5, ("a Fraction", "a float")),
    "rows": (A, ("a list", "an array")),
    "singles": (A, ("an array of float32", "an array of float64")),
    "integers": (np.array([1.0, -2.0]), ("an array of integers", "an array of float64")),
    "single": (1.5, ("an np.float32", "a float")),
    "both": ((A, 1.5), ("a list", "a tuple")),
    "default": ({"W": A}, ("a list", "an array")),
    "no_axes": (1.5, None),
    "numpy_float": (1.5, None),
    "integer": (2.0, None),
    "ordered": ({"W": A}, None),
    "pair": ((1.0, A), None),
}
"""What is right, and the types that came and were asked for; None where there is nothing to say."""

REFUSED: Final[dict[str, tuple[tuple[object, ...], object, str]]] = {
    "a masked entry": (
        ("masked", True),
        A,
        "W should be an array, but is a masked array with masked entries",
    ),
    "a column for a vector": (("column_matrix",), ROW, "W should have shape (3,), but has (3, 1)"),
    "a row for a column": (("row_matrix",), ROW[:, None], "W should have shape (3, 1), but has (1, 3)"),
    "a number beyond all floats": (
        ("beyond",),
        1.5,
        "W should be a number, but is a number beyond all floats",
    ),
    "an object that has a float": (("number",), 1.0, "W should be a number, but is an object of type Number"),
    "an object that has an array": (
        ("has_array",),
        A,
        "W should be an array, but is an object of type Numbers",
    ),
    "objects of a class": (
        ("objects_of_others",),
        ROW[:2],
        "W should be an array, but is an object of type array of dtype object",
    ),
    "a masked array of objects": (
        ("masked_object",),
        ROW[:2],
        "W should be an array, but is an object of type MaskedArray",
    ),
    "an endless range": (("endless",), ROW, "W should be an array, but is an object of type range"),
    "wrong numbers": (("matrix",), A + 1, "W has the wrong value in 4 of 4 entries"),
    "a wrong number": (("longdouble",), 2.5, "W has the wrong value"),
}

Compare = Callable[..., None]


@pytest.fixture
def compared(converse: Converse) -> tuple[SubmissionProxy, Expect, Any]:
    """A submission, a comparison of its answers, and the conversation."""
    submission, session = converse(CODE)
    return submission, Expect(Tolerance(), session), session


def test_right_answer_of_another_type_is_right_and_its_type_is_noted(
    compared: tuple[SubmissionProxy, Expect, Any],
) -> None:
    submission, expect, session = compared
    for name, (right, types) in RIGHT.items():
        arguments = (False,) if name == "masked" else ()
        expect(getattr(submission, name)(*arguments), right, "W")

        noted = [(one.function, one.came, one.asked) for one in session.conversions]
        assert noted == ([] if types is None else [(name, *types)])
        session.finish()


def test_types_are_noted_of_entries_too(compared: tuple[SubmissionProxy, Expect, Any]) -> None:
    submission, expect, session = compared
    expect(submission.nested(), {"norm": 1.5, "grads": {"W": A}}, "result")
    expect(submission.mapping(), {"W": A}, "mapping")

    assert sorted((one.function, one.came) for one in session.conversions) == [
        ("mapping", "a mapping"),
        ("mapping", "a matrix"),
        ("nested", "a list"),
        ("nested", "an np.longdouble"),
    ]


def test_what_would_lose_something_is_refused_and_what_is_wrong_is_a_wrong_value(
    compared: tuple[SubmissionProxy, Expect, Any],
) -> None:
    submission, expect, _ = compared
    for (name, *arguments), right, message in REFUSED.values():
        with pytest.raises(WrongAnswer) as caught:
            expect(getattr(submission, str(name))(*arguments), right, "W")
        assert str(caught.value) == message


def test_strict_comparison_converts_nothing(compared: tuple[SubmissionProxy, Expect, Any]) -> None:
    submission, expect, session = compared
    for name, right in (
        ("matrix", A),
        ("list_of_longdoubles", A),
        ("longdouble", 1.5),
        ("numbers", (0, 1, 2)),
    ):
        with pytest.raises(WrongAnswer, match="should be"):
            expect(getattr(submission, name)(), right, "W", strict=True)
    with pytest.raises(WrongAnswer, match="should be a tuple of 3 values, but is an array of numbers"):
        expect(np.arange(3), (0, 1, 2), "index", strict=True)
    expect(submission.both(), (A, 1.5), "both", strict=True)

    assert session.conversions == set()


def test_suite_goes_on_with_converted_answers(compared: tuple[SubmissionProxy, Expect, Any]) -> None:
    submission, expect, _ = compared
    converted = expect.convert(submission.nested(), {"grads": {"W": np.zeros((2, 2))}, "norm": 0.0, "b": 0.0})
    first, second, third = expect.unpack(submission.view(), 3, "view")

    assert type(converted["grads"]["W"]) is np.ndarray
    assert converted["norm"] == 1.5
    assert (first, second, third) == (1.0, -2.0, 0.5)
    assert expect.convert(submission.both(), (A, 0.0)) == (pytest.approx(A), 1.5)
    assert expect.convert([[1.0], [2.0, 3.0]], A) == [[1.0], [2.0, 3.0]]
    assert expect.convert("text", 1.0) == "text"
    assert expect.convert(None, {"W": A}) is None


def test_report_of_a_run_names_types_of_passed_visible_checks_alone(small_suite: SmallSuite) -> None:
    check = """
        @pytest.mark.part("one")
        def test_{name}(submission, expect):
            expect(submission.{name}(), np.array([1.0, 2.0]))
        """
    small_suite.visible("".join(check.format(name=name) for name in ("passed", "failed")))
    small_suite.hidden(check.format(name="secret").replace("\n    ", "\n"))
    run = small_suite.run(
        """
        def passed(): return [1.0, 2.0]
        def failed(): return [1.0, 3.0]
        def secret(): return (1.0, 2.0)
        """
    )

    outcomes = {name: check.outcome for name, check in by_name(run).items()}
    assert outcomes == {
        "test_passed": Outcome.PASSED,
        "test_failed": Outcome.WRONG,
        "test_secret": Outcome.PASSED,
    }
    assert [(one.function, one.came, one.asked) for one in run.conversions] == [
        ("passed", "a list", "an array")
    ]
    (difference,) = by_name(run)["test_failed"].differences
    assert (difference.problem, difference.actual) == ("value", "[1., 3.]")


_NUMBERS: Final = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, width=32),
    st.integers(-(2**70), 2**70),
    st.booleans(),
    st.complex_numbers(allow_nan=False, allow_infinity=False, max_magnitude=9),
)
_ANSWERS: Final = st.recursive(
    st.one_of(
        _NUMBERS,
        st.text(max_size=2),
        st.none(),
        npst.arrays(npst.scalar_dtypes(), npst.array_shapes(max_dims=2, max_side=2)),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
    max_leaves=6,
)


@given(answer=_ANSWERS, axes=st.integers(0, 3))
def test_conversion_loses_nothing_or_is_refused(answer: Any, axes: int) -> None:
    converted = Converter().to_numbers(answer, np.zeros((2,) * axes))

    if converted.came and not converted.refusal:
        assert _flat(converted.value) == _flat(answer)
    else:
        assert converted.value is answer


def _flat(answer: Any) -> list[complex]:
    """List the numbers of an answer, in their order."""
    if isinstance(answer, list | tuple):
        return [number for entry in answer for number in _flat(entry)]
    if isinstance(answer, np.ndarray):
        return _flat(answer.tolist())
    return [complex(answer)]
