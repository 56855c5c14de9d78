"""Norms of gradients and mean slopes, at other depths and widths."""

from typing import TYPE_CHECKING

import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Judge

FORWARD = ("X", "layers", "activation")


@pytest.mark.part("depth", hint="One norm for each layer, of dW alone, the first layer's first.")
@pytest.mark.parametrize(
    "name",
    ["tanh_depth", "shallow_depth", "square_depth", "linear_depth", "no_depth"],
    ids=["five layers", "two layers", "all sizes equal", "identity", "one layer"],
)
def test_norms(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", name: str
) -> None:
    """Norms of a network of another depth or width."""
    c = oracle(name)
    judge.depth(c, lambda: expect(submission.gradient_norms(**c.inputs), c.values["norms"], "norms"))


@pytest.mark.part("depth", hint="Neither a small norm nor a large one needs a correction of any kind.")
@pytest.mark.parametrize("name", ["vanishing", "exploding"], ids=["small weights", "large weights"])
def test_extreme_norms(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", name: str
) -> None:
    """Norms of a very deep network."""
    c = oracle(name)
    judge.depth(
        c, lambda: expect(submission.gradient_norms(**c.inputs), c.values["norms"], "norms", atol=0.0)
    )


@pytest.mark.part("depth", hint="One slope for each layer but the last: the mean over samples and units.")
@pytest.mark.parametrize(
    "name",
    ["tanh_depth", "shallow_depth", "square_depth", "linear_depth", "no_depth"],
    ids=["five layers", "two layers", "all sizes equal", "identity", "one layer"],
)
def test_slopes(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", name: str
) -> None:
    """Mean slopes of a network of another depth or width."""
    c = oracle(name)
    given = {key: c.inputs[key] for key in FORWARD}
    judge.depth(c, lambda: expect(submission.mean_slopes(**given), c.values["slopes"], "slopes"))
