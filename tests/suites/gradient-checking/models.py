"""The lent functions in PyTorch, relative errors, and how inputs for them are drawn: for recording only."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from grader.oracle import Tape

Array = NDArray[np.float64]
Shape = tuple[int, ...]


def _cubic(p: torch.Tensor, a: Any, b: Any, c: Any) -> torch.Tensor:
    return (_tensor(a) * p**3 + _tensor(b) * p**2 + _tensor(c) * p).sum()


def _weighted_sum(p: torch.Tensor, c: Any) -> torch.Tensor:
    return (_tensor(c) * p).sum()


def _product(p: torch.Tensor) -> torch.Tensor:
    return p.prod()


def _softmax(p: torch.Tensor, labels: Any, weights: Any) -> torch.Tensor:
    losses = torch.nn.functional.cross_entropy(p, torch.tensor(np.array(labels)), reduction="none")
    return (_tensor(weights) * losses).sum()


def _network(p: torch.Tensor, X: Any, b1: Any, W2: Any, b2: Any, y: Any) -> torch.Tensor:
    linear = torch.nn.functional.linear
    h = torch.relu(linear(_tensor(X), p, _tensor(b1)))
    return torch.nn.functional.mse_loss(linear(h, _tensor(W2), _tensor(b2)), _tensor(y))


FUNCTIONS: Final[Mapping[str, Callable[..., torch.Tensor]]] = {
    "cubic": _cubic,
    "weighted_sum": _weighted_sum,
    "product": _product,
    "softmax": _softmax,
    "network": _network,
}


def lent(
    tape: Tape, *, kind: str, given: Mapping[str, Any], x: Any, h: float = 0.0, **_: Any
) -> torch.Tensor:
    """Compute a lent function at x, watched, and its central differences where a step h is given."""
    function = FUNCTIONS[kind]
    result = function(tape.watch("x", x), **given)
    tape.keep("f", result)
    if h:
        tape.keep("central", _central(lambda p: function(p, **given), _tensor(x), h))
    return result


def worked_example(tape: Tape, *, given: Mapping[str, int], x: Array, **_: Any) -> torch.Tensor:
    """Compute the cross-entropy of three logits, every stage watched."""
    logits = tape.watch("x", x)
    e = tape.watch("e", torch.exp(logits))
    total = tape.watch("total", e.sum(), "sum(e)")
    p = tape.watch("p", e / total)
    loss: torch.Tensor = -torch.log(p[given["label"]])
    tape.keep("f", loss, f"-log(p[{given['label']}])")
    return loss


def compared(tape: Tape, *, a: Any, b: Any) -> None:
    """Compute relative errors and find the worst."""
    mine, other = _tensor(a), _tensor(b)
    scale = torch.maximum(mine.abs(), other.abs())
    errors = torch.where(scale == 0, 0.0, (mine - other).abs() / scale)
    flat = int(torch.argmax(errors))
    tape.keep("errors", errors)
    tape.keep("index", [int(place) for place in np.unravel_index(flat, np.shape(a))])
    tape.keep("error", errors.reshape(-1)[flat])


def _central(function: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, h: float) -> torch.Tensor:
    slopes = torch.zeros_like(x)
    for index in np.ndindex(tuple(x.shape)):
        step = torch.zeros_like(x)
        step[index] = h
        slopes[index] = (function(x + step) - function(x - step)) / (2 * h)
    return slopes


def _tensor(value: Any) -> torch.Tensor:
    return torch.tensor(np.array(value, dtype=np.float64))


def irregular(rng: np.random.Generator, shape: Shape) -> Array:
    """Draw numbers of both signs, 0.3 to 2.6 in magnitude; three decimals keep recordings small."""
    magnitude = rng.uniform(0.3, 2.6, size=shape).round(3)
    values: Array = magnitude * rng.choice([-1.0, 1.0], size=shape)
    return values


def whole(rng: np.random.Generator, shape: Shape) -> NDArray[np.int64]:
    """Draw integers of both signs, 2 to 6 in magnitude."""
    values: NDArray[np.int64] = rng.integers(2, 7, size=shape) * rng.choice([-1, 1], size=shape)
    return values


def cubic(
    rng: np.random.Generator, shape: Shape, h: float = 0.0, *, integers: bool = False
) -> dict[str, Any]:
    """Draw a polynomial of every entry that is neither flat nor straight at x."""
    drawn = [_bent(rng, integers=integers) for _ in range(int(np.prod(shape)))]
    x, a, b, c = (np.array(one).reshape(shape) for one in zip(*drawn, strict=True))
    if not shape:
        x, a, b, c = (one.item() for one in (x, a, b, c))
    return {"kind": "cubic", "given": {"a": a, "b": b, "c": c}, "x": x, "h": h}


def flat(rng: np.random.Generator, shape: Shape) -> dict[str, Any]:
    """Draw a polynomial whose slope is 0 at half of the entries: measured, it is only nearly 0."""
    one = cubic(rng, shape)
    x, given = one["x"], one["given"]
    level = rng.permutation(x.size) < x.size // 2
    slopes = -(3 * given["a"] * x**2 + 2 * given["b"] * x)
    given["c"] = np.where(level.reshape(shape), slopes, given["c"])
    return one


def _bent(rng: np.random.Generator, *, integers: bool) -> tuple[float, ...]:
    """Draw x and the polynomial of one entry; differences to one side must be off by what can be seen."""
    while True:
        a, b, c = irregular(rng, (3,)).tolist()
        x = whole(rng, ()).item() if integers else irregular(rng, ()).item()
        slope, bend = 3 * a * x**2 + 2 * b * x + c, 6 * a * x + 2 * b
        if abs(slope) > 0.5 and abs(bend) > (0.2 if integers else 1.0) * abs(slope):
            return x, a, b, c


def weighted_sum(rng: np.random.Generator, shape: Shape, zeros: int = 0) -> dict[str, Any]:
    """Draw a sum with weights, some of them 0: its gradient is the weights."""
    c = irregular(rng, shape)
    c.flat[rng.permutation(c.size)[:zeros]] = 0.0
    return {"kind": "weighted_sum", "given": {"c": c}, "x": irregular(rng, shape)}


def product(rng: np.random.Generator, shape: Shape) -> dict[str, Any]:
    """Draw factors, one of them 0: all of the gradient but one entry is 0."""
    x = irregular(rng, shape)
    x.flat[rng.integers(x.size)] = 0.0
    return {"kind": "product", "given": {}, "x": x}


def softmax(rng: np.random.Generator, rows: int, classes: int) -> dict[str, Any]:
    """Draw logits whose rows have weights, one of them 0."""
    weights = np.abs(irregular(rng, (rows,)))
    weights[rng.integers(rows)] = 0.0
    given = {"labels": rng.integers(0, classes, size=rows), "weights": weights}
    return {"kind": "softmax", "given": given, "x": irregular(rng, (rows, classes))}


def network(rng: np.random.Generator, n: int, d: int, h: int, k: int) -> dict[str, Any]:
    """Draw two layers with a unit that is never active; no pre-activation is near the kink of ReLU."""
    while True:
        X, x, b1 = irregular(rng, (n, d)), irregular(rng, (h, d)), irregular(rng, (h,))
        dead = rng.integers(h)
        b1[dead] = -20.0
        z = X @ x.T + b1
        alive = np.delete(z, dead, axis=1) > 0
        if np.abs(z).min() > 0.1 and alive.any(axis=0).all() and np.all(z[:, dead] < 0):
            break
    given = {
        "X": X,
        "b1": b1,
        "W2": irregular(rng, (k, h)),
        "b2": irregular(rng, (k,)),
        "y": irregular(rng, (n, k)),
    }
    return {"kind": "network", "given": given, "x": x}


def places(rng: np.random.Generator, shape: Shape, count: int) -> list[list[int]]:
    """Draw different indices, in the order in which they are to be listed."""
    flat = np.sort(rng.permutation(int(np.prod(shape)))[:count])
    return [[int(place) for place in np.unravel_index(one, shape)] for one in flat]


def thresholds(rng: np.random.Generator, shape: Shape) -> dict[str, Any]:
    """Draw a sum and a claim, off by less or by more than is permitted, by which no two formulas agree.

    At some entries `rtol * abs(numerical)` is the larger share of what is permitted, at some `atol` is.
    """
    while True:
        one = weighted_sum(rng, shape)
        c = (one["given"]["c"] * 10.0 ** rng.uniform(-1, 0.7, size=shape)).round(3)
        rtol, atol = round(float(rng.uniform(0.15, 0.25)), 2), round(float(rng.uniform(0.4, 0.6)), 2)
        beyond, above, hardly = (rng.random(size=shape) < 0.4 for _ in range(3))
        far = np.where(beyond, rng.uniform(1.06, 1.9, shape), rng.uniform(0.1, 0.96, shape) ** 2)
        amount = np.where(hardly, np.where(beyond, 1.06, 0.94), far)
        grad = (c + amount * np.where(above, 1.0, -1.0) * (atol + rtol * np.abs(c))).round(4)
        found = [beyond, *_by_other_formulas(c, grad, rtol, atol)]
        if beyond.any() and len({one.tobytes() for one in found}) == len(found):
            return {
                **one,
                "given": {"c": c},
                "grad": grad,
                "wrong": np.argwhere(beyond).tolist(),
                "rtol": rtol,
                "atol": atol,
            }


def _by_other_formulas(c: Array, grad: Array, rtol: float, atol: float) -> list[NDArray[np.bool_]]:
    """Say which entries are wrong by formulas that are not the one that is asked for."""
    off, size, claimed = np.abs(c - grad), np.abs(c), np.abs(grad)
    permitted = [
        atol + rtol * claimed,
        atol + rtol * np.maximum(size, claimed),
        atol + rtol * c,
        atol + rtol * size.max(),
        rtol + atol * size,
        np.maximum(atol, rtol * size),
        np.minimum(atol, rtol * size),
        rtol * size,
        rtol * np.maximum(size, claimed),
        rtol * (atol + size),
        rtol * atol * size,
        np.full(c.shape, atol),
        1e-8 + 1e-6 * size,
    ]
    signed = [c - grad, grad - c, np.abs(size - claimed)]
    return [off > most for most in permitted] + [one > atol + rtol * size for one in signed]


def pair(rng: np.random.Generator, shape: Shape) -> dict[str, Any]:
    """Draw two arrays of very different magnitudes; where they differ most, they do not differ worst."""
    while True:
        a = irregular(rng, shape) * 10.0 ** rng.integers(-9, 3, size=shape)
        b = a * (1 + rng.uniform(-0.6, 0.5, size=shape).round(3))
        other = rng.random(size=shape) < 0.2
        b = np.where(other, -b, b)
        errors = np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))
        order = np.sort(errors.ravel())
        apart = np.argmax(errors) != np.argmax(np.abs(a - b)) and order[-1] - order[-2] > 0.01
        signs = other.any() and (~other).any() and np.argmax(np.abs(errors) * ~other) != np.argmax(errors)
        if apart and signs and np.argmax(errors) not in (0, errors.size - 1):
            return {"a": a, "b": b}
