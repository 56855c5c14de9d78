"""The network in PyTorch, and how its inputs are drawn. Imported only where recordings are made."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch

from grader.oracle import Inputs, Rng, Tape, case_table, normal

Array = npt.NDArray[Any]
Sizes = tuple[int, int, int, int]
Tensors = dict[str, torch.Tensor]

_FUNCTIONS: Final[dict[str, Callable[[torch.Tensor], torch.Tensor]]] = {
    "identity": torch.clone,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "tanh": torch.tanh,
}
_CLEARANCE: Final = 2e-3
"""How far from 0 every number stays that goes into a ReLU."""


def draw_batch(
    rng: Rng,
    sizes: Sizes,
    kind: str,
    activation: str,
    output_activation: str = "identity",
    far: float = 0.0,
) -> dict[str, Any]:
    """Draw a network and a batch; numbers have three decimals, which compress well.

    Args:
        rng: Where numbers come from.
        sizes: N, D, H, K.
        kind: Name of the loss.
        activation: Name of the hidden activation.
        output_activation: Name of the output activation.
        far: Where targets lie; near 1e6 the loss is so large that its finite differences drown in rounding.
    """
    samples, inputs, hidden, outputs = sizes
    while True:
        batch: dict[str, Any] = {
            "X": normal(rng, samples, inputs),
            "y": draw_targets(rng, samples, outputs, kind, far),
            "params": {
                "W1": normal(rng, hidden, inputs),
                "b1": normal(rng, hidden),
                "W2": normal(rng, outputs, hidden),
                "b2": normal(rng, outputs),
            },
            "activation": activation,
            "kind": kind,
            "output_activation": output_activation,
        }
        if _is_clear(batch):
            return batch


def draw_large_batch(rng: Rng, hidden: int) -> Inputs:
    """Draw a network of 2500 * hidden weights, which repeat for the recording's sake; no row is another."""
    batch = draw_batch(rng, (3, 21, hidden, 2), "mse", "tanh")
    W1 = 0.015 * np.resize(normal(rng, 101), (hidden, 2500))
    return {**batch, "X": np.resize(batch["X"], (3, 2500)), "params": {**batch["params"], "W1": W1}}


def draw_pass(
    rng: Rng, sizes: Sizes, activation: str, output_activation: str = "identity", scale: float = 1.0
) -> Inputs:
    """Draw a network and inputs, for a forward pass."""
    batch = draw_batch(rng, sizes, "mse", activation, output_activation)
    del batch["y"], batch["kind"]
    return {**batch, "X": scale * batch["X"]}


def draw_training(
    rng: Rng, sizes: Sizes, kind: str, activation: str, batch_size: int | None, lr: float, epochs: int = 2
) -> Inputs:
    """Draw a network, all samples, and how it is trained."""
    batch = draw_batch(rng, sizes, kind, activation)
    return {**batch, "batch_size": batch_size, "lr": lr, "epochs": epochs}


def draw_comparison(
    rng: Rng, sizes: Sizes, kind: str, far: float = 0.0, scale: float = 2.0
) -> dict[str, Any]:
    """Draw what a loss compares: outputs of the order of `scale`, and targets."""
    samples, _, _, outputs = sizes
    out = scale * normal(rng, samples, outputs)
    return {"out": out, "y": draw_targets(rng, samples, outputs, kind, far), "kind": kind}


def draw_targets(rng: Rng, samples: int, outputs: int, kind: str, far: float = 0.0) -> Array:
    """Draw what a loss compares with: labels (N,) for cross-entropy, else numbers (N, K)."""
    if kind == "cross_entropy":
        return rng.integers(0, outputs, size=samples)
    return np.round(far + 2.0 * rng.normal(size=(samples, outputs)), 3)


def pointwise(tape: Tape, *, z: Any) -> torch.Tensor:
    """Apply every activation; the gradient of the sum of its values is its derivative, entry by entry."""
    total = torch.zeros((), dtype=torch.float64)
    for kind, function in _FUNCTIONS.items():
        a = function(tape.watch(kind, z))
        tape.keep(kind, a)
        total = total + a.sum()
    return total


def comparison(tape: Tape, *, out: Array, y: Array, kind: str) -> torch.Tensor:
    """Compute a loss from outputs and targets."""
    value = _loss(tape.watch("out", out), y, kind)
    tape.keep("loss", value, f"{kind}(out, y)")
    return value


def stages(
    tape: Tape, *, X: Array, params: dict[str, Array], activation: str, output_activation: str
) -> None:
    """Compute the forward pass alone."""
    for name, value in _forward(torch.tensor(X), _tensors(params), activation, output_activation).items():
        tape.keep(name, value)


def network(
    tape: Tape,
    *,
    X: Array,
    y: Array,
    params: dict[str, Array],
    activation: str,
    kind: str,
    output_activation: str,
) -> torch.Tensor:
    """Compute the loss of a batch, every quantity on the way watched; keep the activations' slopes too."""
    rows = tape.watch("X", X)
    b1, W1 = tape.watch("b1", params["b1"]), tape.watch("W1", params["W1"])
    z1 = tape.watch("z1", rows @ W1.T + b1, "X @ W1.T + b1")
    h = tape.watch("h", _FUNCTIONS[activation](z1), f"{activation}(z1)")
    b2, W2 = tape.watch("b2", params["b2"]), tape.watch("W2", params["W2"])
    z2 = tape.watch("z2", h @ W2.T + b2, "h @ W2.T + b2")
    out = tape.watch("out", _FUNCTIONS[output_activation](z2), f"{output_activation}(z2)")
    tape.keep("slope_z1", _slope(z1, activation))
    tape.keep("slope_z2", _slope(z2, output_activation))
    value = _loss(out, y, kind)
    tape.keep("loss", value, f"{kind}(out, y)")
    return value


def descent(tape: Tape, *, lr: float, epochs: int, batch_size: int | None, **batch: Any) -> None:
    """Train with torch.optim.SGD; keep the losses, the last parameters and what each step started from."""
    X, y, weights = batch["X"], batch["y"], _tensors(batch["params"])
    optimizer = torch.optim.SGD(weights.values(), lr=lr)
    size = batch_size or len(X)
    steps = []
    for first in [*range(0, len(X), size)] * epochs:
        rows = slice(first, first + size)
        before = {name: weight.detach().clone() for name, weight in weights.items()}
        computed = _forward(torch.tensor(X[rows]), weights, batch["activation"], batch["output_activation"])
        value = _loss(computed["out"], y[rows], batch["kind"])
        optimizer.zero_grad()
        value.backward()
        grads = {name: weight.grad.clone() for name, weight in weights.items() if weight.grad is not None}
        optimizer.step()
        seen = {"rows": (rows.start, rows.stop), "params": before, "stages": computed}
        steps.append({**seen, "loss": value, "gradients": grads})
    tape.keep("losses", np.array([float(step["loss"].detach()) for step in steps]))
    tape.keep("params", weights)
    tape.keep("steps", steps)


def _forward(X: torch.Tensor, params: Tensors, activation: str, output_activation: str) -> Tensors:
    z1 = torch.nn.functional.linear(X, params["W1"], params["b1"])
    h = _FUNCTIONS[activation](z1)
    z2 = torch.nn.functional.linear(h, params["W2"], params["b2"])
    return {"z1": z1, "h": h, "z2": z2, "out": _FUNCTIONS[output_activation](z2)}


def _loss(out: torch.Tensor, y: Array, kind: str) -> torch.Tensor:
    if kind == "cross_entropy":
        return torch.nn.functional.cross_entropy(out, torch.tensor(y).long())
    targets = torch.tensor(y)
    if kind == "mse":
        return torch.nn.functional.mse_loss(out, targets)
    return torch.nn.functional.mse_loss(out, targets, reduction="sum") / 2


def _slope(z: torch.Tensor, kind: str) -> torch.Tensor:
    leaf = z.detach().clone().requires_grad_()
    (slope,) = torch.autograd.grad(_FUNCTIONS[kind](leaf).sum(), leaf)
    return slope


def _tensors(params: dict[str, Array]) -> Tensors:
    return {name: torch.tensor(value, requires_grad=True) for name, value in params.items()}


def _is_clear(batch: Inputs) -> bool:
    """Whether ReLUs get numbers clear of 0, with enough of either sign; other activations take anything."""
    activations = {"z1": batch["activation"], "z2": batch["output_activation"]}
    computed = _forward(torch.tensor(batch["X"]), _tensors(batch["params"]), *activations.values())
    into = [computed[z].detach().numpy() for z, activation in activations.items() if activation == "relu"]
    return all(np.abs(z).min() > _CLEARANCE and 0.2 <= np.mean(z > 0) <= 0.8 for z in into)


# Tables of what is asked: forward passes, losses, backward passes, and trainings.
passes: Final = partial(case_table, draw_pass, model=stages)
comparisons: Final = partial(case_table, draw_comparison, model=comparison)
networks: Final = partial(case_table, draw_batch, model=network)
trainings: Final = partial(case_table, draw_training, model=descent)
