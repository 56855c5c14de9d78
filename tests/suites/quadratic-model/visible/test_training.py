from collections.abc import Callable

import numpy as np
import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

Attempt = Callable[[Case, Callable[[], None]], None]


@pytest.mark.part(
    "training", hint="The gradient points uphill, and the step goes downhill, for every parameter."
)
def test_one_step(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """One step of gradient descent."""
    c = oracle("one_step")
    expect(submission.sgd_step(**c.inputs), c.values["params"], "params")


@pytest.mark.part(
    "training",
    hint="For each sample in turn: note its loss, take its gradients with the parameters as they are now, "
    "step.",
)
def test_the_first_epoch(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, follow: Callable[[Case], None]
) -> None:
    """Losses and parameters of one epoch of five samples."""
    c = oracle("first_epoch")
    follow(c)
    params, losses = submission.fit(**c.inputs)
    expect(losses, c.values["losses"], "losses")
    expect(params, c.values["params"], "params")


@pytest.mark.part("training", hint="Each epoch goes on with the parameters that the last one ended with.")
def test_three_epochs(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, follow: Callable[[Case], None]
) -> None:
    """Losses and parameters of three epochs of five samples."""
    c = oracle("three_epochs")
    follow(c)
    x, y, params, lr, epochs = (c.inputs[name] for name in ("x", "y", "params", "lr", "epochs"))
    trained, losses = submission.fit(x, y, params, lr, epochs)
    expect(losses, c.values["losses"], "losses")
    expect(trained, c.values["params"], "params")


@pytest.mark.part(
    "training", hint="Each of the 300 losses is taken before its own step; row 0 is the first epoch."
)
def test_losses_of_the_worked_example(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, attempt: Attempt
) -> None:
    """All 300 losses of y = 2 * x, fitted from w = 1."""
    c = oracle("twice_as_much")

    def check() -> None:
        _, losses = submission.fit_linear(**c.inputs)
        expect(losses, c.values["losses"], "losses", atol=1e-15)

    attempt(c, check)


@pytest.mark.part("training", hint="Return the last w. Have all 100 epochs gone through all three samples?")
def test_prediction_of_the_worked_example(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, attempt: Attempt
) -> None:
    """Prediction at 4 of y = 2 * x, fitted: from 4 to 8."""
    c = oracle("twice_as_much")

    def check() -> None:
        w, _ = submission.fit_linear(**c.inputs)
        expect(w, c.values["w"], "w")
        expect(4.0 * w, 8.0, "prediction at 4", rtol=0.0, atol=1e-9)

    attempt(c, check)


@pytest.mark.part("training", hint="Make float64 of what comes in: an integer of eight bits ends at 127.")
def test_an_epoch_of_small_integers(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, follow: Callable[[Case], None]
) -> None:
    """Losses and parameters of one epoch of integers of eight bits."""
    c = oracle("epoch_of_small_integers")
    follow(c)
    params, losses = submission.fit(**c.inputs)
    expect(losses, c.values["losses"], "losses")
    expect(params, c.values["params"], "params")


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
