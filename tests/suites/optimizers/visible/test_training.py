"""A schedule, and a loop for any optimizer."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest

from grader.suite.api import Case, Check, Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Fit

Run = Callable[[Case], "Fit"]


@pytest.mark.part(
    "training",
    hint="Below `warmup` the rate is a share of the peak; after it, half a cosine of the way down.",
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("worked_schedule", id="of the handout"),
        pytest.param("schedule_of_twenty", id="of twenty steps"),
        pytest.param("schedule_without_warmup", id="without warmup"),
    ],
)
def test_schedule(oracle: Oracle, rates: Check, name: str) -> None:
    """Learning rates of a schedule, to nine digits."""
    rates(oracle(name), rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "training", hint="Note each loss before its step, and go on from what the optimizer returned."
)
@pytest.mark.parametrize(
    "name", [pytest.param("fit_bowl", id="a bowl"), pytest.param("fit_network", id="a network")]
)
def test_fit(oracle: Oracle, expect: Expect, fit: Run, name: str) -> None:
    """Losses and parameters of a training, to nine digits."""
    c = oracle(name)
    run = fit(c)
    right = {"losses": c.values["losses"], "params": c.values["params"]}
    expect({"losses": run.losses, "params": run.params}, right, "the result of fit", rtol=1e-8, atol=1e-12)


@pytest.mark.part("training", hint="Set `optimizer.lr` before every step; the number of the first step is 0.")
def test_fit_with_a_schedule(oracle: Oracle, expect: Expect, fit: Run) -> None:
    """Losses and parameters of a training with a schedule."""
    c = oracle("fit_rates")
    run = fit(c)
    expect(tuple(run.rates), tuple(c.inputs["rates"]), "lr of step")
    right = {"losses": c.values["losses"], "params": c.values["params"]}
    expect({"losses": run.losses, "params": run.params}, right, "the result of fit")


@pytest.mark.part("training", hint="Loss and gradients come of one call; keep both of what it returns.")
def test_calls(oracle: Oracle, expect: Expect, fit: Run) -> None:
    """Loss and gradients are computed once in each step."""
    c = oracle("fit_bowl")
    run = fit(c)
    expect(len(run.asked), c.inputs["steps"], "number of calls of loss_and_grads")
    expect(tuple(run.rates), (c.inputs["lr"],) * c.inputs["steps"], "lr of step")


@pytest.mark.part("training", hint="Start from a copy; the caller's dict and arrays stay as they are.")
def test_arguments_stay_as_they_are(
    oracle: Oracle, expect: Expect, fit: Run, submission: SubmissionProxy
) -> None:
    """A training leaves the starting parameters as they are."""
    c = oracle("fit_bowl")
    expect(submission.unchanged(partial(fit, c)).params, c.values["params"], "params")
