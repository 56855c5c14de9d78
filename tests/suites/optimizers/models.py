"""Optimizers, clipping and schedules in PyTorch, and how inputs for them are drawn: for recording only."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from grader.oracle import Rng, Tape, irregular

Array = NDArray[np.float64]
Tensors = dict[str, torch.Tensor]
Shapes = Mapping[str, tuple[int, ...]]

MILESTONES = (1, 2, 10, 100)
"""After how many steps the parameters are kept, besides after the last one."""

TINY_EPS = 1e-15
"""An epsilon so small that it does not matter where in the formula it stands."""


def sgd(tape: Tape, *, lr: float, momentum: float = 0.0, **case: Any) -> None:
    """Take steps of torch.optim.SGD."""
    _walk(tape, lambda leaves: torch.optim.SGD(leaves, lr=lr, momentum=momentum), **case)


def rmsprop(tape: Tape, *, lr: float, alpha: float = 0.99, eps: float = 1e-8, **case: Any) -> None:
    """Take steps of torch.optim.RMSprop."""
    _walk(tape, lambda leaves: torch.optim.RMSprop(leaves, lr=lr, alpha=alpha, eps=eps), **case)


def adam(
    tape: Tape, *, lr: float, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8, **case: Any
) -> None:
    """Take steps of torch.optim.Adam."""
    _walk(tape, lambda leaves: torch.optim.Adam(leaves, lr=lr, betas=betas, eps=eps), **case)


def landscape(tape: Tape, *, problem: Mapping[str, Any], start: Mapping[str, Any]) -> torch.Tensor:
    """Compute the loss of a problem, its parameters watched."""
    loss = _loss(problem, {name: tape.watch(name, value) for name, value in start.items()})
    tape.keep("loss", loss)
    return loss


def ravine(tape: Tape, *, x: float, y: float) -> torch.Tensor:
    """Compute the handout's ravine, stage by stage."""
    flat, steep = tape.watch("x", x), tape.watch("y", y)
    along = tape.watch("p", flat**2, "x ** 2")
    across = tape.watch("q", 100 * steep**2, "100 * y ** 2")
    loss: torch.Tensor = (along + across) / 2
    tape.keep("loss", loss, "(p + q) / 2")
    return loss


def clipping(tape: Tape, *, grads: Mapping[str, Any], max_norm: float) -> None:
    """Scale gradients to a norm of at most `max_norm`, without the 1e-6 that torch adds to the norm."""
    tensors = _tensors(grads)
    norm = torch.nn.utils.get_total_norm(tensors.values())
    scale = torch.clamp(max_norm / norm, max=1.0) if norm > 0 else torch.ones(())
    tape.keep("norm", norm)
    tape.keep("grads", {name: scale * tensor for name, tensor in tensors.items()})


def schedule(tape: Tape, *, total: int, warmup: int, peak: float) -> None:
    """Keep the learning rates of all steps: a line up, then torch's own half cosine."""
    up = [peak * step / warmup for step in range(warmup)]
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=total - warmup)
    down = []
    for _ in range(warmup, total + 1):
        down.append(cosine.get_last_lr()[0])
        optimizer.step()
        cosine.step()
    tape.keep("rates", np.array(up + down))


def training(
    tape: Tape,
    *,
    problem: Mapping[str, Any],
    start: Mapping[str, Any],
    lr: float,
    steps: int,
    rates: Sequence[float] | None = None,
) -> None:
    """Train with steps that grow shorter, each gradient over the number of its step.

    That is no method of the assignment: the suite lends it to `fit`, and students may read it there.
    """
    leaves = _leaves(start)
    optimizer = torch.optim.SGD(leaves.values(), lr=lr)
    losses = []
    for number in range(steps):
        rate = lr if rates is None else rates[number]
        optimizer.param_groups[0]["lr"] = rate / (number + 1)
        losses.append(_descend(problem, leaves, optimizer, number))
    tape.keep("losses", np.array(losses))
    tape.keep("params", leaves)


def _walk(
    tape: Tape,
    make: Callable[[Iterable[torch.Tensor]], torch.optim.Optimizer],
    *,
    start: Mapping[str, Any],
    steps: int,
    problem: Mapping[str, Any] | None = None,
    grads: Sequence[Mapping[str, Any]] = (),
    rates: Sequence[float] | None = None,
) -> None:
    """Keep the parameters after some of an optimizer's steps.

    Args:
        tape: Takes `path`, pairs of a number of steps and the parameters after them.
        make: Makes the optimizer.
        start: The parameters before the first step.
        steps: How many steps to take.
        problem: What to descend on.
        grads: In the place of a problem, the gradients of each step.
        rates: The learning rate of each step, where it changes.
    """
    leaves = _leaves(start)
    optimizer = make(leaves.values())
    path = []
    for number in range(steps):
        if rates is not None:
            optimizer.param_groups[0]["lr"] = rates[number]
        if problem is not None:
            _descend(problem, leaves, optimizer, number)
        else:
            for name, grad in _tensors(grads[number]).items():
                leaves[name].grad = grad
            optimizer.step()
        if problem is None or number + 1 in (*MILESTONES, steps):
            path.append((number + 1, {name: leaf.detach().clone() for name, leaf in leaves.items()}))
    tape.keep("path", path)


def _descend(
    problem: Mapping[str, Any], leaves: Tensors, optimizer: torch.optim.Optimizer, number: int
) -> float:
    """Take a step, and give the loss before it."""
    optimizer.zero_grad()
    loss = _loss(problem, leaves, number)
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def _loss(problem: Mapping[str, Any], params: Tensors, number: int = 0) -> torch.Tensor:
    """Compute the loss of a problem, of a network in batches that of one sample, at a step's number."""
    if problem["kind"] == "squares":
        place = torch.cat([value.reshape(-1) for value in params.values()])
        residuals = torch.tensor(problem["A"]) @ place - torch.tensor(problem["b"])
        return (residuals**2).sum() / 2
    W1, b1, W2, b2 = (params[name] for name in problem["names"])
    X, y = torch.tensor(problem["X"]), torch.tensor(problem["y"])
    if problem["in_batches"]:
        X, y = (rows[number % len(rows)][None] for rows in (X, y))
    hidden = torch.tanh(torch.nn.functional.linear(X, W1, b1))
    return torch.nn.functional.mse_loss(torch.nn.functional.linear(hidden, W2, b2), y)


def _leaves(start: Mapping[str, Any]) -> Tensors:
    return {name: tensor.requires_grad_() for name, tensor in _tensors(start).items()}


def _tensors(named: Mapping[str, Any]) -> Tensors:
    return {name: torch.tensor(np.array(value, dtype=np.float64)) for name, value in named.items()}


def named(rng: Rng, shapes: Shapes, low: float = 0.4, high: float = 2.4) -> dict[str, Any]:
    """Draw a number or an array of each shape, of both signs and different magnitudes, none near 0."""
    drawn = {name: irregular(rng, shape, low, high) for name, shape in shapes.items()}
    return {name: value if value.shape else float(value) for name, value in drawn.items()}


def bowl(rng: Rng, shapes: Shapes) -> dict[str, Any]:
    """Draw a problem about as steep in every direction, and where to start, far from the lowest point.

    No walk of the suites gets so far that a gradient changes its sign: from there on adaptive methods
    tremble, and magnify every rounding.
    """
    start = _far(rng, shapes)
    place = _place(start)
    slopes = rng.uniform(1.0, 1.6, size=place.size).round(2)
    A = np.vstack([np.diag(slopes), np.full(place.size, 0.1)])
    lowest = place + irregular(rng, (place.size,), 2.5, 4.0)
    return {"problem": {"kind": "squares", "A": A, "b": A @ lowest}, "start": start}


def narrow(rng: Rng, shapes: Shapes) -> dict[str, Any]:
    """Draw a ravine in two directions, a hundred times as steep across as along, askew to both parameters."""
    start = _far(rng, shapes)
    angle = rng.uniform(0.3, 1.2)
    along, across = (np.array([np.cos(turn), np.sin(turn)]) for turn in (angle, angle + np.pi / 2))
    A = np.stack([along, 10 * across])
    away = irregular(rng, (2,), 2.5, 4.0)
    lowest = _place(start) + away[0] * along + away[1] * across
    return {"problem": {"kind": "squares", "A": A, "b": A @ lowest}, "start": start}


def network(
    rng: Rng, names: Sequence[str], *, in_batches: bool = False, steepness: float = 1.0
) -> dict[str, Any]:
    """Draw a two-layer network with tanh and mse, five samples, and where to start.

    Args:
        rng: Source of the numbers.
        names: Names of its four parameters.
        in_batches: Whether each step takes one sample, in turn.
        steepness: Factor of all targets, and so about that of all gradients.
    """
    shapes = dict(zip(names, ((3, 2), (3,), (4, 3), (4,)), strict=True))
    problem = {
        "kind": "network",
        "names": list(names),
        "in_batches": in_batches,
        "X": irregular(rng, (5, 2), 0.3, 1.2),
        "y": steepness * irregular(rng, (5, 4), 0.4, 2.4),
    }
    return {"problem": problem, "start": named(rng, shapes, 0.2, 0.8)}


def given(rng: Rng, shapes: Shapes, steps: int, steepness: float = 1.0) -> dict[str, Any]:
    """Draw where to start, not near 0, and the gradients of some steps.

    Args:
        rng: Source of the numbers.
        shapes: Names and shapes of the parameters.
        steps: How many steps.
        steepness: Factor of all gradients. Beside steep ones an epsilon vanishes, wherever it stands.
    """
    grads = [named(rng, shapes, 0.4 * steepness, 2.4 * steepness) for _ in range(steps)]
    return {"start": _far(rng, shapes), "grads": grads, "steps": steps}


def rates(rng: Rng, steps: int) -> list[float]:
    """Draw a learning rate for each step, each different from the last one."""
    shares = rng.permutation(np.linspace(0.02, 0.12, steps))
    return [float(share) for share in shares.round(3)]


def _far(rng: Rng, shapes: Shapes) -> dict[str, Any]:
    """Draw parameters so large that no walk makes one of them 0, where rounding would be all there is."""
    return named(rng, shapes, 7.0, 12.0)


def _place(start: Mapping[str, Any]) -> Array:
    """Give all parameters in one row."""
    return np.concatenate([np.ravel(value) for value in start.values()])
