"""Clipping by the global norm."""

from functools import partial

import pytest

from grader.suite.api import Check, Oracle, SubmissionProxy


@pytest.mark.part("clipping", hint="All entries of all gradients make one long vector; `norm` is its length.")
@pytest.mark.parametrize(
    "name",
    [pytest.param("clip_worked", id="of the handout"), pytest.param("clip_long", id="of mixed shapes")],
)
def test_too_long(oracle: Oracle, clip: Check, name: str) -> None:
    """Gradients that are too long, to nine digits."""
    clip(oracle(name), rtol=1e-8, atol=1e-12)


@pytest.mark.part("clipping", hint="Clipping shortens and never lengthens: the factor is 1 at most.")
def test_short_enough(oracle: Oracle, clip: Check) -> None:
    """Gradients that are short enough."""
    clip(oracle("clip_short"))


@pytest.mark.part("clipping", hint="A norm of 0 needs no clipping, and cannot be divided by.")
def test_zero(oracle: Oracle, clip: Check) -> None:
    """Gradients that are 0."""
    clip(oracle("clip_zero"))


@pytest.mark.part(
    "clipping", hint="Integers are numbers too: convert them to float64 before you square them."
)
def test_integers(oracle: Oracle, clip: Check) -> None:
    """Gradients that are integers."""
    clip(oracle("clip_integers"))


@pytest.mark.part("clipping", hint="Scale into new arrays and a new dict; the caller still holds the others.")
def test_arguments_stay_as_they_are(oracle: Oracle, clip: Check, submission: SubmissionProxy) -> None:
    """Clipping leaves the gradients that it is given as they are."""
    submission.unchanged(partial(clip, oracle("clip_long")))
