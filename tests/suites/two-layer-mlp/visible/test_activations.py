"""Activations and their derivatives."""

import numpy as np
import pytest

from grader.suite.api import Check, Expect, Oracle, SubmissionProxy

KINDS = ("identity", "sigmoid", "relu", "tanh")


@pytest.mark.part(
    "activations",
    hint="The formula of each activation stands in the docstring. Make a new array: z stays as it is.",
)
@pytest.mark.parametrize("kind", KINDS)
def test_values(oracle: Oracle, activate: Check, kind: str) -> None:
    """Values of an activation, to nine digits."""
    unchanged = kind in ("identity", "relu")
    activate(oracle("irregular_numbers"), kind, unchanged=unchanged, rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "activations",
    hint="The argument is z, which goes into the activation, not what comes out of it: where the formula "
    "needs the output, compute that from z first, in an array of its own.",
)
@pytest.mark.parametrize("kind", KINDS)
def test_derivatives(oracle: Oracle, activate_grad: Check, kind: str) -> None:
    """Derivative of an activation, to nine digits."""
    activate_grad(oracle("irregular_numbers"), kind, unchanged=kind == "relu", rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "activations", hint="Below 0 a ReLU is closed; at exactly 0 its derivative is 0 by convention."
)
def test_relu_at_zero(submission: SubmissionProxy, expect: Expect) -> None:
    """Derivative of ReLU where it is closed, open, and at 0."""
    z, right = np.array([-1.0, 0.0, 2.0]), np.array([0.0, 0.0, 1.0])
    expect(submission.activate_grad(z, "relu"), right, "derivative")


@pytest.mark.part(
    "activations", hint="exp(1000) overflows. Rewrite the formula so that e is never raised to a large power."
)
@pytest.mark.parametrize("kind", ["sigmoid", "tanh"])
def test_large_numbers(submission: SubmissionProxy, oracle: Oracle, activate: Check, kind: str) -> None:
    """Values for inputs of 800 and beyond, without a warning."""
    submission.without_warnings(lambda: activate(oracle("large_numbers"), kind))


@pytest.mark.part(
    "activations", hint="Far from 0 a sigmoid and a tanh are flat: no step on the way may overflow."
)
@pytest.mark.parametrize("kind", ["sigmoid", "tanh"])
def test_slopes_at_large_numbers(oracle: Oracle, activate_grad: Check, kind: str) -> None:
    """Derivatives for inputs of 800 and beyond."""
    activate_grad(oracle("large_numbers"), kind)


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
def test_unknown_name(submission: SubmissionProxy) -> None:
    """An activation that does not exist is refused."""
    z = np.array([0.5])
    asked = "exception for an unknown activation"
    submission.raises(ValueError, lambda: submission.activate(z, "swish"), asked)
    asked = "exception for the derivative of an unknown activation"
    submission.raises(ValueError, lambda: submission.activate_grad(z, "swish"), asked)
