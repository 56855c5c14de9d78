"""Losses and their derivatives."""

import numpy as np
import pytest

from grader.suite.api import Case, Check, Expect, Oracle, SubmissionProxy, cases

KINDS = {
    **{kind: kind for kind in ("half_sse", "mse", "cross_entropy")},
    "mse, one output": "mse_of_one_output",
    "cross_entropy, unsigned labels": "unsigned_labels",
}
FAR = {f"{kind}, far from y": f"{kind}_far_away" for kind in ("half_sse", "mse")}


@pytest.mark.part(
    "loss",
    hint="Compare what you sum over, and what you divide by, with the docstring; out and y stay as they are.",
)
@cases(KINDS)
def test_values(case: Case, loss: Check) -> None:
    """Value of a loss, to nine digits."""
    loss(case, unchanged=True, rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "loss",
    hint="Differentiate the formula, with its factors, in a new array; differences lose digits.",
)
@cases({**KINDS, **FAR})
def test_derivatives(case: Case, loss_grad: Check) -> None:
    """Derivative of a loss with respect to the output, to nine digits."""
    loss_grad(case, unchanged=True, rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "loss",
    hint="Softmax stays the same when a number is subtracted from a whole row; and a probability that rounds "
    "to 0 has no logarithm, so compute the logarithm of the softmax directly.",
)
def test_large_logits(oracle: Oracle, loss: Check) -> None:
    """Cross-entropy of logits of 1000."""
    loss(oracle("large_logits"))


@pytest.mark.part("loss", hint="The derivative needs a softmax too, and the same care with large logits.")
def test_derivative_of_large_logits(oracle: Oracle, loss_grad: Check) -> None:
    """Derivative of the cross-entropy of logits of 1000."""
    loss_grad(oracle("large_logits"))


@pytest.mark.part("loss", hint="half_sse is half the sum of the squared differences, and nothing else.")
def test_textbook(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Losses of the handout's textbook example, before and after a step."""
    c = oracle("textbook_step")
    outs = [step["stages"]["out"] for step in c.values["steps"]]
    found = tuple(submission.loss(out, c.inputs["y"], "half_sse") for out in outs)
    expect(found, tuple(c.values["losses"]), "losses")


@pytest.mark.part("loss", hint="A name that is none of the three should raise ValueError.")
def test_unknown_name(submission: SubmissionProxy) -> None:
    """A loss that does not exist is refused."""
    out, y = np.array([[0.5]]), np.array([[1.0]])
    asked = "exception for an unknown loss"
    submission.raises(ValueError, lambda: submission.loss(out, y, "hinge"), asked)
    asked = "exception for the derivative of an unknown loss"
    submission.raises(ValueError, lambda: submission.loss_grad(out, y, "hinge"), asked)
