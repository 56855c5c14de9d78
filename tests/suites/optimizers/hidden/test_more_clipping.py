from functools import partial

import pytest

from grader.suite.api import Check, Oracle, SubmissionProxy


@pytest.mark.part("clipping", hint="One factor for all, from the length of all gradients together.")
def test_longer_than_permitted(oracle: Oracle, clip: Check) -> None:
    """Two dicts of gradients that are longer than permitted."""
    for _ in range(2):
        clip(oracle("too_long"))


@pytest.mark.part("clipping", hint="Compare the norm with the limit, and nothing else.")
def test_just_short_enough(oracle: Oracle, clip: Check) -> None:
    """Gradients that are just short enough."""
    clip(oracle("short_enough"))


@pytest.mark.part("clipping", hint="The square of a small integer overflows; convert before you square.")
def test_small_integers(oracle: Oracle, clip: Check) -> None:
    """Gradients that are small integers."""
    clip(oracle("whole_gradients"))


@pytest.mark.part("clipping", hint="Scale into new arrays and a new dict; the caller still holds the others.")
def test_gradients_stay_as_they_are(oracle: Oracle, clip: Check, submission: SubmissionProxy) -> None:
    """Gradients stay as they are."""
    submission.unchanged(partial(clip, oracle("too_long")))
