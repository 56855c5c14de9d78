"""What checks of both folders share: functions to be lent, and how a function is judged beside wrong ones."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.suite.api import Case, Expect, Known, NotStarted, Raised, SubmissionProxy

Array = NDArray[np.float64]
Entries = Iterable[Iterable[int]]

CALLS_BESIDES: Final = 4
"""How often f may be called beyond twice for each entry."""
_MEASURES: Final = "numerical_gradient"
"""What the checks of another part build on, and do not judge."""


def cubic(p: Any, a: Any, b: Any, c: Any) -> float:
    """Sum a polynomial of every entry."""
    return float(np.sum(p * (c + p * (b + p * a))))


def weighted_sum(p: Any, c: Any) -> float:
    """Sum entries with weights."""
    return float(np.sum(c * p))


def product(p: Any) -> float:
    """Multiply all entries."""
    return float(np.prod(p))


def cross_entropy(p: Any, label: int) -> float:
    """Compute the cross-entropy of a vector of logits."""
    return float(np.log(np.sum(np.exp(p))) - p[label])


def softmax(p: Any, labels: Any, weights: Any) -> float:
    """Sum the cross-entropies of rows of logits, with a weight for each row."""
    shifted = p - p.max(axis=1, keepdims=True)
    logarithms = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-np.sum(weights * logarithms[np.arange(len(p)), labels]))


def network(p: Any, X: Any, b1: Any, W2: Any, b2: Any, y: Any) -> float:
    """Compute the mean squared error of two layers with ReLU between them; p is W1."""
    out = np.maximum(X @ p.T + b1, 0.0) @ W2.T + b2
    return float(np.mean((out - y) ** 2))


FUNCTIONS: Final[Mapping[str, Callable[..., float]]] = {
    function.__name__: function
    for function in (cubic, weighted_sum, product, cross_entropy, softmax, network)
}


class Lent:
    """A function that the suite lends; notes every point it is called at.

    Args:
        function: What it computes.
        x: Where its gradient is asked for.
        spoils: Whether it writes into what it is called with.

    Attributes:
        points: Where it was called.
        others: How often it was called with an array that is not of float64.
    """

    def __init__(self, function: Callable[[Any], float], x: Any, *, spoils: bool = False) -> None:
        self._function = function
        self._x = np.array(x, dtype=np.float64)
        self._spoils = spoils
        self.points: list[Array] = []
        self.others = 0

    def __call__(self, point: Any) -> float:
        self._refuse_another_kind(point)
        self.others += bool(self._x.ndim and point.dtype != np.float64)
        self.points.append(np.array(point, dtype=np.float64))
        value = self._function(point)
        if self._spoils and self._x.ndim:
            point += 1
        return value

    def _refuse_another_kind(self, point: Any) -> None:
        kind = np.asarray(point).dtype.kind
        if kind not in "fiu" or (self._x.ndim and not isinstance(point, np.ndarray)):
            raise AssertionError("f was called with something that is no array and no number")
        if np.shape(point) != self._x.shape:
            raise AssertionError(f"f was called with shape {np.shape(point)}, and x has {self._x.shape}")

    def calls_too_many(self, least: int = 0) -> int:
        """Say how often it was called beyond what is permitted.

        Args:
            least: How many calls are permitted at least, and some besides.
        """
        return max(0, len(self.points) - max(least, 2 * self._x.size) - CALLS_BESIDES)

    def moves(self) -> dict[str, Any]:
        """Say how far each entry was moved by itself to either side, and how often several were moved."""
        ahead, behind = np.zeros(self._x.shape), np.zeros(self._x.shape)
        several = 0
        for point in self.points:
            step = point - self._x
            moved = np.argwhere(np.abs(step) > 1e-13)
            if len(moved) > 1:
                several += 1
            for index in map(tuple, moved):
                side = ahead if step[index] > 0 else behind
                side[index] = step[index]
        return _as_moves(ahead, behind, several)

    def right_moves(self, h: float) -> dict[str, Any]:
        """Say the same for central differences with step h."""
        return _as_moves(np.full(self._x.shape, h), np.full(self._x.shape, -h), 0)


def _as_moves(ahead: Array, behind: Array, several: int) -> dict[str, Any]:
    return {"moves ahead": ahead, "moves back": behind, "points with several entries moved": several}


@pytest.fixture
def lend() -> Callable[..., Lent]:
    """Make the function of a case, to be lent to the submission."""

    def make(case: Case, *, spoils: bool = False) -> Lent:
        function, given = FUNCTIONS[case.inputs["kind"]], case.inputs["given"]
        return Lent(lambda point: function(point, **given), case.inputs["x"], spoils=spoils)

    return make


@pytest.fixture
def expect_worst(expect: Expect) -> Callable[[Any, tuple[Any, float]], None]:
    """Compare the pair (index, error); the index has to be one, and the error may be of any type."""

    def check(found: Any, right: tuple[Any, float]) -> None:
        if type(found) in (list, tuple) and len(found) == len(right):
            found = (found[0], expect.convert(found[1], right[1]))
        expect(found, right, "worst", strict=True)

    return check


@pytest.fixture
def compared(submission: SubmissionProxy) -> Callable[..., None]:
    """Judge `worst_entry` as it is; if it fails, once more with right relative errors."""

    def judge(a: Any, b: Any, errors: Any, attempt: Callable[[], None]) -> None:
        given = ({"a": a, "b": b}, {"a": b, "b": a})
        submission.judge(attempt, [Known("relative_errors", one, errors) for one in given])

    return judge


class Checker:
    """Judges `find_wrong` and `check_gradient`.

    An attempt that succeeds counts as it is. One that fails is made once more, and this time the
    submission's own calls of `numerical_gradient` find a right gradient.

    Args:
        submission: The student's module.
        expect: Compares answers.
    """

    def __init__(self, submission: SubmissionProxy, expect: Expect) -> None:
        self._submission = submission
        self._expect = expect

    def __call__(
        self,
        function: str,
        case: Case,
        f: Callable[[], Any],
        claimed: Any,
        wrong: Entries,
        numerical: Any = None,
        *,
        measured: bool = True,
        **options: float,
    ) -> None:
        """Judge one of the two functions on a claimed gradient.

        Args:
            function: Its name.
            case: Has x, and the right gradient.
            f: Makes the function to be lent.
            claimed: The claimed gradient.
            wrong: Indices of the entries that are wrong.
            numerical: What is to be measured; the right gradient if None.
            measured: Whether f is to be measured at first; that of a thousand entries takes a second.
            options: Step and tolerances, where they are given.
        """
        x = case.inputs["x"]

        def attempt() -> None:
            answer = self._function(function)(f(), claimed, x, **options)
            if function == "find_wrong":
                self.expect_indices(answer, x, wrong)
            else:
                self._expect(answer, not list(wrong), "check")

        if measured:
            self.judge(case, attempt, numerical, **options)
        else:
            self.assume(case, numerical)
            attempt()

    def judge(
        self, case: Case, attempt: Callable[[], None], numerical: Any = None, h: float = 1e-5, **_: float
    ) -> None:
        """Make an attempt; if it fails, make it once more with a right gradient for `numerical_gradient`."""
        self._submission.judge(attempt, self._measured(case, numerical, h))

    def count(self, function: str, case: Case, f: Callable[[], Lent]) -> None:
        """Judge how often one of the two functions calls f, and with what.

        What `numerical_gradient` calls too often costs its own part, and is permitted here. Only where it is
        wrong a right gradient takes its place: a check that does not use it, or not with f, is to be seen.
        """
        x, gradient = case.inputs["x"], case.gradients["x"]
        own, lent, is_right = f(), f(), False
        with suppress(AssertionError, NotStarted, Raised):
            self._expect(getattr(self._submission, _MEASURES)(own, x), gradient)
            is_right = True
        if not is_right:
            self.assume(case)
        self._function(function)(lent, gradient, x)
        self._expect(bool(lent.points), expected=True, name="whether f is called")
        self._expect(lent.calls_too_many(len(own.points)), 0, "calls of f beyond what the stub permits")
        self._expect(lent.others, 0, "calls of f without an array of float64")

    def _function(self, name: str) -> Callable[..., Any]:
        # In so many words: which part judges which function is read from this text.
        found = self._submission.find_wrong if name == "find_wrong" else self._submission.check_gradient
        return cast("Callable[..., Any]", found)

    def assume(self, case: Case, numerical: Any = None, h: float = 1e-5) -> None:
        """Let the submission's own calls of `numerical_gradient` find a right gradient from now on."""
        for known in self._measured(case, numerical, h):
            self._submission.assume(*known)

    @staticmethod
    def _measured(case: Case, numerical: Any, h: float) -> Iterator[Known]:
        right = case.gradients["x"] if numerical is None else numerical
        yield Known(_MEASURES, {"x": case.inputs["x"], "h": h}, right)

    def expect_indices(self, found: Any, x: Any, wrong: Entries) -> None:
        """Compare a list of indices: first which entries are listed, then the list itself and its order."""
        right = [tuple(index) for index in wrong]
        shape = np.shape(x)
        if shape and _are_indices(found, shape):
            self._expect(_marks(found, shape), _marks(right, shape), "listed")
        # An array as an index picks rows, so that it is no index here, whatever stands in it.
        self._expect(found, right, "indices", strict=True)


@pytest.fixture
def checker(submission: SubmissionProxy, expect: Expect) -> Checker:
    """Judge `find_wrong` or `check_gradient` on a claimed gradient."""
    return Checker(submission, expect)


def _are_indices(found: Any, shape: tuple[int, ...]) -> bool:
    return isinstance(found, list) and all(
        isinstance(index, tuple)
        and len(index) == len(shape)
        and all(
            isinstance(place, int | np.integer) and 0 <= place < n
            for place, n in zip(index, shape, strict=True)
        )
        for index in found
    )


def _marks(indices: Entries, shape: tuple[int, ...]) -> Array:
    marks = np.zeros(shape)
    for index in indices:
        marks[tuple(index)] = 1
    return marks


@pytest.fixture
def unchanged(submission: SubmissionProxy) -> Callable[[], None]:
    """Fail the check if a call has changed one of its arguments in place."""

    def judge() -> None:
        changed = ", ".join(submission.changed_arguments)
        assert not changed, f"changed in place, where it should stay as it is: {changed}"

    return judge
