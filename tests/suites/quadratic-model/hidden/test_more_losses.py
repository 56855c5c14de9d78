from collections.abc import Callable

import numpy as np
import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy


@pytest.mark.part("loss", hint="One sample is a batch with N = 1; the sign of its residual does not matter.")
def test_one_number(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Loss of two single samples."""
    for _ in range(2):
        c = oracle("one_prediction")
        expect(submission.loss(**c.inputs), c.values["loss"], "loss")


@pytest.mark.part("loss", hint="The loss is one number, whatever the shape of its arguments.")
def test_a_batch_of_one(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Loss of a batch of one sample."""
    c = oracle("one_prediction")
    result = submission.loss(np.array([c.inputs["y_hat"]]), np.array([c.inputs["y"]]))
    expect(result, c.values["loss"], "loss")


@pytest.mark.part("loss", hint="Divide by the number of samples that came in this call, and only once.")
def test_two_batches_of_one_shape(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Losses of two batches of eight, one after the other."""
    for _ in range(2):
        c = oracle("eight_predictions")
        expect(submission.loss(**c.inputs), c.values["loss"], "loss")


@pytest.mark.part("loss", hint="Python integers are fine inputs; the loss is a number for them too.")
def test_python_integers(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Loss of one sample of integers."""
    c = oracle("one_whole_prediction")
    expect(submission.loss(**c.inputs), c.values["loss"], "loss")


@pytest.mark.part("loss", hint="Large residuals are squared like small ones; nothing is clipped or scaled.")
def test_far_targets(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Loss of a batch far from its targets."""
    c = oracle("far_predictions")
    expect(submission.loss(**c.inputs), c.values["loss"], "loss")


@pytest.mark.part("loss", hint="`y_hat -= y` writes into the caller's array. Compute a new one.")
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, unchanged: Callable[[], None]
) -> None:
    """The loss leaves its arguments as they are."""
    c = oracle("eight_predictions")
    expect(submission.loss(**c.inputs), c.values["loss"], "loss")
    unchanged()
