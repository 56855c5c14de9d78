from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Fit

Run = Callable[[Case], "Fit"]


@pytest.mark.part("training", hint="Take the lengths of both ways from the arguments.")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("schedule_of_many", id="of many steps"),
        pytest.param("schedule_down_at_once", id="without warmup"),
        pytest.param("schedule_almost_all_up", id="with little time to go down"),
    ],
)
def test_more_schedules(oracle: Oracle, rates: Callable[[Case], None], name: str) -> None:
    """Learning rates of another schedule."""
    rates(oracle(name))


@pytest.mark.part(
    "training", hint="Note each loss before its step, and go on from what the optimizer returned."
)
@pytest.mark.parametrize(
    "name", [pytest.param("fit_in_a_bowl", id="a bowl"), pytest.param("fit_of_a_network", id="a network")]
)
def test_more_trainings(oracle: Oracle, expect: Expect, fit: Run, name: str) -> None:
    """Losses and parameters of another training."""
    c = oracle(name)
    run = fit(c)
    right = {"losses": c.values["losses"], "params": c.values["params"]}
    expect({"losses": run.losses, "params": run.params}, right, "the result of fit")


@pytest.mark.part("training", hint="Each step has the rate of its own number, the first one that of 0.")
def test_a_training_with_a_schedule(oracle: Oracle, expect: Expect, fit: Run) -> None:
    """Losses and parameters of another training with a schedule."""
    c = oracle("fit_by_schedule")
    run = fit(c)
    expect(tuple(run.rates), tuple(c.inputs["rates"]), "lr of step")
    right = {"losses": c.values["losses"], "params": c.values["params"]}
    expect({"losses": run.losses, "params": run.params}, right, "the result of fit")


@pytest.mark.part("training", hint="Without a schedule the optimizer keeps the learning rate that it has.")
def test_calls_of_a_training(oracle: Oracle, expect: Expect, fit: Run) -> None:
    """Every step computes loss and gradients once, with the learning rate that the optimizer had."""
    c = oracle("fit_in_a_bowl")
    run = fit(c)
    expect(len(run.asked), c.inputs["steps"], "number of calls of loss_and_grads")
    expect(tuple(run.rates), (c.inputs["lr"],) * c.inputs["steps"], "lr of step")


@pytest.mark.part("training", hint="Start from a copy; the caller's dict and arrays stay as they are.")
def test_a_training_leaves_its_arguments(
    oracle: Oracle, expect: Expect, fit: Run, submission: SubmissionProxy
) -> None:
    """A training leaves its arguments as they are."""
    c = oracle("fit_in_a_bowl")
    expect(submission.unchanged(partial(fit, c)).params, c.values["params"], "params")
