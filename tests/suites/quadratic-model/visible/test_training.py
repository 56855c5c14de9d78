"""Stochastic gradient descent."""

from dataclasses import replace

import numpy as np
import pytest

from grader.suite.api import Check, Expect, Oracle, SubmissionProxy


@pytest.mark.part(
    "training",
    hint="The gradient points uphill, and the step goes downhill, for every parameter, in a new dict.",
)
def test_one_step(oracle: Oracle, sgd_step: Check) -> None:
    """One step of gradient descent, to nine digits."""
    sgd_step(oracle("one_step"), unchanged=True, rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "training",
    hint="`sgd_step` takes the names from `params`, whatever they are, and integers are numbers too.",
)
def test_another_step(submission: SubmissionProxy, expect: Expect) -> None:
    """One step of integers under other names."""
    params = submission.sgd_step({"slope": 3, "offset": -2}, {"slope": 0.5, "offset": 1.25}, lr=0.5)
    expect(params, {"slope": 2.75, "offset": -2.625}, "params")


@pytest.mark.part(
    "training",
    hint="For each sample in turn: note its loss, take its gradients with the parameters as they now are, "
    "and step, in a dict of your own.",
)
def test_the_first_epoch(oracle: Oracle, fit: Check) -> None:
    """Losses and parameters of an epoch, to nine digits."""
    fit(oracle("first_epoch"), unchanged=True, rtol=1e-8, atol=1e-12)


@pytest.mark.part("training", hint="Each epoch goes on with the parameters that the last one ended with.")
def test_three_epochs(oracle: Oracle, fit: Check) -> None:
    """Losses and parameters of three epochs of five samples."""
    fit(oracle("three_epochs"), named=False)


@pytest.mark.part(
    "training",
    hint="Far from the target the losses are large, and the steps with them. Beside such a loss a difference "
    "of two losses is mostly rounding: take the gradients of `backward`.",
)
def test_far_targets(oracle: Oracle, fit: Check) -> None:
    """Losses and parameters of an epoch that starts far from its targets."""
    fit(oracle("far_epoch"))


@pytest.mark.part(
    "training",
    hint="The gradient of (w * x - y) ** 2 is 2 * (w * x - y) * x, and every epoch goes through all samples.",
)
def test_a_linear_model(oracle: Oracle, fit_linear: Check) -> None:
    """Losses and weight of two epochs of a linear model, to nine digits."""
    fit_linear(oracle("linear_epochs"), "losses", "w", rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "training", hint="Each of the 300 losses is taken before its own step; row 0 is the first epoch."
)
def test_losses_of_the_worked_example(oracle: Oracle, fit_linear: Check) -> None:
    """All 300 losses of y = 2 * x, fitted from w = 1."""
    fit_linear(oracle("twice_as_much"), "losses", atol=1e-15)


@pytest.mark.part("training", hint="Return the last w. Have all 100 epochs gone through all three samples?")
def test_prediction_of_the_worked_example(oracle: Oracle, fit_linear: Check) -> None:
    """Prediction at 4 of y = 2 * x, fitted: from 4 to 8."""
    c = oracle("twice_as_much")
    fit_linear(c, "w")
    fit_linear(replace(c, values={**c.values, "w": 2.0}), "w", rtol=0.0, atol=1e-9 / 4)


@pytest.mark.part("training", hint="Make float64 of what comes in: an integer of eight bits ends at 127.")
def test_an_epoch_of_small_integers(oracle: Oracle, fit: Check) -> None:
    """Losses and parameters of one epoch of integers of eight bits."""
    fit(oracle("epoch_of_small_integers"))


@pytest.mark.part("training", hint="No epoch makes no step: the table of losses has no row, but N columns.")
def test_no_epoch(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """No epoch at all leaves the parameters as they were."""
    c = oracle("first_epoch")
    params, losses = submission.fit(**{**c.inputs, "epochs": 0})
    expect(params, c.inputs["params"], "params")
    expect(losses, np.zeros((0, len(c.inputs["x"]))), "losses")
    c = oracle("twice_as_much")
    w, losses = submission.fit_linear(**{**c.inputs, "epochs": 0})
    expect(w, c.inputs["w"], "w")
    expect(losses, np.zeros((0, len(c.inputs["x"]))), "losses")
