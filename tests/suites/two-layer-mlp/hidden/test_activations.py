"""Activations and their derivatives, on arrays of other shapes."""

import pytest

from grader.suite.api import Check, Oracle

KINDS = ("identity", "sigmoid", "relu", "tanh")


@pytest.mark.part("activations", hint="An activation works entry by entry, on an array of any shape.")
@pytest.mark.parametrize("kind", KINDS)
def test_values(oracle: Oracle, activate: Check, kind: str) -> None:
    """Values of an activation on an array with three axes."""
    activate(oracle("block"), kind)


@pytest.mark.part(
    "activations",
    hint="The derivative is taken at z, entry by entry; a formula that needs the output computes it.",
)
@pytest.mark.parametrize("kind", KINDS)
def test_derivatives(oracle: Oracle, activate_grad: Check, kind: str) -> None:
    """Derivative of an activation on an array with three axes."""
    activate_grad(oracle("block"), kind)


@pytest.mark.part("activations", hint="Rewrite the formula so that e is never raised to a large power.")
@pytest.mark.parametrize("kind", ["sigmoid", "tanh"])
def test_extremes(oracle: Oracle, activate: Check, kind: str) -> None:
    """Values for large inputs of both signs."""
    activate(oracle("extremes"), kind)


@pytest.mark.part("activations", hint="Far from 0 a sigmoid and a tanh are flat.")
@pytest.mark.parametrize("kind", ["sigmoid", "tanh"])
def test_slopes_at_extremes(oracle: Oracle, activate_grad: Check, kind: str) -> None:
    """Derivatives for large inputs of both signs."""
    activate_grad(oracle("extremes"), kind)


@pytest.mark.part("activations", hint="z may be a number too: do not rely on its having rows.")
def test_a_number(oracle: Oracle, activate: Check) -> None:
    """Value of every activation for one number."""
    c = oracle("plain_number")
    for kind in KINDS:
        activate(c, kind, kind)
