from collections.abc import Callable

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

VALUES = {"z1": 8.0, "z2": 4.0, "z": 12.0, "y_hat": 13.0, "r": 4.0, "loss": 16.0}
GRADIENTS = {"r": 8.0, "y_hat": 8.0, "z": 8.0, "z2": 8.0, "z1": 8.0, "b": 8.0, "w2": 16.0, "w1": 32.0}


@pytest.mark.part("backward", hint="Compute the stages in the order in which the docstring lists them.")
def test_values_of_the_worked_example(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Value of every stage of the worked example."""
    c = oracle("worked_example")
    predict(c)
    values, _ = submission.stages(**c.inputs)
    expect(values, VALUES, "values")
    expect(values, c.values, "values")


@pytest.mark.part(
    "backward",
    hint="Start at the loss and go back stage by stage: each gradient is the one after it times a local "
    "derivative.",
)
def test_gradients_of_the_worked_example(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradient of every stage of the worked example."""
    c = oracle("worked_example")
    predict(c)
    _, gradients = submission.stages(**c.inputs)
    expect(gradients, GRADIENTS, "gradients")
    expect(gradients, c.gradients, "gradients")


@pytest.mark.part("backward", hint="For one sample these are the last gradients that `stages` computes.")
def test_one_sample(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradients of the worked example's parameters."""
    c = oracle("worked_example")
    predict(c)
    expect(
        submission.backward(**c.inputs), {name: c.gradients[name] for name in ("b", "w2", "w1")}, "gradients"
    )


@pytest.mark.part(
    "backward",
    hint="The loss is a mean over the samples, so its gradient is the mean of their gradients: multiply "
    "first, then take the mean.",
)
def test_a_batch_of_five(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradients of a batch of five."""
    c = oracle("five_samples")
    predict(c)
    x, y, w1, w2, b = (c.inputs[name] for name in ("x", "y", "w1", "w2", "b"))
    expect(submission.backward(x, y, w1, w2, b), c.gradients, "gradients")


@pytest.mark.part(
    "backward", hint="Integers are numbers too: convert x to float64 before you compute with it."
)
def test_a_batch_of_integers(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradients of a batch of integers."""
    c = oracle("five_whole_samples")
    predict(c)
    expect(submission.backward(**c.inputs), c.gradients, "gradients")


@pytest.mark.part(
    "backward",
    hint="An integer of eight bits ends at 127, and its square is cut off without a word: make a float64 of "
    "x.",
)
def test_small_integers(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradients of a batch of integers of eight bits."""
    c = oracle("five_small_integer_samples")
    predict(c)
    expect(submission.backward(**c.inputs), c.gradients, "gradients")
