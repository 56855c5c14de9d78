"""Training, for other numbers and shapes."""

import pytest

from grader.suite.api import Check, Oracle


@pytest.mark.part(
    "training", hint="A step treats all parameters alike, whatever they are called and how many there are."
)
def test_two_steps_of_other_parameters(oracle: Oracle, sgd_step: Check) -> None:
    """Two steps of parameters with other names."""
    for _ in range(2):
        sgd_step(oracle("step_by_any_name"))


@pytest.mark.part(
    "training", hint="An integer parameter becomes a float with its first step; nothing may be cut off."
)
def test_a_step_of_integers(oracle: Oracle, sgd_step: Check) -> None:
    """One step of integer parameters."""
    sgd_step(oracle("whole_step"))


@pytest.mark.part(
    "training", hint="The losses have a row for each epoch and a column for each sample, in their order."
)
def test_two_runs_of_one_shape(oracle: Oracle, fit: Check) -> None:
    """Losses and parameters of two runs over seven samples."""
    for _ in range(2):
        fit(oracle("one_epoch"))


@pytest.mark.part(
    "training", hint="Every step uses the gradients of its own sample alone; none are left from before."
)
def test_four_epochs_of_three_samples(oracle: Oracle, fit: Check) -> None:
    """Losses and parameters of four epochs of three samples."""
    fit(oracle("four_epochs"))


@pytest.mark.part("training", hint="Integers may come in; losses and parameters are floats all the same.")
def test_a_run_of_integers(oracle: Oracle, fit: Check) -> None:
    """Losses and parameters of one epoch of integers."""
    fit(oracle("epoch_of_integers"))


@pytest.mark.part(
    "training",
    hint="Far from the target the losses are large, and the steps with them: that is as it should be.",
)
def test_far_targets(oracle: Oracle, fit: Check) -> None:
    """Losses and parameters of a run that starts far from its targets."""
    fit(oracle("far_epoch"))


@pytest.mark.part(
    "training", hint="The gradient of (w * x - y) ** 2 is 2 * (w * x - y) * x: the inner derivative counts."
)
def test_a_linear_model(oracle: Oracle, fit_linear: Check) -> None:
    """Losses and weight of a linear model on seven samples."""
    fit_linear(oracle("linear_epochs"), "losses", "w")


@pytest.mark.part("training", hint="Integers may come in; losses and weight are floats all the same.")
def test_a_linear_model_of_integers(oracle: Oracle, fit_linear: Check) -> None:
    """Losses and weight of a linear model on integers."""
    fit_linear(oracle("linear_epochs_of_integers"), "losses", "w")
