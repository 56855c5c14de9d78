"""How each function is judged when others of the file are wrong, and how a graph of the engine is."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import pytest

from grader.suite.api import Case, Check, Expect, Judge, Known, SubmissionProxy, pick

_FACTORY: Final = ("x", "w", "v")
_AFFINE: Final = ("x", "w", "b")


class _Names(dict[str, Any]):
    """The names of a graph, which reports show as well."""

    def __init__(self, submission: SubmissionProxy) -> None:
        super().__init__()
        self._submission = submission

    def __setitem__(self, name: str, value: Any) -> None:
        if not isinstance(value, int | float):
            self._submission.show_as(name, value)
        super().__setitem__(name, value)


class Graph:
    """The graph of a case, made of the submission's values by running the case's text on them.

    Args:
        submission: Its `Value` makes the leaves.
        case: Its inputs are the graph's text, leaves, plain numbers and roots.
    """

    def __init__(self, submission: SubmissionProxy, case: Case) -> None:
        make = submission.Value
        self._names = _Names(submission)
        for name, number in case.inputs["leaves"].items():
            self._names[name] = make(number)
        self._names.update(case.inputs["numbers"])
        self._roots = case.inputs["roots"]
        exec(case.inputs["text"], {}, self._names)  # noqa: S102  # the text is the suite's own

    def backward(self) -> None:
        """Call `backward()` on every root in turn."""
        for root in self._roots:
            self._names[root].backward()

    def compare(self, expect: Expect, attribute: str, expected: Mapping[str, float]) -> None:
        """Compare one attribute of the values of some names with what it should be."""
        found = {f"{name}.{attribute}": getattr(self._names[name], attribute) for name in expected}
        expect(found, {f"{name}.{attribute}": right for name, right in expected.items()}, "graph")


@pytest.fixture
def check_graph(submission: SubmissionProxy, expect: Expect) -> Check:
    """Build a graph, compare every `data`, call `backward()` on its roots, and compare every `grad`."""

    def check(case: Case) -> None:
        graph = Graph(submission, case)
        graph.compare(expect, "data", case.values)
        graph.backward()
        graph.compare(expect, "grad", case.gradients)

    return check


@pytest.fixture
def check_leaves(submission: SubmissionProxy, expect: Expect) -> Check:
    """Build a graph and compare the `data` of its leaves with what they were made with."""

    def check(case: Case) -> None:
        Graph(submission, case).compare(expect, "data", case.inputs["leaves"])

    return check


@pytest.fixture
def multiply_backward(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the gradients of one multiplication."""
    return lambda case: judge(
        partial(submission.multiply_backward, **case.inputs), case.gradients, "gradients"
    )


@pytest.fixture
def factory_forward(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the two stages of the factory."""
    return lambda case: judge(
        partial(submission.factory_forward, **pick(case.inputs, *_FACTORY)), _values(case, "u", "y"), "(u, y)"
    )


@pytest.fixture
def factory_loss(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the loss of the factory."""
    return lambda case: judge(
        partial(submission.factory_loss, y=case.values["y"], target=case.inputs["target"]),
        case.values["loss"],
        "loss",
    )


@pytest.fixture
def factory_backward(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the gradients of the factory, where the functions that it may call may be wrong."""

    def known(case: Case) -> Iterator[Known]:
        u, y = _values(case, "u", "y")
        yield Known("factory_forward", pick(case.inputs, *_FACTORY), (u, y))
        yield Known("factory_loss", {"y": y, "target": case.inputs["target"]}, case.values["loss"])
        yield from _product(case.inputs["x"], case.inputs["w"], case.gradients["u"])
        yield from _product(u, case.inputs["v"], case.gradients["y"])

    return lambda case: judge(
        partial(submission.factory_backward, **case.inputs), case.gradients, "gradients", known(case)
    )


@pytest.fixture
def affine_forward(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the prediction of the affine model."""

    def check(case: Case) -> None:
        call = partial(submission.affine_forward, **pick(case.inputs, *_AFFINE))
        judge(call, _values(case, "z", "y_hat"), "(z, y_hat)")

    return check


@pytest.fixture
def affine_loss(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare residual and loss of the affine model."""

    def check(case: Case) -> None:
        call = partial(submission.affine_loss, y_hat=case.values["y_hat"], y=case.inputs["y"])
        judge(call, _values(case, "r", "loss"), "(r, loss)")

    return check


@pytest.fixture
def affine_backward(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the gradients of the affine model, where the functions that it may call may be wrong."""

    def known(case: Case) -> Iterator[Known]:
        yield Known("affine_forward", pick(case.inputs, *_AFFINE), _values(case, "z", "y_hat"))
        difference = {"y_hat": case.values["y_hat"], "y": case.inputs["y"]}
        yield Known("affine_loss", difference, _values(case, "r", "loss"))
        yield from _product(case.inputs["x"], case.inputs["w"], case.gradients["z"])

    return lambda case: judge(
        partial(submission.affine_backward, **case.inputs), case.gradients, "gradients", known(case)
    )


@pytest.fixture
def fork_forward(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the values of every node of the fork."""
    return lambda case: judge(partial(submission.fork_forward, **case.inputs), case.values, "values")


@pytest.fixture
def fork_backward(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the gradients of every node of the fork, where the functions that it may call may be wrong."""

    def known(case: Case) -> Iterator[Known]:
        yield Known("fork_forward", dict(case.inputs), dict(case.values))
        yield from _product(case.inputs["x"], case.inputs["y"], case.gradients["p"])

    return lambda case: judge(
        partial(submission.fork_backward, **case.inputs), case.gradients, "gradients", known(case)
    )


def _values(case: Case, *names: str) -> tuple[Any, ...]:
    return tuple(case.values[name] for name in names)


def _product(x: float, w: float, upstream: float) -> Iterator[Known]:
    for one, other in ((x, w), (w, x)):
        given = {"x": one, "w": other, "upstream": upstream}
        yield Known("multiply_backward", given, {"x": upstream * other, "w": upstream * one})
