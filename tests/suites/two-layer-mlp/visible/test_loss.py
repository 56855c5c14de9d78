"""Losses and their derivatives."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

KINDS = ("half_sse", "mse", "cross_entropy")


@pytest.mark.part("loss", hint="Compare what you sum over, and what you divide by, with the docstring.")
@pytest.mark.parametrize("kind", KINDS)
def test_values(submission: SubmissionProxy, oracle: Oracle, expect: Expect, kind: str) -> None:
    """Value of a loss."""
    c = oracle(kind)
    expect(submission.loss(**c.inputs), c.values["loss"], "loss")


@pytest.mark.part(
    "loss", hint="Differentiate the loss as you compute it, with each of its factors, for one entry of out."
)
@pytest.mark.parametrize("kind", KINDS)
def test_derivatives(submission: SubmissionProxy, oracle: Oracle, expect: Expect, kind: str) -> None:
    """Derivative of a loss with respect to the output."""
    c = oracle(kind)
    expect(submission.loss_grad(**c.inputs), c.gradients["out"], "derivative")


@pytest.mark.part(
    "loss",
    hint="Softmax stays the same when a number is subtracted from a whole row; and a probability that rounds "
    "to 0 has no logarithm, so compute the logarithm of the softmax directly.",
)
def test_large_logits(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Cross-entropy of logits of 1000."""
    c = oracle("large_logits")
    expect(submission.loss(**c.inputs), c.values["loss"], "loss")


@pytest.mark.part("loss", hint="The derivative needs a softmax too, and the same care with large logits.")
def test_derivative_of_large_logits(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Derivative of the cross-entropy of logits of 1000."""
    c = oracle("large_logits")
    expect(submission.loss_grad(**c.inputs), c.gradients["out"], "derivative")


@pytest.mark.part("loss", hint="half_sse is half the sum of the squared differences, and nothing else.")
def test_textbook(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Losses of the handout's textbook example, before and after a step."""
    c = oracle("textbook_step")
    first, last = (
        submission.loss(step["stages"]["out"], c.inputs["y"], "half_sse") for step in c.values["steps"]
    )
    expect((first, last), tuple(c.values["losses"]), "losses")


@pytest.mark.part("loss", hint="A name that is none of the three should raise ValueError.")
def test_unknown_name(
    submission: SubmissionProxy, expect: Expect, error_of: Callable[[Callable[[], object]], str]
) -> None:
    """A loss that does not exist is refused."""
    error = error_of(lambda: submission.loss(np.array([[0.5]]), np.array([[1.0]]), "hinge"))
    expect(error, "ValueError", "exception for an unknown loss")
    error = error_of(lambda: submission.loss_grad(np.array([[0.5]]), np.array([[1.0]]), "hinge"))
    expect(error, "ValueError", "exception for the derivative of an unknown loss")
