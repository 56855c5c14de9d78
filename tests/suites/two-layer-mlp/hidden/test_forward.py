"""The forward pass, on other shapes."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Judge

Unchanged = Callable[[Callable[[], Any]], Any]


@pytest.mark.part(
    "forward", hint="Biases are added after the product, and each layer has its own activation."
)
@pytest.mark.parametrize(
    "name",
    [
        "relu_pass",
        "tanh_pass",
        "linear_pass_to_sigmoid",
        "sigmoid_pass_to_relu",
        "pass_of_one_sample",
        "pass_to_one_output",
        "square_pass",
        "saturated_pass",
    ],
    ids=[
        "relu",
        "tanh",
        "identity, then sigmoid",
        "sigmoid, then relu",
        "one sample",
        "one output",
        "all sizes equal",
        "large inputs",
    ],
)
def test_stages(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", name: str
) -> None:
    """All four stages of a batch of another shape."""
    c = oracle(name)
    judge.forward(c, lambda: expect(submission.forward(**c.inputs), c.values, "stages"))


@pytest.mark.part(
    "forward", hint="A call may use nothing but its arguments: keep nothing from an earlier one."
)
def test_two_batches(submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """Two networks of one shape, one after the other."""

    def compare(c: Case) -> None:
        expect(submission.forward(**c.inputs), c.values, "stages")

    for c in (oracle("relu_pass"), oracle("relu_pass")):
        judge.forward(c, partial(compare, c))


@pytest.mark.part("forward", hint="An activation that works in place would change z1 as well as h.")
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", unchanged: Unchanged
) -> None:
    """No argument of forward is changed."""
    c = oracle("linear_pass_to_sigmoid")
    judge.forward(c, lambda: expect(unchanged(lambda: submission.forward(**c.inputs)), c.values, "stages"))
