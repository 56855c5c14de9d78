import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy


@pytest.mark.part("forward", hint="Put the numbers into w1 * x ** 2 + w2 * x + b by hand and compare.")
def test_the_worked_example(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Prediction of the worked example, 13."""
    c = oracle("worked_example")
    y_hat = submission.forward(x=c.inputs["x"], w1=c.inputs["w1"], w2=c.inputs["w2"], b=c.inputs["b"])
    expect(y_hat, 13.0, "y_hat")
    expect(y_hat, c.values["y_hat"], "y_hat")


@pytest.mark.part(
    "forward", hint="The formula holds for every entry of x; NumPy applies it to all of them at once."
)
def test_a_batch_of_five(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Predictions for a batch of five."""
    c = oracle("five_inputs")
    x, w1, w2, b = (c.inputs[name] for name in ("x", "w1", "w2", "b"))
    expect(submission.forward(x, w1, w2, b), c.values["y_hat"], "y_hat")


@pytest.mark.part(
    "forward", hint="Integers are numbers too: convert x to float64 before you compute with it."
)
def test_a_batch_of_integers(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Predictions for a batch of integers."""
    c = oracle("five_whole_inputs")
    expect(submission.forward(**c.inputs), c.values["y_hat"], "y_hat")


@pytest.mark.part(
    "forward",
    hint="An integer of eight bits ends at 127, and its square is cut off without a word. What does the stub "
    "say about the type that everything is computed in?",
)
def test_a_batch_of_small_integers(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Predictions for a batch of integers of eight bits."""
    c = oracle("five_small_integers")
    expect(submission.forward(**c.inputs), c.values["y_hat"], "y_hat")
