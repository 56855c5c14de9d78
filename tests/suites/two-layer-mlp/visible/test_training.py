"""Training."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.suite.api import Expect, Oracle

if TYPE_CHECKING:
    from conftest import Judge

Trained = Callable[..., tuple[Any, Any]]


@pytest.mark.part(
    "training",
    hint="Ten samples make two batches of four and one of two. Each loss is taken before its step, with the "
    "parameters as they then are.",
)
def test_losses(trained: Trained, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """Losses of six steps, batches of four."""
    c = oracle("batches_of_four")
    judge.train(c, lambda: expect(trained(**c.inputs)[1], c.values["losses"], "losses"))


@pytest.mark.part(
    "training", hint="A step subtracts lr times the gradient from every parameter, biases too, all at once."
)
def test_parameters(trained: Trained, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """Parameters after six steps, batches of four."""
    c = oracle("batches_of_four")
    judge.train(c, lambda: expect(trained(**c.inputs)[0], c.values["params"], "params"))


@pytest.mark.part(
    "training", hint="With batch_size=None all samples make one batch; the handout shows this step."
)
def test_line(trained: Trained, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """The handout's line: one step, and the losses before and after it."""
    c = oracle("line_training")
    after = c.values["steps"][1]["params"]

    def attempt() -> None:
        params, _ = trained(**{**c.inputs, "epochs": 1})
        _, losses = trained(**c.inputs)
        expect((params, losses), (after, c.values["losses"]), "(params, losses)")

    judge.train(c, attempt)


@pytest.mark.part(
    "training", hint="100 epochs of one batch each make 100 losses; the handout shows the first and the last."
)
def test_plane(trained: Trained, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """The handout's plane: 100 epochs."""
    c = oracle("plane_training")
    right = (c.values["params"], c.values["losses"])
    judge.train(c, lambda: expect(trained(**c.inputs), right, "(params, losses)"))


@pytest.mark.part("training", hint="No epoch makes no step: the parameters stay, and there is no loss.")
def test_no_epoch(trained: Trained, oracle: Oracle, expect: Expect) -> None:
    """No epoch at all leaves the parameters as they were."""
    c = oracle("batches_of_four")
    right = (c.inputs["params"], np.zeros(0))
    expect(trained(**{**c.inputs, "epochs": 0}), right, "(params, losses)")
