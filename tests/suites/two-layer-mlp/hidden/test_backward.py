"""The backward pass, on other shapes."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pytest

from grader.suite.api import Case, Expect, Known, Oracle, SubmissionProxy

Check = Callable[..., None]
Calls = Callable[[Case], Iterable[Known]]
LAYERS = ("second layer", "first layer")
GRADIENTS = ("out", "z2", "W2", "b2", "h", "z1", "W1", "b1", "X")


@pytest.mark.part(
    "backward",
    hint="Start with the gradient that is named first, and go on only when it is right. A product passes its "
    "gradient on times the other factor, an activation times its derivative at its input.",
)
@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(
    "name",
    ["relu_classifier", "tanh_network", "linear_network", "two_sigmoids", "relu_to_tanh", "tanh_to_relu"],
    ids=[
        "relu, cross_entropy",
        "tanh, mse",
        "identity, half_sse",
        "sigmoid and sigmoid, half_sse",
        "relu and tanh, mse",
        "tanh and relu, half_sse",
    ],
)
def test_layers(oracle: Oracle, backward: Check, name: str, layer: str) -> None:
    """Gradients of a layer, for a network of another shape."""
    backward(oracle(name), layer)


@pytest.mark.part(
    "backward",
    hint="Take every size from the arguments, and let the shape of each variable decide what is transposed.",
)
@pytest.mark.parametrize(
    "name",
    ["single_sample", "single_output", "square_network", "square_classifier"],
    ids=["one sample", "one output", "all sizes equal", "all sizes equal, cross_entropy"],
)
def test_shapes(oracle: Oracle, backward: Check, name: str) -> None:
    """All gradients for a shape at the edge."""
    backward(oracle(name))


@pytest.mark.part(
    "backward", hint="Use the chain rule: differences of losses lose their digits where the loss is large."
)
@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(
    "name", ["far_tanh_network", "far_sigmoid_network"], ids=["tanh, mse", "sigmoid, half_sse"]
)
def test_far_targets(oracle: Oracle, backward: Check, name: str, layer: str) -> None:
    """Gradients of a layer where the loss is huge."""
    backward(oracle(name), layer)


@pytest.mark.part(
    "backward", hint="Let loss_grad take care of labels and of large logits; use its result as it is."
)
def test_sure_classifier(oracle: Oracle, backward: Check) -> None:
    """All gradients for logits in the thousands and labels in one byte."""
    backward(oracle("sure_classifier"))


@pytest.mark.part(
    "backward", hint="A call may use nothing but its arguments: keep nothing from an earlier one."
)
def test_two_batches(oracle: Oracle, backward: Check) -> None:
    """Two networks of one shape, and then the first one's samples in another order."""
    first = oracle("relu_to_tanh")
    for c in (first, oracle("relu_to_tanh"), reversed_rows(first)):
        backward(c)


@pytest.mark.part("backward", hint="Operators such as -= and *= change an array in place: make a new one.")
@pytest.mark.parametrize("name", ["relu_classifier", "linear_network"], ids=["relu", "identity"])
def test_arguments_stay_as_they_are(oracle: Oracle, backward: Check, name: str) -> None:
    """No argument of backward is changed."""
    backward(oracle(name), unchanged=True)


@pytest.mark.part(
    "backward",
    hint="One pass forward and one backward give all gradients, however many weights there are. Whatever "
    "runs the network once more for each weight takes far too long here.",
)
def test_large_network(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, calls_of_backward: Calls
) -> None:
    """Gradients of 100,000 weights, in one pass."""
    case = oracle("hundred_thousand_weights")
    # Not what `backward` calls. Calls with other assumptions are kept apart when one takes too long: whoever
    # runs out of time here is still asked all other checks.
    submission.assume("loss", {"kind": "none"}, 0.0)
    c = large_network(case)
    arrays = {**c.values, **c.inputs["params"], "X": c.inputs["X"]}
    directions = {name: np.resize(case.inputs["direction"], arrays[name].shape) for name in GRADIENTS}

    def attempt() -> None:
        found = expect.convert(submission.backward(**c.inputs), directions)
        if type(found) is not dict or any(name not in found for name in directions):
            expect(found, directions, "gradients")
        for name, direction in directions.items():
            if not isinstance(found[name], np.ndarray) or found[name].shape != direction.shape:
                expect(found[name], direction, name)
        along = {
            f"{name}, projected": float(np.vdot(direction, found[name]))
            for name, direction in directions.items()
        }
        expect(along, case.gradients, "gradients")

    submission.judge(attempt, calls_of_backward(c))


def large_network(case: Case) -> Case:
    """Fill the arrays of a large network, and compute what its functions should give one another."""
    samples, inputs, hidden, outputs = case.inputs["sizes"]
    numbers = case.inputs["numbers"]
    X = np.resize(numbers, (samples, inputs))
    params = {
        "W1": 0.1 * np.resize(numbers, (hidden, inputs)),
        "b1": np.resize(numbers, hidden),
        "W2": 0.03 * np.resize(numbers, (outputs, hidden)),
        "b2": np.resize(numbers, outputs),
    }
    y = np.resize(numbers[::-1], (samples, outputs))
    z1 = X @ params["W1"].T + params["b1"]
    h = np.tanh(z1)
    out = h @ params["W2"].T + params["b2"]
    known = {name: case.inputs[name] for name in ("activation", "kind")}
    values = {"z1": z1, "h": h, "z2": out, "out": out}
    slopes = {"z1": 1 - h**2, "z2": np.ones_like(out)}
    return replace(
        case,
        inputs={"X": X, "y": y, "params": params, **known, "output_activation": "identity"},
        values={**values, "slopes": slopes},
        gradients={"out": 2 * (out - y) / out.size},
    )


def reversed_rows(case: Case) -> Case:
    """Give the same case with its samples in reverse order."""

    def turned(named: dict[str, object], rows: tuple[str, ...]) -> dict[str, object]:
        return {name: value[::-1] if name in rows else value for name, value in named.items()}  # type: ignore[index]

    values = turned(dict(case.values), ("z1", "h", "z2", "out"))
    return replace(
        case,
        inputs=turned(dict(case.inputs), ("X", "y")),
        values={**values, "slopes": turned(case.values["slopes"], ("z1", "z2"))},
        gradients=turned(dict(case.gradients), ("out", "z2", "h", "z1", "X")),
    )
