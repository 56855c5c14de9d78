"""The quadratic model and its training in PyTorch, and how inputs for them are drawn: for recording only."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from grader.oracle import Tape

Array = NDArray[np.float64]
Numbers = Mapping[str, float]

KEPT_APART = (0.0, 1.0, 2.0)
"""Magnitudes at which different formulas agree: there x is x squared, or 2 * x is x squared."""


def predictions(tape: Tape, *, x: Any, w1: float, w2: float, b: float) -> None:
    """Predict y."""
    tape.keep("y_hat", _stages(_tensor(x), 0.0, _tensors({"w1": w1, "w2": w2, "b": b}))["y_hat"])


def mean_square(tape: Tape, *, y_hat: Any, y: Any) -> None:
    """Compute the mean squared error of given predictions."""
    tape.keep("loss", ((_tensor(y_hat) - _tensor(y)) ** 2).mean())


def one_sample(tape: Tape, *, x: float, y: float, w1: float, w2: float, b: float) -> torch.Tensor:
    """Compute every stage on one sample, each watched."""
    leaves = {name: tape.watch(name, value) for name, value in {"w1": w1, "w2": w2, "b": b}.items()}
    z1 = tape.watch("z1", leaves["w1"] * _tensor(x) ** 2, "w1 * x ** 2")
    z2 = tape.watch("z2", leaves["w2"] * _tensor(x), "w2 * x")
    z = tape.watch("z", z1 + z2)
    y_hat = tape.watch("y_hat", z + leaves["b"])
    r = tape.watch("r", y_hat - _tensor(y), "y_hat - y")
    loss: torch.Tensor = r**2
    tape.keep("loss", loss, "r ** 2")
    return loss


def batch(tape: Tape, *, x: Array, y: Array, w1: float, w2: float, b: float) -> torch.Tensor:
    """Compute the loss of a batch, with its parameters watched."""
    leaves = {name: tape.watch(name, value) for name, value in {"w1": w1, "w2": w2, "b": b}.items()}
    stages = _stages(_tensor(x), _tensor(y), leaves)
    loss: torch.Tensor = stages["loss"].mean()
    tape.keep("y_hat", stages["y_hat"], "w1 * x ** 2 + w2 * x + b")
    tape.keep("loss", loss, "mean((y_hat - y) ** 2)")
    return loss


def step(tape: Tape, *, params: Numbers, grads: Numbers, lr: float) -> None:
    """Take one step of `torch.optim.SGD`."""
    leaves = _tensors(params)
    for name, leaf in leaves.items():
        leaf.grad = _tensor(grads[name])
    torch.optim.SGD(leaves.values(), lr=lr).step()
    tape.keep("params", leaves)


def training(tape: Tape, *, x: Array, y: Array, params: Numbers, lr: float, epochs: int) -> None:
    """Fit the quadratic model, sample by sample."""
    leaves = _tensors(params)
    _train(tape, x, y, leaves, lambda: leaves, lr, epochs)
    tape.keep("params", leaves)


def linear_training(tape: Tape, *, x: Array, y: Array, w: float, lr: float, epochs: int) -> None:
    """Fit y_hat = w * x: the quadratic model whose w1 and b stay 0."""
    leaves = _tensors({"w": w})

    def parameters() -> dict[str, torch.Tensor]:
        return {"w2": leaves["w"], **_tensors({"w1": 0.0, "b": 0.0})}

    _train(tape, x, y, leaves, parameters, lr, epochs)
    tape.keep("w", leaves["w"])


def _train(
    tape: Tape,
    x: Array,
    y: Array,
    trained: dict[str, torch.Tensor],
    parameters: Callable[[], dict[str, torch.Tensor]],
    lr: float,
    epochs: int,
) -> None:
    """Keep the losses and what every step sees and does.

    Args:
        tape: Takes `losses` and `steps`.
        x: Inputs, (N,).
        y: Targets, (N,).
        trained: What the optimiser updates.
        parameters: Gives the quadratic model's own parameters, leaves with the trained ones among them.
        lr: Learning rate.
        epochs: How often to go through the samples.
    """
    optimizer = torch.optim.SGD(trained.values(), lr=lr)
    steps: list[dict[str, Any]] = []
    for _ in range(epochs):
        for x_i, y_i in zip(x.tolist(), y.tolist(), strict=True):
            optimizer.zero_grad()
            point = parameters()
            stages = _stages(_tensor(x_i), _tensor(y_i), point)
            for value in stages.values():
                value.retain_grad()
            stages["loss"].backward()
            seen = {"x": x_i, "y": y_i, "point": _numbers(point), "values": _numbers(stages)}
            slopes = {name: tensor.grad for name, tensor in (stages | point).items() if name != "loss"}
            before, grads = _numbers(trained), {name: leaf.grad for name, leaf in trained.items()}
            done = {"gradients": _numbers(slopes), "before": before, "grads": _numbers(grads)}
            optimizer.step()
            steps.append({**seen, **done, "after": _numbers(trained)})
    losses = [one["values"]["loss"] for one in steps]
    tape.keep("steps", steps)
    tape.keep("losses", np.array(losses).reshape(epochs, len(x)))


def _stages(x: torch.Tensor, y: Any, leaves: Mapping[str, Any]) -> dict[str, torch.Tensor]:
    z1, z2 = leaves["w1"] * x**2, leaves["w2"] * x
    z = z1 + z2
    y_hat = z + leaves["b"]
    r = y_hat - y
    return {"z1": z1, "z2": z2, "z": z, "y_hat": y_hat, "r": r, "loss": r**2}


def _tensor(value: Any) -> torch.Tensor:
    return torch.tensor(np.array(value, dtype=np.float64))


def _tensors(numbers: Numbers) -> dict[str, torch.Tensor]:
    return {
        name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in numbers.items()
    }


def _numbers(tensors: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(tensor.detach()) for name, tensor in tensors.items()}


def irregular(rng: np.random.Generator, n: int, reach: float = 2.6) -> Array:
    """Draw numbers of both signs and of different magnitudes, away from where formulas agree.

    Args:
        rng: Source of the numbers.
        n: How many; from two on, both signs occur and the mean is not near 0.
        reach: Greatest magnitude.
    """
    while True:
        magnitude = rng.uniform(0.3, reach, size=n).round(3)
        values: Array = magnitude * rng.choice([-1.0, 1.0], size=n)
        apart = np.sort(np.concatenate([magnitude, KEPT_APART]))
        mixed = n == 1 or (values.min() < 0 < values.max() and abs(values.mean()) > 0.1)
        if mixed and np.diff(apart).min() > 0.02:
            return values


def whole(rng: np.random.Generator, n: int, low: int = 3, high: int = 8) -> NDArray[np.int64]:
    """Draw different integers of both signs, `low` to `high` in magnitude."""
    while True:
        magnitude = rng.permutation(np.arange(low, high + 1))[:n]
        values: NDArray[np.int64] = (magnitude * rng.choice([-1, 1], size=n)).astype(np.int64)
        if n == 1 or values.min() < 0 < values.max():
            return values


def weights(rng: np.random.Generator) -> dict[str, float]:
    """Draw parameters of order 1."""
    w1, w2, b = irregular(rng, 3).tolist()
    return {"w1": w1, "w2": w2, "b": b}


def predicted(x: Any, params: Numbers) -> Any:
    """Predict y with NumPy, to choose targets that no prediction meets."""
    x = np.asarray(x, dtype=np.float64)
    return params["w1"] * x**2 + params["w2"] * x + params["b"]


def sample(rng: np.random.Generator) -> dict[str, float]:
    """Draw one sample and parameters."""
    x, params = irregular(rng, 1), weights(rng)
    y = (predicted(x, params) - irregular(rng, 1)).round(3)
    return {"x": x.item(), "y": y.item(), **params}


def samples(rng: np.random.Generator, n: int, reach: float = 2.6) -> dict[str, Any]:
    """Draw a batch and parameters; residuals are irregular too."""
    x, params = irregular(rng, n, reach), weights(rng)
    y = (predicted(x, params) - irregular(rng, n)).round(3)
    return {"x": x, "y": y, **params}


def whole_samples(rng: np.random.Generator, n: int) -> dict[str, Any]:
    """Draw a batch and parameters, all integers; residuals are integers beyond 2 in magnitude."""
    x, (w1, w2, b) = whole(rng, n), whole(rng, 3, low=2, high=6).tolist()
    y = w1 * x**2 + w2 * x + b - whole(rng, n)
    return {"x": x, "y": y, "w1": w1, "w2": w2, "b": b}


def far_samples(rng: np.random.Generator, n: int) -> dict[str, Any]:
    """Draw a batch with targets near a million, half of them negative.

    The loss is near 1e12, while the targets nearly cancel in the gradient by b: the rounding of the loss
    alone drowns that gradient in a difference of two losses.
    """
    one = samples(rng, n)
    sides = np.resize([-1.0, 1.0], n)
    return {**one, "y": one["y"] + 1e6 * rng.permutation(sides)}


def far_sample(rng: np.random.Generator) -> dict[str, float]:
    """Draw one sample with a small input and a target near a million."""
    params = weights(rng)
    x, y = irregular(rng, 1, reach=0.5).item(), irregular(rng, 1).item()
    return {"x": x, "y": 1e6 + y, **params}


def tiny_samples(rng: np.random.Generator, n: int) -> dict[str, Any]:
    """Draw a batch whose inputs are tiny: the gradient by w1 is near 1e-304, just above the least float.

    No difference of two losses sees it, and the steps that are usual in the complex plane lose it too.
    """
    one = samples(rng, n)
    return {**one, "x": 1e-152 * one["x"]}


def run(rng: np.random.Generator, n: int, epochs: int) -> dict[str, Any]:
    """Draw the arguments of `fit`: steps small enough to converge, samples in no order."""
    one = samples(rng, n, reach=2.2)
    params = {name: one[name] for name in ("w1", "w2", "b")}
    lr = round(float(rng.uniform(0.01, 0.03)), 3)
    return {"x": one["x"], "y": one["y"], "params": params, "lr": lr, "epochs": epochs}


def far_run(rng: np.random.Generator, n: int) -> dict[str, Any]:
    """Draw the arguments of `fit`: one epoch with targets near a million on either side."""
    one = run(rng, n, epochs=1)
    return {**one, "y": one["y"] + 1e6 * rng.choice([-1.0, 1.0], size=n)}


def linear_run(rng: np.random.Generator, n: int, epochs: int) -> dict[str, Any]:
    """Draw the arguments of `fit_linear`."""
    one = run(rng, n, epochs)
    return {"x": one["x"], "y": one["y"], "w": one["params"]["w2"], "lr": one["lr"], "epochs": epochs}
