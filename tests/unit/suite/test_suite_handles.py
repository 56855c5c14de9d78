"""What a suite may do with an object of the student's, and what it may not."""

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.sandbox.faults import Crashed, Missing, NotStarted, Raised
from grader.sandbox.forked import ForkServer
from grader.suite.handles import Handle, HandleError
from grader.suite.session import Session
from grader.suite.submission import Submission
from grader.wire.channel import Channel

Converse = Callable[..., tuple[Submission, Session]]

VALUE = """
import os
import numpy as np

class Value:
    count = 0
    def __init__(self, data, how="new"):
        self.data, self.how, self.tags = data, how, [how]
    def _with(self, other, how):
        other = other if isinstance(other, Value) else Value(other)
        return Value((self.data, how, other.data), how)
    def __add__(self, other): return self._with(other, "add")
    def __radd__(self, other): return self._with(other, "radd")
    def __iadd__(self, other):
        self.how = "iadd"
        self.data = (self.data, "iadd", getattr(other, "data", other))
        return self
    def __sub__(self, other): return self._with(other, "sub")
    def __rsub__(self, other): return self._with(other, "rsub")
    def __mul__(self, other): return self._with(other, "mul")
    def __rmul__(self, other): return self._with(other, "rmul")
    def __truediv__(self, other): return self._with(other, "truediv")
    def __rtruediv__(self, other): return self._with(other, "rtruediv")
    def __floordiv__(self, other): return self._with(other, "floordiv")
    def __rfloordiv__(self, other): return self._with(other, "rfloordiv")
    def __mod__(self, other): return self._with(other, "mod")
    def __rmod__(self, other): return self._with(other, "rmod")
    def __pow__(self, other): return self._with(other, "pow")
    def __rpow__(self, other): return self._with(other, "rpow")
    def __matmul__(self, other): return self._with(other, "matmul")
    def __rmatmul__(self, other): return self._with(other, "rmatmul")
    def __neg__(self): return Value(("neg", self.data))
    def __pos__(self): return Value(("pos", self.data))
    def __abs__(self): return Value(("abs", self.data))
    def twin(self): return Value(self.data)
    def pair(self): return [self, {"self": self}], 1.5
    def scaled(self, by, *, plus=0): return Value(self.data * by + plus)
    def todo(self): raise NotImplementedError
    def fail(self): raise ValueError("failed")
    def die(self): os._exit(3)

class Obliging(Value):
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    def __bool__(self): return True
    def __len__(self): return 3
    def __float__(self): return 1.0
    def __array__(self, *args, **kwargs): return np.ones(3)
    def __getitem__(self, key): return 1.0
    def __iter__(self): return iter([1.0])
    def __contains__(self, other): return True
    def __hash__(self): return 1

class Plain:
    def __init__(self, data): self.data = data
    def __mul__(self, other): return Plain(self.data * other.data)

def same(a, b): return a is b
def call(g, value): return g(value)
def first(values): return values[0].data
def data_of(value): return value.data
def make(): return Obliging(4.0)
"""


@pytest.fixture
def submission(converse: Converse) -> Submission:
    """A submission with a class whose operators say what they were given."""
    return converse(VALUE)[0]


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
def test_arithmetic_reaches_the_students_operators_on_either_side(name: str, submission: Submission) -> None:
    operate = BINARY[name]
    one, other = submission.Value(2.0), submission.Value(3.0)

    assert operate(one, other).data == (2.0, name, 3.0)
    assert operate(one, 5).data == (2.0, name, 5)
    assert operate(5, one).data == (2.0, f"r{name}", 5)


NUMBERS = [7, 0.5, True, 1j, np.float64(0.5), np.float32(0.5), np.int64(3), np.bool_(True), np.array(2.0)]


@pytest.mark.parametrize("number", NUMBERS, ids=list(map(repr, NUMBERS)))
@pytest.mark.parametrize("name", ["add", "mul", "truediv", "pow"])
def test_a_number_of_any_kind_may_stand_on_either_side(
    name: str, number: Any, submission: Submission
) -> None:
    value = submission.Value(2.0)

    left = BINARY[name](number, value)
    right = BINARY[name](value, number)

    assert left.data == (2.0, f"r{name}", number)
    assert right.data == (2.0, name, number)


def test_an_array_on_the_right_goes_whole_to_the_student(submission: Submission) -> None:
    data = (submission.Value(2.0) * np.arange(3.0)).data

    assert data[:2] == (2.0, "mul")
    assert data[2].tolist() == [0, 1, 2]


def test_an_array_on_the_left_is_multiplied_entry_by_entry_as_numpy_does(submission: Submission) -> None:
    result: Any = np.arange(2.0) * submission.Value(2.0)

    assert isinstance(result, Handle)
    assert submission.first(result) == (2.0, "rmul", 0.0)


def test_in_place_arithmetic_changes_the_object_where_the_student_says_so(submission: Submission) -> None:
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
def test_signs_reach_the_student(name: str, operate: Callable[[Any], Any], submission: Submission) -> None:
    assert operate(submission.Value(2.0)).data == (name, 2.0)


def test_sum_adds_up_from_nought(submission: Submission) -> None:
    total: Any = sum([submission.Value(1.0), 2.0])

    assert total.data == ((1.0, "radd", 0), "add", 2.0)


def test_a_missing_operator_is_the_students_error_when_a_value_is_due(submission: Submission) -> None:
    result = submission.Plain(2) * 3

    with pytest.raises(Raised, match="has no attribute 'data'") as caught:
        _ = result.data
    assert caught.value.exception == "AttributeError"
    result = submission.Plain(2) + 3
    with pytest.raises(Raised, match="unsupported operand"):
        _ = result.data


def test_attributes_are_got_and_set_and_methods_called(submission: Submission) -> None:
    value = submission.Value(data=2.0, how="named")

    assert (value.data, value.how, value.tags) == (2.0, "named", ["named"])
    value.data = 5
    value.extra = np.ones(2)
    assert value.scaled(2, plus=1).data == 11
    assert value.extra.tolist() == [1, 1]
    assert submission.Value.count == 0


def test_an_object_is_passed_back_as_itself_also_inside_containers(submission: Submission) -> None:
    value = submission.Value(2.0)
    (inside, mapping), number = value.pair()[0], value.pair()[1]

    assert number == 1.5
    assert submission.same(inside, value)
    assert submission.same(mapping["self"], value)
    assert not submission.same(value.twin(), value)
    assert submission.data_of(value + 1) == (2.0, "add", 1)


def test_a_lent_function_may_compute_with_what_it_is_given(submission: Submission) -> None:
    result = submission.call(lambda value: value * 2 + value.data, submission.Value(3.0))

    assert result.data == ((3.0, "mul", 2), "add", 3.0)


def test_a_missing_attribute_says_what_lacks_it(submission: Submission) -> None:
    value = submission.Value(2.0)

    with pytest.raises(Missing, match="your Value has no `grad`"):
        _ = value.grad
    with pytest.raises(Missing, match="your file defines no `backward`"):
        _ = submission.backward
    with pytest.raises(AttributeError):
        _ = submission._private  # noqa: SLF001  # that it is refused is the point
    with pytest.raises(AttributeError):
        _ = value._private  # noqa: SLF001  # as above


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
    use: Callable[[Any], object], submission: Submission
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
    use: Callable[[Any], object], submission: Submission
) -> None:
    with pytest.raises(HandleError, match="an object of type Obliging where a plain value is due"):
        use(submission.make())


def test_an_object_equals_no_array_in_numpys_eyes(submission: Submission) -> None:
    assert not np.array_equal(submission.make(), np.ones(3))


def test_naming_an_object_runs_nothing_of_the_students(converse: Converse) -> None:
    submission, _ = converse("class V:\n    def __repr__(self): raise RuntimeError\ndef f(): return V()")

    assert repr(submission.f()) == "<f in the submission>"
    assert f"{submission.f}" == "<f in the submission>"


def test_an_object_is_lost_with_the_worker_it_lived_in(submission: Submission) -> None:
    value, other = submission.Value(1.0), submission.Value(2.0)
    with pytest.raises(Crashed):
        other.die()

    uses: list[Callable[[], object]] = [
        lambda: value.data,
        lambda: value + 1,
        lambda: submission.data_of(value),
        lambda: setattr(value, "data", 1),
    ]
    for use in uses:
        with pytest.raises(HandleError, match="lost with the process it lived in"):
            use()
    assert submission.Value(3.0).data == 3.0


def test_an_object_of_an_earlier_check_is_not_the_students_fault(converse: Converse) -> None:
    submission, session = converse(VALUE)
    value = submission.Value(1.0)
    session.finish()

    with pytest.raises(HandleError):
        _ = value.data
    assert submission.Value(2.0).data == 2.0


def test_what_cannot_be_passed_is_refused_by_its_type(submission: Submission) -> None:
    value = submission.Value(1.0)

    with pytest.raises(HandleError, match="a set cannot be passed to a submission by value"):
        submission.data_of({1, 2})
    with pytest.raises(HandleError, match="a set cannot be passed"):
        _ = value + {1, 2}
    assert (value + 1).data == (1.0, "add", 1)


@pytest.mark.parametrize(
    "code, kind",
    [
        ("raise ValueError('late')", Raised),
        ("raise NotImplementedError", NotStarted),
        ("import os; os._exit(1)", Crashed),
    ],
)
def test_an_error_in_a_pipelined_operation_surfaces_where_a_value_is_due(
    code: str, kind: type[Exception], converse: Converse
) -> None:
    source = f"""
        class Value:
            data = 1.0
            def __add__(self, other):
                {code}
            def __mul__(self, other):
                return self
        """
    submission, _ = converse(source)
    value = submission.Value()
    total = value
    for _ in range(3):
        total = total * 2
    total = (total + 1) * 2

    with pytest.raises(kind) as caught:
        _ = total.data
    if kind is not Crashed:
        frames: Any = caught.value.frames  # type: ignore[attr-defined]  # a fault of the student's has them
        assert [function for _, function in frames] == ["Value.__add__"]
        assert value.data == 1.0  # what did not fail is still there


class _Counted(Channel):
    """A channel that counts what is sent."""

    def __init__(self, inner: Channel) -> None:
        self._inner = inner
        self.sent = 0

    def send(self, frame: bytes, timeout: float | None = None) -> None:
        self.sent += 1
        self._inner.send(frame, timeout)

    def receive(self, timeout: float | None = None) -> bytes | None:
        return self._inner.receive(timeout)

    def close(self) -> None:
        self._inner.close()


@pytest.mark.parametrize("additions, frames", [(1, 1), (3000, 1), (10_000, 3)])
def test_thousands_of_additions_travel_in_a_few_frames(
    additions: int, frames: int, converse: Converse, warm_parent: ForkServer
) -> None:
    channels = []

    def start() -> Any:
        worker = warm_parent.start()
        worker.channel = _Counted(worker.channel)
        channels.append(worker.channel)
        return worker

    code = """
        class Value:
            def __init__(self, data): self.data = data
            def __add__(self, other): return Value(self.data + getattr(other, "data", other))
        """
    submission, _ = converse(code, start)
    total = submission.Value(0)
    before = channels[0].sent
    for _ in range(additions):
        total = total + 1

    assert total.data == additions
    assert channels[0].sent - before == frames
