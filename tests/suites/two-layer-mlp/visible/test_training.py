"""Training."""

import pytest

from grader.suite.api import Check, Oracle


@pytest.mark.part(
    "training",
    hint="Ten samples make two batches of four and one of two. Each loss is taken before its step, with the "
    "parameters as they then are.",
)
def test_losses(oracle: Oracle, train: Check) -> None:
    """Losses of six steps, batches of four, to nine digits."""
    train(oracle("batches_of_four"), "losses", rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "training",
    hint="A step subtracts lr times the gradient from every parameter, biases too, and makes new arrays.",
)
def test_parameters(oracle: Oracle, train: Check) -> None:
    """Parameters after six steps, batches of four, to nine digits."""
    train(oracle("batches_of_four"), "params", unchanged=True, rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "training", hint="With batch_size=None all samples make one batch; the handout shows this step."
)
def test_line(oracle: Oracle, train: Check) -> None:
    """The handout's line: one step, and the losses before and after it."""
    train(oracle("line_step"), "params")
    train(oracle("line_training"), "losses")


@pytest.mark.part(
    "training", hint="100 epochs of one batch each make 100 losses; the handout shows the first and the last."
)
def test_plane(oracle: Oracle, train: Check) -> None:
    """The handout's plane: 100 epochs."""
    train(oracle("plane_training"))


@pytest.mark.part("training", hint="`kind` names the loss, of output and targets in this order.")
def test_classifier(oracle: Oracle, train: Check) -> None:
    """Losses and parameters of a classifier, trained in batches of three."""
    train(oracle("classifier"))


@pytest.mark.part("training", hint="No epoch makes no step: the parameters stay, and there is no loss.")
def test_no_epoch(oracle: Oracle, train: Check) -> None:
    """No epoch at all leaves the parameters as they were."""
    train(oracle("no_epoch"))
