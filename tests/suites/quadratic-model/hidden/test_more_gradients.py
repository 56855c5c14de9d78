from collections.abc import Callable

import numpy as np
import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

PARAMETERS = ("b", "w2", "w1")


@pytest.mark.part(
    "backward", hint="Which of the stages differs first? It is computed wrongly, or not from the last."
)
def test_values_of_a_sample(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Value of every stage for some sample."""
    c = oracle("some_sample")
    predict(c)
    values, _ = submission.stages(**c.inputs)
    expect(values, c.values, "values")


@pytest.mark.part(
    "backward", hint="The derivative of r squared is 2 * r; a sum passes its gradient on unchanged."
)
def test_gradients_of_two_samples(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradient of every stage for two samples, one after the other."""
    for _ in range(2):
        c = oracle("some_sample")
        predict(c)
        _, gradients = submission.stages(**c.inputs)
        expect(gradients, c.gradients, "gradients")


@pytest.mark.part("backward", hint="Python integers are fine inputs; try your formulas on a few of them.")
def test_stages_of_integers(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Every stage, forward and backward, for a sample of integers."""
    c = oracle("whole_sample")
    predict(c)
    values, gradients = submission.stages(**c.inputs)
    expect(values, c.values, "values")
    expect(gradients, c.gradients, "gradients")


@pytest.mark.part(
    "backward",
    hint="Beside so large a loss, a difference of two losses is mostly rounding. The chain rule has no such "
    "trouble.",
)
def test_stages_far_from_the_target(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradient of every stage for two samples far from their targets."""
    for _ in range(2):
        c = oracle("far_sample")
        predict(c)
        _, gradients = submission.stages(**c.inputs)
        expect(gradients, c.gradients, "gradients")


@pytest.mark.part(
    "backward", hint="x and y may be plain numbers; then the gradients are those of that one sample."
)
def test_one_sample(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradients of one sample."""
    c = oracle("some_sample")
    predict(c)
    expect(submission.backward(**c.inputs), {name: c.gradients[name] for name in PARAMETERS}, "gradients")


@pytest.mark.part(
    "backward", hint="A batch of one sample has the same gradients as the sample: one number each."
)
def test_a_batch_of_one(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradients of a batch of one sample."""
    c = oracle("some_sample")
    predict(c)
    batch = {name: np.array([c.inputs[name]]) for name in ("x", "y")}
    gradients = submission.backward(**{**c.inputs, **batch})
    expect(gradients, {name: c.gradients[name] for name in PARAMETERS}, "gradients")


@pytest.mark.part(
    "backward",
    hint="The result depends on the arguments alone: nothing may be kept from one call to the next.",
)
def test_two_batches_of_one_shape(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradients of two batches of seven, one after the other."""
    for _ in range(2):
        c = oracle("seven_samples")
        predict(c)
        expect(submission.backward(**c.inputs), c.gradients, "gradients")


@pytest.mark.part("backward", hint="Divide by the number of samples that came in this call, and only once.")
def test_a_larger_batch(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradients of a batch of eleven."""
    c = oracle("eleven_samples")
    predict(c)
    expect(submission.backward(**c.inputs), c.gradients, "gradients")


@pytest.mark.part(
    "backward",
    hint="Beside so large a loss, a difference of two losses is mostly rounding. The chain rule has no such "
    "trouble.",
)
def test_far_targets(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradients of a batch far from its targets."""
    c = oracle("far_samples")
    predict(c)
    expect(submission.backward(**c.inputs), c.gradients, "gradients")


@pytest.mark.part(
    "backward",
    hint="Tiny inputs have tiny gradients, which no difference of two losses can see. The formula can.",
)
def test_tiny_inputs(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradients of a batch of tiny inputs."""
    c = oracle("tiny_samples")
    predict(c)
    expect(submission.backward(**c.inputs), c.gradients, "gradients", atol=0.0)


@pytest.mark.part(
    "backward",
    hint="An integer of 32 bits ends near 2e9, and its square is cut off without a word. What does the stub "
    "say about the type that everything is computed in?",
)
def test_small_integers(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, predict: Callable[[Case], None]
) -> None:
    """Gradients of a batch of integers of 32 bits."""
    c = oracle("samples_of_32_bits")
    predict(c)
    expect(submission.backward(**c.inputs), c.gradients, "gradients")


@pytest.mark.part("backward", hint="Compute new arrays; `-=` and `*=` write into those of the caller.")
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    predict: Callable[[Case], None],
    unchanged: Callable[[], None],
) -> None:
    """The gradients leave their arguments as they are."""
    c = oracle("seven_samples")
    predict(c)
    expect(submission.backward(**c.inputs), c.gradients, "gradients")
    unchanged()
