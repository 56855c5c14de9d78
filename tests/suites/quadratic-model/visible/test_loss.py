import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy


@pytest.mark.part(
    "loss", hint="The loss of one sample is the square of its residual: neither half of it nor twice."
)
def test_the_worked_example(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Loss of the worked example, 16."""
    c = oracle("worked_example")
    result = submission.loss(y_hat=13.0, y=c.inputs["y"])
    expect(result, 16.0, "loss")
    expect(result, c.values["loss"], "loss")


@pytest.mark.part("loss", hint="Square every residual, then take the mean over the samples.")
def test_a_batch_of_five(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Loss of a batch of five."""
    c = oracle("five_predictions")
    expect(submission.loss(c.inputs["y_hat"], c.inputs["y"]), c.values["loss"], "loss")


@pytest.mark.part("loss", hint="The mean of integers need not be one: no step may round or cut off.")
def test_a_batch_of_integers(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Loss of a batch of integers."""
    c = oracle("five_whole_predictions")
    expect(submission.loss(**c.inputs), c.values["loss"], "loss")
