"""What the checks of both folders share: how one function is judged when others of the file are wrong."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import pytest

from grader.suite.api import Case, Expect, Known, SubmissionProxy

_FORWARD: Final = ("X", "layers", "activation")
_BACKWARD: Final = ("X", "y", "layers", "activation", "kind")


class Judge:
    """Judges one function by itself, so that a slip in another one does not cost its points.

    Args:
        submission: The student's module.
    """

    def __init__(self, submission: SubmissionProxy) -> None:
        self._submission = submission

    def backward(self, case: Case, attempt: Callable[[], None]) -> None:
        """Judge `backward`: the forward pass may be wrong."""
        self._submission.judge(attempt, [_forward(case)])

    def depth(self, case: Case, attempt: Callable[[], None]) -> None:
        """Judge `gradient_norms` or `mean_slopes`: both passes may be wrong."""
        right = case.values["gradients"]
        backward = Known("backward", _given(case, _BACKWARD), right)
        self._submission.judge(attempt, [_forward(case), backward])


def _forward(case: Case) -> Known:
    return Known("forward", _given(case, _FORWARD), case.values["stages"])


def _given(case: Case, names: Iterable[str]) -> dict[str, Any]:
    return {name: case.inputs[name] for name in names}


@pytest.fixture
def judge(submission: SubmissionProxy) -> Judge:
    """Judge one function by itself."""
    return Judge(submission)


@pytest.fixture
def stages(submission: SubmissionProxy, expect: Expect) -> Callable[[Case], dict[str, Any]]:
    """Call `forward` and give its stages by name, "z1" and "h1" for those of the first layer."""

    def call(case: Case) -> dict[str, Any]:
        result = expect.convert(submission.forward(**_given(case, _FORWARD)), case.values["stages"])
        size = len(case.inputs["layers"])
        if type(result) not in (list, tuple) or len(result) != size:
            expect(result, ((),) * size, "stages")
        named: dict[str, Any] = {}
        for number, (stage, right) in enumerate(zip(result, case.values["stages"], strict=True), start=1):
            if type(stage) is not dict or not right.keys() <= stage.keys():
                expect(stage, right, f"stages[{number - 1}]")
            named |= {f"{name}{number}": stage[name] for name in right}
        return named

    return call


@pytest.fixture
def right_stages() -> Callable[[Case], dict[str, Any]]:
    """Give a case's right stages by name, in the order of the layers."""

    def give(case: Case) -> dict[str, Any]:
        numbered = enumerate(case.values["stages"], start=1)
        return {f"{name}{number}": value for number, stage in numbered for name, value in stage.items()}

    return give


@pytest.fixture
def gradients(submission: SubmissionProxy, expect: Expect) -> Callable[[Case], dict[str, Any]]:
    """Call `backward` and give its gradients by name, "W1" and "b1" for those of the first layer."""

    def call(case: Case) -> dict[str, Any]:
        result = submission.backward(**_given(case, _BACKWARD))
        size = len(case.inputs["layers"])
        if type(result) not in (list, tuple) or len(result) != size:
            expect(result, ((),) * size, "gradients")
        named: dict[str, Any] = {}
        for number, pair in enumerate(result, start=1):
            named[f"W{number}"], named[f"b{number}"] = expect.unpack(pair, 2, f"gradients[{number - 1}]")
        return named

    return call


@pytest.fixture
def right_gradients() -> Callable[[Case], dict[str, Any]]:
    """Give a case's right gradients by name, those nearest the loss first."""

    def give(case: Case) -> dict[str, Any]:
        layers = range(len(case.inputs["layers"]), 0, -1)
        return {name: case.gradients[name] for number in layers for name in (f"W{number}", f"b{number}")}

    return give


@pytest.fixture
def collapsed(submission: SubmissionProxy, expect: Expect) -> Callable[[Case], tuple[Any, Any]]:
    """Collapse a case's layers, and give the pair (W, b)."""

    def call(case: Case) -> tuple[Any, Any]:
        W, b = expect.unpack(submission.collapse(case.inputs["layers"]), 2, "the result of collapse")
        right: tuple[Any, Any] = (case.values["W"], case.values["b"])
        return tuple(map(expect.convert, (W, b), right))

    return call


class Weights:
    """Draws weights with the submission's `xavier` or `he`, and with generators in its process.

    Args:
        submission: The student's module.
        expect: Compares their shapes.
    """

    def __init__(self, submission: SubmissionProxy, expect: Expect) -> None:
        self._submission = submission
        self._expect = expect

    def generator(self, seed: int) -> Any:
        """Make a random generator that the submission's functions can be given."""
        return self._submission.np.random.default_rng(seed)

    def draw(self, name: str, case: Case, rng: Any) -> Any:
        """Draw the weights of a case's layer, which must have the right shape."""
        fan_in, fan_out = case.inputs["fan_in"], case.inputs["fan_out"]
        scheme = self._submission.xavier if name == "xavier" else self._submission.he
        W = self._expect.convert(scheme(fan_in, fan_out, rng), np.zeros((fan_out, fan_in)))
        if type(W) is not np.ndarray:
            self._expect(W, np.zeros((fan_out, fan_in)), "W")
        # Of many weights only the shape is compared: known mistakes are recorded with what was compared.
        self._expect(np.zeros(W.shape), np.zeros((fan_out, fan_in)), "W")
        return W

    def source(self, name: str, case: Case) -> str:
        """Find out where weights come from: "rng", the generator that is given, or something else."""
        seed = case.inputs["seed"]
        shared = self._submission.np.random
        shared.seed(seed)
        rng = self.generator(seed)
        first, second, again = (self.draw(name, case, one) for one in (rng, rng, self.generator(seed)))
        untouched = float(shared.random()) == np.random.RandomState(seed).random()
        repeats, goes_on = np.array_equal(first, again), not np.array_equal(first, second)
        return _SOURCES.get((repeats, goes_on, untouched), "something else")


_SOURCES: Final = {
    (True, True, True): "rng",
    (True, True, False): "rng, but np.random is changed too",
    (True, False, True): "a generator that always begins anew",
    (True, False, False): "np.random, seeded in every call",
    (False, True, True): "a new generator without a seed",
    (False, True, False): "np.random",
}
"""By three facts: equal generators draw alike, a second call draws anew, the global one is untouched."""


@pytest.fixture
def weights(submission: SubmissionProxy, expect: Expect) -> Weights:
    """Draw weights."""
    return Weights(submission, expect)
