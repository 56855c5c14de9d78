"""Forward and backward, at other depths and widths."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Judge

Named = Callable[[Case], dict[str, Any]]


@pytest.mark.part(
    "layers", hint="Take the number of layers from the list, and the activation's name from its argument."
)
@pytest.mark.parametrize(
    "name",
    [
        "relu_pass",
        "tanh_pass",
        "narrow_pass",
        "linear_pass",
        "pass_of_one_sample",
        "pass_of_one_layer",
        "deep_pass",
    ],
    ids=["two layers", "five layers", "one unit", "all sizes equal", "one sample", "one layer", "very deep"],
)
def test_stages(oracle: Oracle, expect: Expect, stages: Named, right_stages: Named, name: str) -> None:
    """Stages of a network of another depth or width."""
    c = oracle(name)
    expect(stages(c), right_stages(c), "stages")


@pytest.mark.part(
    "layers",
    hint="Start with the gradient that is named first, and go on only when it is right. The last layer has "
    "no activation; every other one multiplies by its derivative, taken at its own z.",
)
@pytest.mark.parametrize(
    "name",
    [
        "relu_network",
        "tanh_classifier",
        "sigmoid_network",
        "narrow_network",
        "linear_network",
        "square_network",
        "single_sample",
        "single_layer",
        "deep_network",
    ],
    ids=[
        "two layers, relu",
        "five layers, cross_entropy",
        "five layers, half_sse",
        "one unit",
        "identity",
        "all sizes equal",
        "one sample",
        "one layer",
        "very deep",
    ],
)
def test_gradients(
    oracle: Oracle,
    expect: Expect,
    judge: "Judge",
    gradients: Named,
    right_gradients: Named,
    name: str,
) -> None:
    """Gradients of a network of another depth or width."""
    c = oracle(name)
    judge.backward(c, lambda: expect(gradients(c), right_gradients(c), "gradients"))


@pytest.mark.part(
    "layers", hint="A call may use nothing but its arguments: keep nothing from an earlier one."
)
def test_two_networks(
    oracle: Oracle,
    expect: Expect,
    judge: "Judge",
    stages: Named,
    right_stages: Named,
    gradients: Named,
    right_gradients: Named,
) -> None:
    """Two networks of one shape, one after the other."""

    def compare(c: Case) -> None:
        expect(gradients(c), right_gradients(c), "gradients")

    for c in (oracle("relu_network"), oracle("relu_network")):
        expect(stages(c), right_stages(c), "stages")
        judge.backward(c, partial(compare, c))


@pytest.mark.part(
    "layers", hint="Copy what you want to change: a list, a dict or an array that is an argument stays."
)
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    judge: "Judge",
    stages: Named,
    right_stages: Named,
    gradients: Named,
    right_gradients: Named,
) -> None:
    """No argument of forward or backward is changed, without an activation."""
    c = oracle("linear_network")
    expect(submission.unchanged(lambda: stages(c)), right_stages(c), "stages")
    judge.backward(
        c, lambda: expect(submission.unchanged(lambda: gradients(c)), right_gradients(c), "gradients")
    )
