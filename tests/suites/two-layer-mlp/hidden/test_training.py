"""Training, on other shapes and in other batches."""

from collections.abc import Callable

import pytest

from grader.suite.api import Oracle

Check = Callable[..., None]
EACH = pytest.mark.parametrize(
    "name", ["relu_descent", "sigmoid_descent"], ids=["relu, mse", "sigmoid, cross_entropy"]
)


@pytest.mark.part(
    "training", hint="One loss for each step, the last smaller batch included, each taken before its step."
)
@EACH
def test_losses(oracle: Oracle, train: Check, name: str) -> None:
    """Losses of every step, where the last batch is smaller."""
    train(oracle(name), "losses")


@pytest.mark.part(
    "training",
    hint="Take all gradients at the old parameters, then move all parameters; start each step afresh.",
)
@EACH
def test_parameters(oracle: Oracle, train: Check, name: str) -> None:
    """Parameters after training, where the last batch is smaller."""
    train(oracle(name), "params")


@pytest.mark.part(
    "training", hint="batch_size=None takes all samples at once; a batch never has more than there are."
)
@pytest.mark.parametrize(
    "name",
    ["even_descent", "whole_descent", "oversized_descent", "single_descent"],
    ids=["even batches", "batch_size=None", "batch_size above N", "batches of one"],
)
def test_batch_sizes(oracle: Oracle, train: Check, name: str) -> None:
    """Losses and parameters for another size of batches."""
    train(oracle(name))


@pytest.mark.part(
    "training", hint="Copy the dict of parameters first; W -= step changes the caller's array even so."
)
def test_arguments_stay_as_they_are(oracle: Oracle, train: Check) -> None:
    """No argument of train is changed."""
    train(oracle("even_descent"), unchanged=True)
