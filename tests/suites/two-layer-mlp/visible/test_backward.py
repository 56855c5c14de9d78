"""The backward pass."""

from functools import partial

import pytest

from grader.suite.api import Case, Check, Oracle, SubmissionProxy, cases

LAYERS = ("second layer", "first layer")


@pytest.mark.part(
    "backward",
    hint="Start with the gradient that is named first: what is wrong there makes all that follows wrong. "
    "Each gradient has the shape of its variable, which decides where to transpose and where to sum.",
)
@pytest.mark.parametrize("layer", LAYERS)
@cases(
    {
        "relu, mse": "relu_mse",
        "tanh, half_sse": "tanh_half_sse",
        "sigmoid, cross_entropy": "sigmoid_cross_entropy",
    }
)
def test_layers(case: Case, backward: Check, layer: str) -> None:
    """Gradients of a layer."""
    backward(case, layer)


@pytest.mark.part(
    "backward", hint="A batch of one is a batch: its arrays have two axes, and sums over them one term."
)
def test_one_sample(oracle: Oracle, backward: Check) -> None:
    """Gradients for one sample, with an activation at the output."""
    backward(oracle("one_sample"))


@pytest.mark.part(
    "backward",
    hint="One hidden unit and one output still make arrays with two axes; all is computed in float64.",
)
def test_narrow_network(oracle: Oracle, backward: Check) -> None:
    """Gradients for one hidden unit, one output and 19 samples, to nine digits."""
    backward(oracle("narrow"), rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "backward", hint="The derivative of ReLU at exactly 0 is 0 by convention, in a mask of your own too."
)
def test_relu_at_zero(oracle: Oracle, backward: Check) -> None:
    """Gradients where a ReLU gets exactly 0, hidden and at the output."""
    backward(oracle("at_kink"))


@pytest.mark.part(
    "backward", hint="What `activate_grad` and `loss_grad` refuse, `backward` must not let through."
)
def test_unknown_names(submission: SubmissionProxy, oracle: Oracle, refuses: Check) -> None:
    """Names that do not exist are refused by backward."""
    c = oracle("relu_mse")
    for name in ("activation", "output_activation"):
        call = partial(submission.backward, **{**c.inputs, name: "swish"})
        below = partial(submission.activate_grad, c.values["z1"], "swish")
        refuses(call, below, f"exception for an unknown {name}")
    call = partial(submission.backward, **{**c.inputs, "kind": "hinge"})
    below = partial(submission.loss_grad, c.values["out"], c.inputs["y"], "hinge")
    refuses(call, below, "exception for an unknown loss")


@pytest.mark.part(
    "backward",
    hint="One pass forward and one backward give all gradients, however many weights there are. Whatever "
    "runs the network once more for each weight takes far too long here.",
)
@pytest.mark.apart
def test_large_network(oracle: Oracle, backward: Check) -> None:
    """Gradients of 80,000 weights, in one pass."""
    backward(oracle("eighty_thousand_weights"))


@pytest.mark.part("backward", hint="The handout shows every one of these numbers, sample by sample.")
def test_line(oracle: Oracle, backward: Check) -> None:
    """First gradients of the handout's line, LINE in your file."""
    backward(oracle("line"))


@pytest.mark.part("backward", hint="The handout shows the gradients of the four parameters.")
def test_plane(oracle: Oracle, backward: Check) -> None:
    """First gradients of the handout's plane, PLANE in your file."""
    backward(oracle("plane"))


@pytest.mark.part(
    "backward",
    hint="With a sigmoid at the output, the loss reaches z2 only through its derivative: that is the factor "
    "out * (1 - out) of the textbooks.",
)
def test_textbook(oracle: Oracle, backward: Check) -> None:
    """The textbook derivation: sigmoid in both layers, half_sse."""
    backward(oracle("textbook"))


@pytest.mark.part("backward", hint="Operators such as -= and *= change an array in place: make a new one.")
def test_arguments_stay_as_they_are(oracle: Oracle, backward: Check) -> None:
    """No argument of backward is changed."""
    backward(oracle("relu_mse"), unchanged=True)
