"""Training, on other shapes and in other batches."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from grader.suite.api import Expect, Oracle

if TYPE_CHECKING:
    from conftest import Judge

Unchanged = Callable[[Callable[[], Any]], Any]

Trained = Callable[..., tuple[Any, Any]]


@pytest.mark.part(
    "training", hint="One loss for each step, the last smaller batch included, each taken before its step."
)
@pytest.mark.parametrize(
    "name", ["relu_descent", "sigmoid_descent"], ids=["relu, mse", "sigmoid, cross_entropy"]
)
def test_losses(trained: Trained, oracle: Oracle, expect: Expect, judge: "Judge", name: str) -> None:
    """Losses of every step, where the last batch is smaller."""
    c = oracle(name)
    judge.train(c, lambda: expect(trained(**c.inputs)[1], c.values["losses"], "losses"))


@pytest.mark.part(
    "training",
    hint="Take all gradients at the old parameters, then move all parameters; start each step afresh.",
)
@pytest.mark.parametrize(
    "name", ["relu_descent", "sigmoid_descent"], ids=["relu, mse", "sigmoid, cross_entropy"]
)
def test_parameters(trained: Trained, oracle: Oracle, expect: Expect, judge: "Judge", name: str) -> None:
    """Parameters after training, where the last batch is smaller."""
    c = oracle(name)
    judge.train(c, lambda: expect(trained(**c.inputs)[0], c.values["params"], "params"))


@pytest.mark.part(
    "training", hint="batch_size=None takes all samples at once; a batch never has more than there are."
)
@pytest.mark.parametrize(
    "name",
    ["even_descent", "whole_descent", "oversized_descent", "single_descent"],
    ids=["even batches", "batch_size=None", "batch_size above N", "batches of one"],
)
def test_batch_sizes(trained: Trained, oracle: Oracle, expect: Expect, judge: "Judge", name: str) -> None:
    """Losses and parameters for another size of batches."""
    c = oracle(name)
    right = (c.values["params"], c.values["losses"])
    judge.train(c, lambda: expect(trained(**c.inputs), right, "(params, losses)"))


@pytest.mark.part(
    "training", hint="Copy the dict of parameters first; W -= step changes the caller's array even so."
)
def test_arguments_stay_as_they_are(
    trained: Trained, oracle: Oracle, expect: Expect, judge: "Judge", unchanged: Unchanged
) -> None:
    """No argument of train is changed."""
    c = oracle("even_descent")
    right = (c.values["params"], c.values["losses"])
    judge.train(c, lambda: expect(unchanged(lambda: trained(**c.inputs)), right, "(params, losses)"))
