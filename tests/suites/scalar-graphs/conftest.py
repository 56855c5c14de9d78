"""What the visible and the hidden checks of `scalar-graphs` share."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from grader.suite.api import Case, Expect, SubmissionProxy


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
def check_graph(submission: SubmissionProxy, expect: Expect) -> Callable[[Case], None]:
    """Build a graph, compare every `data`, call `backward()` on its roots, and compare every `grad`."""

    def check(case: Case) -> None:
        graph = Graph(submission, case)
        values = dict(case.values)
        gradients = values.pop("gradients", case.gradients)
        graph.compare(expect, "data", values)
        graph.backward()
        graph.compare(expect, "grad", gradients)

    return check


@pytest.fixture
def check_leaves(submission: SubmissionProxy, expect: Expect) -> Callable[[Case], None]:
    """Build a graph and compare the `data` of its leaves with what they were made with."""

    def check(case: Case) -> None:
        Graph(submission, case).compare(expect, "data", case.inputs["leaves"])

    return check


@pytest.fixture
def assume_product(submission: SubmissionProxy) -> Callable[[float, float, float], None]:
    """Let the submission's own calls of `multiply_backward` succeed, so that it is judged by itself."""

    def assume(x: float, w: float, upstream: float) -> None:
        for one, other in ((x, w), (w, x)):
            given = {"x": one, "w": other, "upstream": upstream}
            submission.assume("multiply_backward", given, {"x": upstream * other, "w": upstream * one})

    return assume


@pytest.fixture
def assume_factory(
    submission: SubmissionProxy, assume_product: Callable[[float, float, float], None]
) -> Callable[[Case], None]:
    """Let `factory_backward` find right results of the functions it may call."""

    def assume(case: Case) -> None:
        target = case.inputs["target"]
        stages = {name: case.inputs[name] for name in ("x", "w", "v")}
        u, y = case.values["u"], case.values["y"]
        submission.assume("factory_forward", stages, (u, y))
        submission.assume("factory_loss", {"y": y, "target": target}, case.values["loss"])
        assume_product(stages["x"], stages["w"], case.gradients["u"])
        assume_product(u, stages["v"], case.gradients["y"])

    return assume


@pytest.fixture
def assume_affine(
    submission: SubmissionProxy, assume_product: Callable[[float, float, float], None]
) -> Callable[[Case], None]:
    """Let `affine_backward` find right results of the functions it may call."""

    def assume(case: Case) -> None:
        layer = {name: case.inputs[name] for name in ("x", "w", "b")}
        values = case.values
        submission.assume("affine_forward", layer, (values["z"], values["y_hat"]))
        difference = {"y_hat": values["y_hat"], "y": case.inputs["y"]}
        submission.assume("affine_loss", difference, (values["r"], values["loss"]))
        assume_product(layer["x"], layer["w"], case.gradients["z"])

    return assume


@pytest.fixture
def assume_fork(
    submission: SubmissionProxy, assume_product: Callable[[float, float, float], None]
) -> Callable[[Case], None]:
    """Let `fork_backward` find right results of the functions it may call."""

    def assume(case: Case) -> None:
        submission.assume("fork_forward", dict(case.inputs), dict(case.values))
        assume_product(case.inputs["x"], case.inputs["y"], case.gradients["p"])

    return assume
