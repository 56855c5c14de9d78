"""The backward pass."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Judge

Unchanged = Callable[[Callable[[], Any]], Any]

LAYERS = {"second layer": ("out", "z2", "W2", "b2"), "first layer": ("h", "z1", "W1", "b1", "X")}


@pytest.mark.part(
    "backward",
    hint="Start with the gradient that is named first: what is wrong there makes all that follows wrong. "
    "Each gradient has the shape of its variable, which decides where to transpose and where to sum.",
)
@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(
    "name",
    ["relu_mse", "tanh_half_sse", "sigmoid_cross_entropy"],
    ids=["relu, mse", "tanh, half_sse", "sigmoid, cross_entropy"],
)
def test_layers(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", name: str, layer: str
) -> None:
    """Gradients of a layer."""
    c = oracle(name)
    right = {key: c.gradients[key] for key in LAYERS[layer]}
    judge.backward(c, lambda: expect(submission.backward(**c.inputs), right, "gradients"))


@pytest.mark.part(
    "backward", hint="A batch of one is a batch: its arrays have two axes, and sums over them one term."
)
def test_one_sample(submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """Gradients for one sample, with an activation at the output."""
    c = oracle("one_sample")
    judge.backward(c, lambda: expect(submission.backward(**c.inputs), c.gradients, "gradients"))


@pytest.mark.part(
    "backward", hint="One hidden unit and one output still make arrays with two axes; any N is a batch."
)
def test_narrow_network(submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """Gradients for one hidden unit, one output and 19 samples."""
    c = oracle("narrow")
    judge.backward(c, lambda: expect(submission.backward(**c.inputs), c.gradients, "gradients"))


@pytest.mark.part(
    "backward", hint="The derivative of ReLU at exactly 0 is 0 by convention, in a mask of your own too."
)
def test_relu_at_zero(submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """Gradients where a ReLU gets exactly 0, hidden and at the output."""
    kept = oracle("at_kink")
    c = replace(kept, gradients=kept.values["gradients"])
    judge.backward(c, lambda: expect(submission.backward(**c.inputs), c.gradients, "gradients"))


@pytest.mark.part(
    "backward", hint="What `activate_grad` and `loss_grad` refuse, `backward` must not let through."
)
def test_unknown_names(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    refusal: Callable[[Callable[[], object], Callable[[], object]], str | None],
) -> None:
    """Names that do not exist are refused by backward."""
    c = oracle("relu_mse")
    for name in ("activation", "output_activation"):
        error = refusal(
            partial(submission.backward, **{**c.inputs, name: "swish"}),
            lambda: submission.activate_grad(c.values["z1"], "swish"),
        )
        if error is not None:
            expect(error, "ValueError", f"exception for an unknown {name}")
    error = refusal(
        lambda: submission.backward(**{**c.inputs, "kind": "hinge"}),
        lambda: submission.loss_grad(c.values["out"], c.inputs["y"], "hinge"),
    )
    if error is not None:
        expect(error, "ValueError", "exception for an unknown loss")


@pytest.mark.part("backward", hint="The handout shows every one of these numbers, sample by sample.")
def test_line(submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """First gradients of the handout's line, LINE in your file."""
    c = oracle("line")
    judge.backward(c, lambda: expect(submission.backward(**c.inputs), c.gradients, "gradients"))


@pytest.mark.part("backward", hint="The handout shows the gradients of the four parameters.")
def test_plane(submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """First gradients of the handout's plane, PLANE in your file."""
    c = oracle("plane")
    judge.backward(c, lambda: expect(submission.backward(**c.inputs), c.gradients, "gradients"))


@pytest.mark.part(
    "backward",
    hint="With a sigmoid at the output, the loss reaches z2 only through its derivative: that is the factor "
    "out * (1 - out) of the textbooks.",
)
def test_textbook(submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """The textbook derivation: sigmoid in both layers, half_sse."""
    c = oracle("textbook")
    judge.backward(c, lambda: expect(submission.backward(**c.inputs), c.gradients, "gradients"))


@pytest.mark.part("backward", hint="Operators such as -= and *= change an array in place: make a new one.")
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", unchanged: Unchanged
) -> None:
    """No argument of backward is changed."""
    c = oracle("relu_mse")
    judge.backward(
        c, lambda: expect(unchanged(lambda: submission.backward(**c.inputs)), c.gradients, "gradients")
    )
