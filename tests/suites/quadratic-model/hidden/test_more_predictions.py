from collections.abc import Callable

import numpy as np
import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy


@pytest.mark.part("forward", hint="x may be a plain number; then the prediction is a number.")
def test_one_number(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Prediction for one number."""
    c = oracle("one_input")
    expect(submission.forward(**c.inputs), c.values["y_hat"], "y_hat")


@pytest.mark.part(
    "forward", hint="A batch of one sample is still a batch: what comes back has the shape of x."
)
def test_a_batch_of_one(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Prediction for a batch of one sample."""
    c = oracle("one_input")
    y_hat = submission.forward(**{**c.inputs, "x": np.array([c.inputs["x"]])})
    expect(y_hat, np.array([c.values["y_hat"]]), "y_hat")


@pytest.mark.part(
    "forward",
    hint="The result depends on the arguments alone: nothing may be kept from one call to the next.",
)
def test_two_batches_of_one_shape(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Predictions for two batches of seven, one after the other."""
    for _ in range(2):
        c = oracle("seven_inputs")
        expect(submission.forward(**c.inputs), c.values["y_hat"], "y_hat")


@pytest.mark.part("forward", hint="Python integers are fine inputs; try your formula on a few of them.")
def test_python_integers(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Prediction for one integer, with integers for weights."""
    c = oracle("one_whole_input")
    expect(submission.forward(**c.inputs), c.values["y_hat"], "y_hat")


@pytest.mark.part(
    "forward",
    hint="An integer of eight bits ends at 127, and its square is cut off without a word. What does the stub "
    "say about the type that everything is computed in?",
)
def test_small_integers(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Predictions for integers of eight bits."""
    c = oracle("inputs_of_eight_bits")
    expect(submission.forward(**c.inputs), c.values["y_hat"], "y_hat")


@pytest.mark.part("forward", hint="`x **= 2` and its like write into the caller's array. Compute a new one.")
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, unchanged: Callable[[], None]
) -> None:
    """Predictions leave x as it is."""
    c = oracle("seven_inputs")
    expect(submission.forward(**c.inputs), c.values["y_hat"], "y_hat")
    unchanged()
