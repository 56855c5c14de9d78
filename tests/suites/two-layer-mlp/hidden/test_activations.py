"""Activations and their derivatives, on arrays of other shapes."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Judge

Unchanged = Callable[[Callable[[], Any]], Any]

KINDS = ("identity", "sigmoid", "relu", "tanh")


@pytest.mark.part("activations", hint="An activation works entry by entry, on an array of any shape.")
@pytest.mark.parametrize("kind", KINDS)
def test_values(submission: SubmissionProxy, oracle: Oracle, expect: Expect, kind: str) -> None:
    """Values of an activation on an array with three axes."""
    c = oracle("block")
    expect(submission.activate(c.inputs["z"], kind), c.values[kind], "activation")


@pytest.mark.part(
    "activations",
    hint="The derivative is taken at z, entry by entry; a formula that needs the output computes it.",
)
@pytest.mark.parametrize("kind", KINDS)
def test_derivatives(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", kind: str
) -> None:
    """Derivative of an activation on an array with three axes."""
    c = oracle("block")
    judge.activate_grad(
        c,
        kind,
        lambda: expect(submission.activate_grad(c.inputs["z"], kind), c.gradients[kind], "derivative"),
    )


@pytest.mark.part("activations", hint="Rewrite the formula so that e is never raised to a large power.")
@pytest.mark.parametrize("kind", ["sigmoid", "tanh"])
def test_extremes(submission: SubmissionProxy, oracle: Oracle, expect: Expect, kind: str) -> None:
    """Values for large inputs of both signs."""
    c = oracle("extremes")
    expect(submission.activate(c.inputs["z"], kind), c.values[kind], "activation")


@pytest.mark.part("activations", hint="Far from 0 a sigmoid and a tanh are flat.")
@pytest.mark.parametrize("kind", ["sigmoid", "tanh"])
def test_slopes_at_extremes(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", kind: str
) -> None:
    """Derivatives for large inputs of both signs."""
    c = oracle("extremes")
    judge.activate_grad(
        c,
        kind,
        lambda: expect(submission.activate_grad(c.inputs["z"], kind), c.gradients[kind], "derivative"),
    )


@pytest.mark.part("activations", hint="z may be a number too: do not rely on its having rows.")
def test_a_number(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Value of every activation for one number."""
    c = oracle("plain_number")
    for kind in KINDS:
        expect(submission.activate(c.inputs["z"], kind), c.values[kind], kind)


@pytest.mark.part(
    "activations", hint="Assigning to entries of z, as in z[z < 0] = 0, changes the caller's array."
)
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, unchanged: Unchanged
) -> None:
    """No argument of activate or activate_grad is changed."""
    c = oracle("block")
    for kind in KINDS:
        expect(unchanged(partial(submission.activate, c.inputs["z"], kind)), c.values[kind], kind)
        unchanged(partial(submission.activate_grad, c.inputs["z"], kind))
