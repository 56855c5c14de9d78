"""Networks of any depth in PyTorch, and how inputs for them are drawn: for recording only."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch

from grader.oracle import Inputs, Rng, Tape, case_table, normal

Array = npt.NDArray[Any]
Layers = list[tuple[Array, Array]]
Stages = list[dict[str, torch.Tensor]]

_FUNCTIONS: Final[dict[str, Callable[[torch.Tensor], torch.Tensor]]] = {
    "identity": torch.clone,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "tanh": torch.tanh,
}
_CLEARANCE: Final = 2e-3
"""How far from 0 every number stays that goes into a ReLU."""
STEADY: Final = 300.0
"""How ill-conditioned what goes into a layer may be where `steps.py` is to solve with it."""


def draw_network(
    rng: Rng,
    samples: int,
    widths: Sequence[int],
    activation: str,
    kind: str = "mse",
    scale: float = 1.5,
    condition: float = np.inf,
) -> Inputs:
    """Draw a network and a batch; numbers have three decimals, which compress well.

    Args:
        rng: Where numbers come from.
        samples: N.
        widths: D, the width of each hidden layer, K: one more than there are layers.
        activation: Name of the activation.
        kind: Name of the loss.
        scale: Standard deviation of what a layer makes of inputs of order 1.
        condition: Greatest condition number of what goes into a layer.
    """
    while True:
        batch: Inputs = {
            "X": normal(rng, samples, widths[0]),
            "y": draw_targets(rng, samples, widths[-1], kind),
            "layers": draw_layers(rng, widths, scale),
            "activation": activation,
            "kind": kind,
        }
        if _is_clear(batch, condition):
            return batch


def draw_layers(rng: Rng, widths: Sequence[int], scale: float = 1.5) -> Layers:
    """Draw a stack of layers, whose weights shrink with the number of inputs; see `draw_network`."""
    decimals = 3 + max(0, -int(np.floor(np.log10(scale))))
    return [
        (np.round(scale / np.sqrt(n) * normal(rng, m, n), decimals), np.round(0.5 * normal(rng, m), 3))
        for n, m in pairwise(widths)
    ]


def draw_targets(rng: Rng, samples: int, outputs: int, kind: str) -> Array:
    """Draw what a loss compares with: labels (N,) for cross-entropy, else numbers (N, K)."""
    if kind == "cross_entropy":
        return rng.integers(0, outputs, size=samples)
    return np.round(2.0 * rng.normal(size=(samples, outputs)), 3)


def draw_pass(rng: Rng, samples: int, widths: Sequence[int], activation: str) -> Inputs:
    """Draw a network and inputs, for a forward pass."""
    batch = draw_network(rng, samples, widths, activation)
    return {name: batch[name] for name in ("X", "layers", "activation")}


def draw_stack(rng: Rng, samples: int, widths: Sequence[int], scale: float = 1.5) -> Inputs:
    """Draw linear layers, and a batch to compare outputs with."""
    return {"X": normal(rng, samples, widths[0]), "layers": draw_layers(rng, widths, scale)}


def passing(tape: Tape, *, X: Array, layers: Layers, activation: str) -> None:
    """Compute the forward pass alone."""
    tape.keep("stages", _forward(torch.tensor(X), _tensors(layers), activation))


def network(tape: Tape, *, X: Array, y: Array, layers: Layers, activation: str, kind: str) -> torch.Tensor:
    """Compute the loss of a batch, every weight and bias watched; keep the stages too."""
    weights = [
        (tape.watch(f"W{number}", W), tape.watch(f"b{number}", b))
        for number, (W, b) in enumerate(layers, start=1)
    ]
    stages = _forward(torch.tensor(X), weights, activation)
    tape.keep("stages", stages)
    return _loss(stages[-1]["h"], y, kind)


def chain(tape: Tape, *, X: Array, y: Array, layers: Layers, activation: str, kind: str) -> torch.Tensor:
    """Compute the loss of a batch as `network` does, every quantity on the way watched, for a drawing."""
    x = torch.tensor(X)
    name = "X"
    stages: Stages = []
    for number, (weight, bias) in enumerate(layers, start=1):
        W, b = tape.watch(f"W{number}", weight), tape.watch(f"b{number}", bias)
        z = tape.watch(f"z{number}", x @ W.T + b, f"{name} @ W{number}.T + b{number}")
        name = f"h{number}"
        x = (
            tape.watch(name, _FUNCTIONS[activation](z), f"{activation}(z{number})")
            if number < len(layers)
            else z
        )
        stages.append({"z": z, "h": x})
    tape.keep("stages", stages)
    value = _loss(x, y, kind)
    tape.keep("loss", value, f"{kind}(z{len(layers)}, y)")
    return value


def depth(tape: Tape, *, X: Array, y: Array, layers: Layers, activation: str, kind: str) -> None:
    """Compute the norms of a deep network's gradients and its mean slopes, and what they are made of."""
    weights = [(torch.tensor(W, requires_grad=True), torch.tensor(b, requires_grad=True)) for W, b in layers]
    stages = _forward(torch.tensor(X), weights, activation)
    _loss(stages[-1]["h"], y, kind).backward()
    gradients = [(W.grad, b.grad) for W, b in weights]
    norms = [torch.linalg.matrix_norm(W.grad) for W, _ in weights if W.grad is not None]
    tape.keep("norms", torch.stack(norms))
    tape.keep("slopes", np.array([_mean_slope(stage["z"], activation) for stage in stages[:-1]]))
    tape.keep("gradients", gradients)
    tape.keep("stages", stages)


def stack(tape: Tape, *, X: Array, layers: Layers) -> None:
    """Collapse linear layers by what they do to the axes, and keep what they make of a batch."""
    weights = _tensors(layers)
    inputs = layers[0][0].shape[1]
    b = _linear(torch.zeros(inputs, dtype=torch.float64), weights)
    W = torch.func.jacrev(lambda x: _linear(x, weights))(torch.zeros(inputs, dtype=torch.float64))
    tape.keep("W", W)
    tape.keep("b", b)
    tape.keep("out", _linear(torch.tensor(X), weights))


def deviations(tape: Tape, *, fan_in: int, fan_out: int, seed: int) -> None:  # noqa: ARG001  # the seed is for the check
    """Compute the standard deviations that are due."""
    tape.keep("xavier", float(torch.sqrt(torch.tensor(2.0 / (fan_in + fan_out), dtype=torch.float64))))
    tape.keep("he", float(torch.sqrt(torch.tensor(2.0 / fan_in, dtype=torch.float64))))


def _forward(X: torch.Tensor, layers: Sequence[tuple[torch.Tensor, torch.Tensor]], activation: str) -> Stages:
    stages: Stages = []
    x = X
    for W, b in layers:
        z = torch.nn.functional.linear(x, W, b)
        x = _FUNCTIONS[activation](z) if len(stages) < len(layers) - 1 else z
        stages.append({"z": z, "h": x})
    return stages


def _linear(x: torch.Tensor, layers: Sequence[tuple[torch.Tensor, torch.Tensor]]) -> torch.Tensor:
    return _forward(x, layers, "identity")[-1]["h"]


def _loss(out: torch.Tensor, y: Array, kind: str) -> torch.Tensor:
    if kind == "cross_entropy":
        return torch.nn.functional.cross_entropy(out, torch.tensor(y).long())
    targets = torch.tensor(y)
    if kind == "mse":
        return torch.nn.functional.mse_loss(out, targets)
    return torch.nn.functional.mse_loss(out, targets, reduction="sum") / 2


def _mean_slope(z: torch.Tensor, kind: str) -> float:
    leaf = z.detach().clone().requires_grad_()
    (slope,) = torch.autograd.grad(_FUNCTIONS[kind](leaf).sum(), leaf)
    return float(slope.mean())


def _tensors(layers: Layers) -> list[tuple[torch.Tensor, torch.Tensor]]:
    return [(torch.tensor(W), torch.tensor(b)) for W, b in layers]


def _is_clear(batch: Inputs, condition: float) -> bool:
    """Whether no ReLU is near its kink or mostly shut, and no layer's input is close to singular."""
    stages = _forward(torch.tensor(batch["X"]), _tensors(batch["layers"]), batch["activation"])[:-1]
    inputs = [batch["X"], *(stage["h"].numpy() for stage in stages)]
    into = [stage["z"].numpy() for stage in stages if batch["activation"] == "relu"]
    return all(np.linalg.cond(x) <= condition for x in inputs) and all(
        np.abs(z).min() > _CLEARANCE and 0.2 <= np.mean(z > 0) <= 0.8 for z in into
    )


# Tables of what is asked: forward passes, backward passes, norms and slopes, layers to collapse.
passes: Final = partial(case_table, draw_pass, model=passing)
networks: Final = partial(case_table, draw_network, model=network)
depths: Final = partial(case_table, draw_network, model=depth)
stacks: Final = partial(case_table, draw_stack, model=stack)
