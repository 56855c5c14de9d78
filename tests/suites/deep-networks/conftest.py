"""How each function is judged when others of the file are wrong: a fixture for each, named like it."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import numpy as np
import pytest

from grader.suite.api import Case, Check, Expect, Judge, Known, SubmissionProxy, pick

_FORWARD: Final = ("X", "layers", "activation")
_BACKWARD: Final = ("X", "y", "layers", "activation", "kind")


@pytest.fixture
def forward(submission: SubmissionProxy, expect: Expect, judge: Judge) -> Check:
    """Compare the stages of `forward` by name, "z1" and "h1" for those of the first layer."""

    def check(case: Case, **how: Any) -> None:
        right = case.values["stages"]

        def call() -> dict[str, Any]:
            stages = expect.convert(submission.forward(**pick(case.inputs, *_FORWARD)), right)
            if type(stages) not in (list, tuple) or len(stages) != len(right):
                expect(stages, ((),) * len(right), "stages")
            for number, (stage, wanted) in enumerate(zip(stages, right, strict=True)):
                if type(stage) is not dict or not wanted.keys() <= stage.keys():
                    expect(stage, wanted, f"stages[{number}]")
            return _numbered(stages)

        judge(call, _numbered(right), "stages", **how)

    return check


@pytest.fixture
def backward(submission: SubmissionProxy, expect: Expect, judge: Judge) -> Check:
    """Compare the gradients of `backward` by name, those nearest the loss first; `forward` may be wrong."""

    def check(case: Case, **how: Any) -> None:
        size = len(case.inputs["layers"])

        def call() -> dict[str, Any]:
            result = submission.backward(**pick(case.inputs, *_BACKWARD))
            if type(result) not in (list, tuple) or len(result) != size:
                missing = _left_out(result, case)
                assert not missing, (
                    f"gradients should have {size} pairs, one for each layer, but has {size - 1}: that of "
                    f"the {missing} layer is missing"
                )
                expect(result, ((),) * size, "gradients")
            pairs = (expect.unpack(pair, 2, f"gradients[{number}]") for number, pair in enumerate(result))
            return {
                name: gradient
                for number, (W, b) in enumerate(pairs, start=1)
                for name, gradient in ((f"W{number}", W), (f"b{number}", b))
            }

        names = (f"{name}{number}" for number in range(size, 0, -1) for name in "Wb")
        judge(call, pick(case.gradients, *names), "gradients", [_stages(case)], **how)

    return check


def _left_out(result: Any, case: Case) -> str:
    """Say which layer has no pair in a list of gradients: "first", "last", or "" if it is not that."""
    size = len(case.inputs["layers"])
    right = [(case.gradients[f"W{number}"], case.gradients[f"b{number}"]) for number in range(1, size + 1)]
    if type(result) not in (list, tuple) or not 0 < len(result) == size - 1:
        return ""
    for name, rest in (("first", right[1:]), ("last", right[:-1])):
        if all(map(_is_pair, result, rest)):
            return name
    return ""


def _is_pair(found: Any, right: tuple[Any, Any]) -> bool:
    if type(found) not in (list, tuple) or len(found) != len(right):
        return False
    return all(
        isinstance(one, np.ndarray) and one.shape == due.shape and np.allclose(one, due, rtol=1e-6, atol=0)
        for one, due in zip(found, right, strict=True)
    )


@pytest.fixture
def gradient_norms(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the norms of the weights' gradients; both passes may be wrong."""
    return lambda case, **how: judge(
        partial(submission.gradient_norms, **case.inputs), case.values["norms"], "norms", _passes(case), **how
    )


@pytest.fixture
def mean_slopes(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the mean slopes of the hidden layers; both passes may be wrong."""

    def check(case: Case, **how: Any) -> None:
        call = partial(submission.mean_slopes, **pick(case.inputs, *_FORWARD))
        judge(call, case.values["slopes"], "slopes", _passes(case), **how)

    return check


@pytest.fixture
def collapse(submission: SubmissionProxy, expect: Expect, judge: Judge) -> Check:
    """Compare the one layer that `collapse` gives, and what it makes of a batch."""

    def check(case: Case, **how: Any) -> None:
        right: tuple[Any, Any] = (case.values["W"], case.values["b"])
        made: list[Any] = []

        def call() -> tuple[Any, ...]:
            layer = expect.unpack(submission.collapse(case.inputs["layers"]), 2, "the result of collapse")
            made[:] = map(expect.convert, layer, right)
            return tuple(made)

        judge(call, right, "(W, b)", **how)
        W, b = made
        expect(case.inputs["X"] @ W.T + b, case.values["out"], "X @ W.T + b")

    return check


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

    def draw(self, name: str, case: Case, rng: Any = None) -> Any:
        """Draw the weights of a case's layer, which must have the right shape."""
        fan_in, fan_out = case.inputs["fan_in"], case.inputs["fan_out"]
        scheme = self._submission.xavier if name == "xavier" else self._submission.he
        drawn = scheme(fan_in, fan_out, self.generator(case.inputs["seed"]) if rng is None else rng)
        W = self._expect.convert(drawn, np.zeros((fan_out, fan_in)))
        if type(W) is not np.ndarray:
            self._expect(W, np.zeros((fan_out, fan_in)), "W")
        # Of many weights only the shape is compared: known mistakes are recorded with what was compared.
        self._expect(np.zeros(W.shape), np.zeros((fan_out, fan_in)), "W")
        return W

    def expect_finite(self, name: str, case: Case) -> None:
        """Draw weights, and require that each is a number."""
        W = self.draw(name, case)
        self._expect(bool(np.isfinite(W).all()), expected=True, name="every weight is a finite number")

    def expect_moments(self, name: str, case: Case) -> None:
        """Draw many weights, and compare their moments with those of the normal distribution that is due."""
        W, right = self.draw(name, case), case.values[name]
        self._expect(float(W.mean()), 0.0, "mean", atol=0.04 * max(right, float(W.std())))
        self._expect(float(W.std()), right, "standard deviation", rtol=0.03)
        fourth = float(np.mean((W / W.std()) ** 4))
        self._expect(fourth, 3.0, "fourth moment over the variance squared", rtol=0.08)

    def expect_generator(self, name: str, case: Case) -> None:
        """Find out which generator weights come from, and require that it is the one that is given."""
        seed = case.inputs["seed"]
        shared = self._submission.np.random
        shared.seed(seed)
        rng = self.generator(seed)
        first, second, again = (self.draw(name, case, one) for one in (rng, rng, self.generator(seed)))
        untouched = float(shared.random()) == np.random.RandomState(seed).random()
        repeats, goes_on = np.array_equal(first, again), not np.array_equal(first, second)
        source = _SOURCES.get((repeats, goes_on, untouched), "something else")
        self._expect(source, "rng", "the weights come from")


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


def _numbered(stages: Any) -> dict[str, Any]:
    numbered = enumerate(stages, start=1)
    return {f"{name}{number}": stage[name] for number, stage in numbered for name in ("z", "h")}


def _stages(case: Case) -> Known:
    return Known("forward", pick(case.inputs, *_FORWARD), case.values["stages"])


def _passes(case: Case) -> Iterator[Known]:
    yield _stages(case)
    yield Known("backward", pick(case.inputs, *_BACKWARD), case.values["gradients"])
