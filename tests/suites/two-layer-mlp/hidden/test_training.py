"""Training, on other shapes and in other batches."""

import pytest

from grader.suite.api import Case, Check, cases

SMALLER = {"relu, mse": "relu_descent", "sigmoid, cross_entropy": "sigmoid_descent"}


@pytest.mark.part(
    "training", hint="One loss for each step, the last smaller batch included, each taken before its step."
)
@cases(SMALLER)
def test_losses(case: Case, train: Check) -> None:
    """Losses of every step, where the last batch is smaller."""
    train(case, "losses")


@pytest.mark.part(
    "training",
    hint="Take all gradients at the old parameters, then move all parameters; start each step afresh.",
)
@cases(SMALLER)
def test_parameters(case: Case, train: Check) -> None:
    """Parameters after training, where the last batch is smaller."""
    train(case, "params")


@pytest.mark.part(
    "training", hint="batch_size=None takes all samples at once; a batch never has more than there are."
)
@cases(
    {
        "even batches": "even_descent",
        "batch_size=None": "whole_descent",
        "batch_size above N": "oversized_descent",
        "batches of one": "single_descent",
    }
)
def test_batch_sizes(case: Case, train: Check) -> None:
    """Losses and parameters for another size of batches."""
    train(case)
