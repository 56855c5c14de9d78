"""Norms of gradients and mean slopes."""

from functools import partial
from typing import TYPE_CHECKING

import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Judge


FORWARD = ("X", "layers", "activation")


@pytest.mark.part(
    "depth", hint="One number for each layer: square all entries of its dW, add them up, take the root."
)
@pytest.mark.parametrize(
    "name",
    ["sigmoid_depth", "relu_depth", "depth_of_one_layer"],
    ids=["sigmoid, mse", "relu, half_sse", "one layer"],
)
def test_norms(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", name: str
) -> None:
    """Norms of the weights' gradients."""
    c = oracle(name)
    judge.depth(c, lambda: expect(submission.gradient_norms(**c.inputs), c.values["norms"], "norms"))


@pytest.mark.part(
    "depth", hint="However small a norm is, it is the number you are after: add nothing to it, round nothing."
)
@pytest.mark.parametrize(
    "name", ["twelve_layers", "vanished"], ids=["twelve layers", "twenty layers, tiny weights"]
)
def test_vanishing_norms(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", name: str
) -> None:
    """Norms that shrink from layer to layer."""
    c = oracle(name)
    judge.depth(
        c, lambda: expect(submission.gradient_norms(**c.inputs), c.values["norms"], "norms", atol=0.0)
    )


@pytest.mark.part(
    "depth", hint="Take the derivative at each z, then the mean of all of them, layer by layer."
)
@pytest.mark.parametrize("name", ["sigmoid_depth", "relu_depth"], ids=["sigmoid", "relu"])
def test_slopes(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", name: str
) -> None:
    """Mean slopes of the hidden layers."""
    c = oracle(name)
    given = {key: c.inputs[key] for key in FORWARD}
    judge.depth(c, lambda: expect(submission.mean_slopes(**given), c.values["slopes"], "slopes"))


@pytest.mark.part("depth", hint="No hidden layer, no slope: return an empty array, of shape (0,).")
def test_slopes_of_one_layer(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge"
) -> None:
    """Mean slopes of a network of one layer: none."""
    c = oracle("depth_of_one_layer")
    given = {key: c.inputs[key] for key in FORWARD}
    judge.depth(c, lambda: expect(submission.mean_slopes(**given), c.values["slopes"], "slopes"))


@pytest.mark.part("depth", hint="Operators such as *= change an array in place: make a new one.")
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge"
) -> None:
    """No argument of gradient_norms or mean_slopes is changed."""
    c = oracle("relu_depth")
    given = {key: c.inputs[key] for key in FORWARD}

    def attempt() -> None:
        norms = submission.unchanged(partial(submission.gradient_norms, **c.inputs))
        slopes = submission.unchanged(partial(submission.mean_slopes, **given))
        expect((norms, slopes), (c.values["norms"], c.values["slopes"]), "(norms, slopes)")

    judge.depth(c, attempt)
