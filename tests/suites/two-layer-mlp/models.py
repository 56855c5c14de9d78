"""The network in PyTorch, and how its inputs are drawn. Imported only where recordings are made."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch

from grader.oracle import Tape

Array = npt.NDArray[Any]
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
    rng: np.random.Generator,
    sizes: tuple[int, int, int, int],
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


def draw_targets(rng: np.random.Generator, samples: int, outputs: int, kind: str, far: float = 0.0) -> Array:
    """Draw what a loss compares with: labels (N,) for cross-entropy, else numbers (N, K)."""
    if kind == "cross_entropy":
        return rng.integers(0, outputs, size=samples)
    return np.round(far + 2.0 * rng.normal(size=(samples, outputs)), 3)


def normal(rng: np.random.Generator, *shape: int) -> Array:
    """Draw an array of irregular numbers of order 1, both signs, none within 0.05 of 0."""
    drawn = rng.normal(size=shape)
    return np.round(np.sign(drawn) * (0.05 + np.abs(drawn)), 3)


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
    computed = _forward(torch.tensor(X), _tensors(params), activation, output_activation)
    for name, value in computed.items():
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
    tape.keep("slopes", {"z1": _slope(z1, activation), "z2": _slope(z2, output_activation)})
    value = _loss(out, y, kind)
    tape.keep("loss", value, f"{kind}(out, y)")
    return value


def projected(
    tape: Tape,
    *,
    sizes: tuple[int, int, int, int],
    numbers: Array,
    direction: Array,
    activation: str,
    kind: str,
) -> torch.Tensor:
    """Compute the loss of a large network, and watch how far each quantity moves along a direction.

    The gradient with respect to that distance is the sum of direction times gradient over all entries: one
    number for each array.

    Args:
        tape: Told the nine distances.
        sizes: N, D, H, K.
        numbers: What all arrays are filled with, over and over, as `large_network` of the hidden checks does.
        direction: What all directions are filled with.
        activation: Name of the hidden activation; the output's is the identity.
        kind: Name of the loss, which compares with targets (N, K).
    """
    samples, inputs, hidden, outputs = sizes

    def moved(name: str, value: torch.Tensor) -> torch.Tensor:
        return value + tape.watch(f"{name}, projected", 0.0) * torch.tensor(
            np.resize(direction, tuple(value.shape))
        )

    def filled(name: str, scale: float, *shape: int) -> torch.Tensor:
        return moved(name, torch.tensor(scale * np.resize(numbers, shape)))

    X = filled("X", 1.0, samples, inputs)
    b1, W1 = filled("b1", 1.0, hidden), filled("W1", 0.1, hidden, inputs)
    z1 = moved("z1", X @ W1.T + b1)
    h = moved("h", _FUNCTIONS[activation](z1))
    b2, W2 = filled("b2", 1.0, outputs), filled("W2", 0.03, outputs, hidden)
    z2 = moved("z2", h @ W2.T + b2)
    out = moved("out", z2.clone())
    return _loss(out, np.resize(numbers[::-1], (samples, outputs)), kind)


def descent(tape: Tape, *, lr: float, epochs: int, batch_size: int | None, **batch: Any) -> None:
    """Train with torch.optim.SGD; keep the losses, the last parameters and what each step started from.

    Args:
        tape: Takes it all down.
        lr: The learning rate.
        epochs: How often to go through all samples.
        batch_size: Samples per step; None takes all.
        batch: The network and all samples, as drawn; the output activation is the identity if left out.
    """
    weights = _tensors(batch["params"])
    activations = batch["activation"], batch.get("output_activation", "identity")
    optimizer = torch.optim.SGD(list(weights.values()), lr=lr)
    losses, steps = [], []
    for first, last in _batches(len(batch["X"]), epochs, batch_size):
        before = _copies(weights)
        computed = _forward(torch.tensor(batch["X"][first:last]), weights, *activations)
        value = _loss(computed["out"], batch["y"][first:last], batch["kind"])
        optimizer.zero_grad()
        value.backward()
        slopes = {name: weight.grad.clone() for name, weight in weights.items() if weight.grad is not None}
        optimizer.step()
        losses.append(value.detach())
        steps.append(
            {"rows": (first, last), "params": before, "stages": computed, "loss": value, "gradients": slopes}
        )
    tape.keep("losses", torch.stack(losses))
    tape.keep("params", weights)
    tape.keep("steps", steps)


def _batches(samples: int, epochs: int, batch_size: int | None) -> Iterator[tuple[int, int]]:
    size = samples if batch_size is None else batch_size
    for _ in range(epochs):
        for first in range(0, samples, size):
            yield first, min(first + size, samples)


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


def _copies(weights: Tensors) -> Tensors:
    return {name: weight.detach().clone() for name, weight in weights.items()}


def _is_clear(batch: dict[str, Any]) -> bool:
    """Whether ReLUs get numbers clear of 0, with enough of either sign; other activations take anything."""
    computed = _forward(
        torch.tensor(batch["X"]), _tensors(batch["params"]), batch["activation"], batch["output_activation"]
    )
    into = {"z1": batch["activation"], "z2": batch["output_activation"]}
    return all(
        function != "relu" or _is_clear_of_kink(computed[name].detach().numpy())
        for name, function in into.items()
    )


def _is_clear_of_kink(z: Array) -> bool:
    return bool(np.abs(z).min() > _CLEARANCE and 0.2 <= np.mean(z > 0) <= 0.8)
