from collections.abc import Callable

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy


@pytest.mark.part(
    "training", hint="A step treats all parameters alike, whatever they are called and how many there are."
)
def test_two_steps_of_other_parameters(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Two steps of parameters with other names."""
    for _ in range(2):
        c = oracle("step_by_any_name")
        expect(submission.sgd_step(**c.inputs), c.values["params"], "params")


@pytest.mark.part(
    "training", hint="An integer parameter becomes a float with its first step; nothing may be cut off."
)
def test_a_step_of_integers(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """One step of integer parameters."""
    c = oracle("whole_step")
    expect(submission.sgd_step(**c.inputs), c.values["params"], "params")


@pytest.mark.part("training", hint="Make a new dict; the caller's `params` and `grads` stay as they are.")
def test_a_step_leaves_its_arguments(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, unchanged: Callable[[], None]
) -> None:
    """One step leaves its arguments as they are."""
    c = oracle("step_by_any_name")
    expect(submission.sgd_step(**c.inputs), c.values["params"], "params")
    unchanged()


@pytest.mark.part(
    "training", hint="The losses have a row for each epoch and a column for each sample, in their order."
)
def test_two_runs_of_one_shape(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, follow: Callable[[Case], None]
) -> None:
    """Losses and parameters of two runs over seven samples."""
    for _ in range(2):
        c = oracle("one_epoch")
        follow(c)
        params, losses = submission.fit(**c.inputs)
        expect(losses, c.values["losses"], "losses")
        expect(params, c.values["params"], "params")


@pytest.mark.part(
    "training", hint="Every step uses the gradients of its own sample alone; none are left from before."
)
def test_four_epochs_of_three_samples(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, follow: Callable[[Case], None]
) -> None:
    """Losses and parameters of four epochs of three samples."""
    c = oracle("four_epochs")
    follow(c)
    params, losses = submission.fit(**c.inputs)
    expect(losses, c.values["losses"], "losses")
    expect(params, c.values["params"], "params")


@pytest.mark.part("training", hint="Integers may come in; losses and parameters are floats all the same.")
def test_a_run_of_integers(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, follow: Callable[[Case], None]
) -> None:
    """Losses and parameters of one epoch of integers."""
    c = oracle("epoch_of_integers")
    follow(c)
    params, losses = submission.fit(**c.inputs)
    expect(losses, c.values["losses"], "losses")
    expect(params, c.values["params"], "params")


@pytest.mark.part(
    "training",
    hint="Far from the target the losses are large, and the steps with them: that is as it should be.",
)
def test_far_targets(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, follow: Callable[[Case], None]
) -> None:
    """Losses and parameters of a run that starts far from its targets."""
    c = oracle("far_epoch")
    follow(c)
    params, losses = submission.fit(**c.inputs)
    expect(losses, c.values["losses"], "losses")
    expect(params, c.values["params"], "params")


@pytest.mark.part(
    "training", hint="Start from a copy of `params`; the caller's dict and arrays stay as they are."
)
def test_a_run_leaves_its_arguments(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    follow: Callable[[Case], None],
    unchanged: Callable[[], None],
) -> None:
    """A run leaves its arguments as they are."""
    c = oracle("one_epoch")
    follow(c)
    params, losses = submission.fit(**c.inputs)
    expect(losses, c.values["losses"], "losses")
    expect(params, c.values["params"], "params")
    unchanged()


@pytest.mark.part(
    "training", hint="The gradient of (w * x - y) ** 2 is 2 * (w * x - y) * x: the inner derivative counts."
)
def test_a_linear_model(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, follow: Callable[[Case], None]
) -> None:
    """Losses and weight of a linear model on seven samples."""
    c = oracle("linear_epochs")
    follow(c)
    w, losses = submission.fit_linear(**c.inputs)
    expect(losses, c.values["losses"], "losses")
    expect(w, c.values["w"], "w")


@pytest.mark.part("training", hint="Integers may come in; losses and weight are floats all the same.")
def test_a_linear_model_of_integers(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, follow: Callable[[Case], None]
) -> None:
    """Losses and weight of a linear model on integers."""
    c = oracle("linear_epochs_of_integers")
    follow(c)
    w, losses = submission.fit_linear(**c.inputs)
    expect(losses, c.values["losses"], "losses")
    expect(w, c.values["w"], "w")
