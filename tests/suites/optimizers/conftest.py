"""What checks of both folders share: walks with an optimizer, and an optimizer for `fit` that is right."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.suite.api import (
    Case,
    Check,
    Expect,
    NotStarted,
    Raised,
    StudentFault,
    SubmissionProxy,
    WrongAnswer,
    pick,
)

_NUDGE: Final = 1e-100  # a derivative along the imaginary axis takes no difference, and so rounds nothing
_CLASSES: Final = ("SGD", "RMSProp", "Adam")


class Landscape:
    """The loss of a case's problem and its gradient, where the submission has got to.

    Args:
        case: Its inputs hold the problem, and the start with names and shapes of the parameters.
    """

    def __init__(self, case: Case) -> None:
        self._problem = case.inputs["problem"]
        self._shapes = {name: np.shape(value) for name, value in case.inputs["start"].items()}

    def __call__(self, params: Mapping[str, Any], number: int = 0) -> tuple[float, dict[str, Any]]:
        """Compute the pair (loss, grads) at a step's number; numbers have numbers for gradients."""
        place = np.concatenate([np.ravel(params[name]) for name in self._shapes]).astype(np.float64)
        with np.errstate(all="ignore"):  # a submission may have gone off to infinity
            loss = self._loss(place[None, :], number)[0]
            slopes = self._loss(place + _NUDGE * 1j * np.eye(place.size), number).imag / _NUDGE
        return float(loss), {
            name: value if shape else float(value) for name, value, shape in self._parted(slopes)
        }

    def _loss(self, places: NDArray[Any], number: int) -> NDArray[Any]:
        """Compute the losses of several places at once, (places, numbers of a place)."""
        if self._problem["kind"] == "squares":
            residuals: NDArray[Any] = places @ self._problem["A"].T - self._problem["b"]
            return np.asarray((residuals**2).sum(axis=-1) / 2)
        W1, b1, W2, b2 = (value for _, value, _ in self._parted(places))
        X, y = self._problem["X"], self._problem["y"]
        if self._problem["in_batches"]:
            X, y = (rows[[number % len(rows)]] for rows in (X, y))
        hidden = np.tanh(X @ W1.swapaxes(-1, -2) + b1[:, None, :])
        errors: NDArray[Any] = hidden @ W2.swapaxes(-1, -2) + b2[:, None, :] - y
        return np.asarray((errors**2).mean(axis=(-1, -2)))

    def _parted(self, places: NDArray[Any]) -> Iterator[tuple[str, NDArray[Any], tuple[int, ...]]]:
        """Cut the last axis into the parameters: their names, values and shapes."""
        begin = 0
        for name, shape in self._shapes.items():
            end = begin + int(np.prod(shape))
            yield name, places[..., begin:end].reshape((*places.shape[:-1], *shape)), shape
            begin = end


class Walk:
    """Steps of one of the submission's optimizers, compared on the way with those of torch.

    Args:
        make: Makes the optimizer, and others like it.
        case: Its inputs hold the start, and a problem or the gradients of each step; its values the path.
        expect: Compares.
        tolerance: By how much parameters may be off, as `expect` takes it.
    """

    def __init__(
        self, make: Callable[[], Any], case: Case, expect: Expect, tolerance: Mapping[str, Any]
    ) -> None:
        self._make = make
        self._optimizer = make()
        self._step = self._optimizer.step
        self._case = case
        self._expect = expect
        self._tolerance = tolerance
        self._params: Any = case.inputs["start"]
        self._path = dict(case.values["path"])
        self._slopes = Landscape(case) if "problem" in case.inputs else None
        self._taken = 0
        self._found: dict[str, Any] = {}
        self._right: dict[str, Any] = {}

    def advance(self) -> None:
        """Take a step, and compare the parameters where the right ones are recorded.

        Where gradients are given and come of no place, all steps are compared at the end, so that what is
        wrong in one of them does not hide the others.
        """
        inputs = self._case.inputs
        if inputs.get("rates") is not None:
            self._optimizer.lr = inputs["rates"][self._taken]
        grads = self._slopes(self._params, self._taken)[1] if self._slopes else inputs["grads"][self._taken]
        self._params = self._expect.convert(self._step(self._params, grads), inputs["start"])
        self._taken += 1
        after = "after 1 step" if self._taken == 1 else f"after {self._taken} steps"
        if not self._usable():
            self._note(inputs["start"], after)
            self._compare()
        elif self._taken in self._path:
            self._note(self._path[self._taken], after)
        if self._slopes or self._taken == inputs["steps"]:
            self._compare()

    def finish(self) -> None:
        """Take all steps that are left."""
        while self._taken < self._case.inputs["steps"]:
            self.advance()

    def _note(self, right: Mapping[str, Any], after: str) -> None:
        """Put down what is to be compared; under the same names in both, so that what is missing is told."""
        for name, value in right.items():
            self._right[f"{name} {after}"] = value
            if type(self._params) is dict and name in self._params:
                self._found[f"{name} {after}"] = self._params[name]

    def _compare(self) -> None:
        found = self._found if type(self._params) is dict else self._params
        self._expect(found, self._right, "the result of step", **self._tolerance)
        self._found, self._right = {}, {}

    def shares_memory(self) -> bool:
        """Whether two new optimizers like this one differ in their first step on a parameter of their own."""
        try:
            one, other = (self._make().step({"p": 1.0}, {"p": 1.0}) for _ in range(2))
        except (NotStarted, Raised):
            return False
        return type(one) is dict and type(other) is dict and repr(one) != repr(other)

    def _usable(self) -> bool:
        """Whether the next gradient can be computed: every parameter is there, in its kind and shape."""
        start = self._case.inputs["start"]
        return type(self._params) is dict and all(
            isinstance(self._params.get(name), np.ndarray | np.generic | float | int)
            and np.asarray(self._params[name]).dtype.kind in "iuf"
            and np.shape(self._params[name]) == np.shape(value)
            for name, value in start.items()
        )


@pytest.fixture
def walk(submission: SubmissionProxy, expect: Expect) -> Callable[..., Walk]:
    """Make one of the submission's optimizers with the settings of a case, and set out with it."""

    def make(kind: str, case: Case, **tolerance: float) -> Walk:
        settings = ("lr", "momentum", "alpha", "betas", "eps")
        options = {name: case.inputs[name] for name in settings if name in case.inputs}
        return Walk(lambda: getattr(submission, kind)(**options), case, expect, tolerance)

    return make


@pytest.fixture
def take_turns() -> Callable[[Walk, Walk, int], None]:
    """Let two walks take turns; where that fails because their optimizers share a memory, say so."""

    def take(one: Walk, other: Walk, steps: int) -> None:
        share = (
            one.shares_memory() or other.shares_memory()
        )  # first, so that reports show the walk's own call
        try:
            for _ in range(steps):
                one.advance()
                other.advance()
        except (Raised, WrongAnswer):
            if share:
                pytest.fail(
                    "the first step of a new optimizer depends on what another one has done before: they "
                    "share their memory",
                    pytrace=False,
                )
            raise

    return take


@pytest.fixture
def clip(submission: SubmissionProxy, expect: Expect) -> Check:
    """Clip the gradients of a case, and compare norm and gradients."""

    def check(case: Case, **tolerance: Any) -> None:
        clipped = submission.clip_by_global_norm(**case.inputs)
        grads, norm = expect.unpack(clipped, 2, "the result of clip_by_global_norm")
        right = {"norm": case.values["norm"], "grads": case.values["grads"]}
        expect({"norm": norm, "grads": grads}, right, "(grads, norm)", **tolerance)

    return check


@pytest.fixture
def rates(submission: SubmissionProxy, expect: Expect) -> Check:
    """Ask for the learning rate of every step of a case's schedule, and compare them."""

    def check(case: Case, **tolerance: Any) -> None:
        settings = pick(case.inputs, "total", "warmup", "peak")
        right = {f"rate of step {step}": float(rate) for step, rate in enumerate(case.values["rates"])}
        found = {name: submission.warmup_cosine(step, **settings) for step, name in enumerate(right)}
        expect(found, right, "the rates", **tolerance)

    return check


class LentOptimizer:
    """An object of the submission whose `step` is the suite's own: each is shorter than the last.

    So `fit` is judged by itself, whatever the submission's optimizers do.

    Args:
        submission: The student's module.
        lr: The learning rate to begin with.

    Attributes:
        handle: The object, to be passed to `fit`.
        rates: The learning rate that each step has found in it.
    """

    def __init__(self, submission: SubmissionProxy, lr: float) -> None:
        self.handle = _constructed(submission, lr)
        self.handle.step = self._step
        self.rates: list[Any] = []

    def _step(self, params: Any, grads: Any) -> dict[str, Any]:
        both = type(params) is dict and type(grads) is dict and params.keys() == grads.keys()
        assert both, "`fit` has to call `optimizer.step(params, grads)`, two dicts with the same keys"
        lr = self.handle.lr
        self.rates.append(lr)
        share = lr / len(self.rates)
        return {name: value - share * grads[name] for name, value in params.items()}


def _constructed(submission: SubmissionProxy, lr: float) -> Any:
    """Make an object of the first class of the submission that can be made; what it does matters not."""
    for kind in _CLASSES[:-1]:
        try:
            return getattr(submission, kind)(lr)
        except StudentFault:
            continue
    return getattr(submission, _CLASSES[-1])(lr)


class Fit:
    """A run of the submission's `fit` with a loss and an optimizer that the suite lends.

    Args:
        submission: The student's module.
        case: The run.
        expect: Takes its result apart.

    Attributes:
        params: The parameters that `fit` returned.
        losses: The losses that it returned.
        asked: The parameters of each call of `loss_and_grads`.
        rates: The learning rate that the optimizer had in each of its steps.
    """

    def __init__(self, submission: SubmissionProxy, case: Case, expect: Expect) -> None:
        self._case = case
        self._landscape = Landscape(case)
        self.asked: list[Any] = []
        optimizer = LentOptimizer(submission, case.inputs["lr"])
        self.rates = optimizer.rates
        arguments = [self._loss_and_grads, case.inputs["start"], optimizer.handle, case.inputs["steps"]]
        if "rates" in case.inputs:
            arguments.append(self._schedule)
        self.params, self.losses = expect.unpack(submission.fit(*arguments), 2, "the result of fit")

    def _loss_and_grads(self, params: Any) -> tuple[float, dict[str, Any]]:
        known = type(params) is dict and params.keys() == self._case.inputs["start"].keys()
        assert known, "`fit` has to call `loss_and_grads(params)` with a dict of all parameters"
        most = 3 * self._case.inputs["steps"]
        assert len(self.asked) < most, (
            f"`fit` has called `loss_and_grads` {most} times, and goes on: when does its loop end?"
        )
        self.asked.append(params)
        return self._landscape(params)

    def _schedule(self, step: Any) -> float:
        rates = self._case.inputs["rates"]
        known = isinstance(step, int | np.integer) and 0 <= step < len(rates)
        assert known, f"`fit` has to call `schedule` with the number of a step, 0 to {len(rates) - 1}"
        return float(rates[step])


@pytest.fixture
def fit(submission: SubmissionProxy, expect: Expect) -> Callable[[Case], Fit]:
    """Run the submission's `fit` on a case."""
    return lambda case: Fit(submission, case, expect)
