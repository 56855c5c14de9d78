"""Activations and their derivatives."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Judge

KINDS = ("identity", "sigmoid", "relu", "tanh")


@pytest.mark.part("activations", hint="The formula of each activation stands in the docstring.")
@pytest.mark.parametrize("kind", KINDS)
def test_values(submission: SubmissionProxy, oracle: Oracle, expect: Expect, kind: str) -> None:
    """Values of an activation."""
    c = oracle("irregular_numbers")
    expect(submission.activate(c.inputs["z"], kind), c.values[kind], "activation")


@pytest.mark.part(
    "activations",
    hint="The argument is z, which goes into the activation, not what comes out of it: where the formula "
    "needs the output, compute that from z first.",
)
@pytest.mark.parametrize("kind", KINDS)
def test_derivatives(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", kind: str
) -> None:
    """Derivative of an activation."""
    c = oracle("irregular_numbers")
    judge.activate_grad(
        c,
        kind,
        lambda: expect(submission.activate_grad(c.inputs["z"], kind), c.gradients[kind], "derivative"),
    )


@pytest.mark.part(
    "activations", hint="Below 0 a ReLU is closed; at exactly 0 its derivative is 0 by convention."
)
def test_relu_at_zero(submission: SubmissionProxy, expect: Expect) -> None:
    """Derivative of ReLU where it is closed, open, and at 0."""
    expect(
        submission.activate_grad(np.array([-1.0, 0.0, 2.0]), "relu"), np.array([0.0, 0.0, 1.0]), "derivative"
    )


@pytest.mark.part(
    "activations", hint="exp(1000) overflows. Rewrite the formula so that e is never raised to a large power."
)
@pytest.mark.parametrize("kind", ["sigmoid", "tanh"])
def test_large_numbers(submission: SubmissionProxy, oracle: Oracle, expect: Expect, kind: str) -> None:
    """Values for inputs of 800 and beyond."""
    c = oracle("large_numbers")
    expect(submission.activate(c.inputs["z"], kind), c.values[kind], "activation")


@pytest.mark.part(
    "activations", hint="z may be a number or an array without axes: take no axis and no length for granted."
)
@pytest.mark.parametrize("kind", KINDS)
def test_numbers(submission: SubmissionProxy, oracle: Oracle, expect: Expect, kind: str) -> None:
    """Value of an activation for a number and for an array without axes."""
    c = oracle("irregular_numbers")
    for place in ((0, 0), (1, 2)):
        number, right = float(c.inputs["z"][place]), float(c.values[kind][place])
        expect(submission.activate(number, kind), right, "activation of a number")
        expect(submission.activate(np.array(number), kind), right, "activation of an array without axes")


@pytest.mark.part("activations", hint="A name that is none of the four should raise ValueError.")
def test_unknown_name(
    submission: SubmissionProxy, expect: Expect, error_of: Callable[[Callable[[], object]], str]
) -> None:
    """An activation that does not exist is refused."""
    error = error_of(lambda: submission.activate(np.array([0.5]), "swish"))
    expect(error, "ValueError", "exception for an unknown activation")
    error = error_of(lambda: submission.activate_grad(np.array([0.5]), "swish"))
    expect(error, "ValueError", "exception for the derivative of an unknown activation")
