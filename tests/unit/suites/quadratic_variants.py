"""Right solutions of `quadratic-model`, written in other ways; none may lose a point."""

from collections.abc import Mapping
from typing import Final

__all__ = ["REUSE", "VARIANTS"]

_LOOPS: Final = """
def forward(x, w1, w2, b):
    if np.ndim(x) == 0:
        return w1 * float(x) * float(x) + w2 * x + b
    return np.array([forward(one, w1, w2, b) for one in x])


def loss(y_hat, y):
    total = 0.0
    for one, target in zip(np.atleast_1d(y_hat), np.atleast_1d(y)):
        total += (one - target) ** 2
    return total / np.size(y)


def backward(x, y, w1, w2, b):
    g = {"w1": 0.0, "w2": 0.0, "b": 0.0}
    xs, ys = np.atleast_1d(x), np.atleast_1d(y)
    for one, target in zip(xs, ys):
        d = 2 * (forward(one, w1, w2, b) - target) / len(xs)
        g["w1"] += d * float(one) ** 2
        g["w2"] += d * one
        g["b"] += d
    return g
"""

_EINSUM: Final = """
def forward(x, w1, w2, b):
    x = np.asarray(x, float)
    return np.einsum("f,f...->...", [w1, w2, b], np.stack([x**2, x, np.ones_like(x)]))


def loss(y_hat, y):
    r = np.atleast_1d(y_hat) - np.atleast_1d(y)
    return np.dot(r, r) / r.size


def backward(x, y, w1, w2, b):
    x = np.atleast_1d(np.asarray(x, float))
    r = np.atleast_1d(forward(x, w1, w2, b) - y)
    design = np.stack([x**2, x, np.ones_like(x)])
    w1, w2, b = 2 / r.size * design @ r
    return {"b": b, "w2": w2, "w1": w1}
"""

_ORDER: Final = """
import math


def forward(x, w1, w2, b):
    x = np.asarray(x, dtype=float)
    return b + x * (w2 + x * w1)


def loss(y_hat, y):
    r = np.ravel(np.asarray(y, float) - y_hat)
    return math.fsum(one * one / r.size for one in r[::-1])


def backward(x, y, w1, w2, b):
    x, r = np.ravel(np.asarray(x, float)), np.ravel(forward(x, w1, w2, b) - np.asarray(y, float))
    n = r.size
    return {
        "w1": sum(x[::-1] * x[::-1] * r[::-1]) / n * 2,
        "w2": math.fsum(x * r / n) * 2,
        "b": 2 * sum(r[::-1] / n),
    }
"""

_TALKATIVE: Final = """
import warnings

_quiet = {name: globals()[name] for name in ("forward", "loss", "stages", "backward", "sgd_step", "fit")}


def forward(x, w1, w2, b):
    print("forward", x)
    warnings.warn("about to predict")
    return _quiet["forward"](x, w1, w2, b)


def stages(x, y, w1, w2, b):
    values, gradients = _quiet["stages"](x, y, w1, w2, b)
    return {**values, "note": "done"}, {**gradients, "loss": 1.0, "x": None}


def backward(x, y, w1, w2, b):
    print("backward " * 5000)
    return {**_quiet["backward"](x, y, w1, w2, b), "y_hat": np.zeros((2, 3)), 7: "seven"}


def fit(x, y, params, lr, epochs):
    np.sqrt(-np.ones(2))
    return _quiet["fit"](x, y, params, lr, epochs)
"""

_KINDS: Final = """
_plain = {name: globals()[name] for name in ("forward", "loss", "stages", "backward", "sgd_step", "fit")}


def forward(x, w1, w2, b):
    y_hat = np.asarray(_plain["forward"](x, w1, w2, b))
    return np.repeat(y_hat, 2)[::2] if y_hat.ndim else y_hat


def loss(y_hat, y):
    return np.array(_plain["loss"](y_hat, y))


def stages(x, y, w1, w2, b):
    return [{k: np.float64(v) for k, v in one.items()} for one in _plain["stages"](x, y, w1, w2, b)]


def backward(x, y, w1, w2, b):
    return {k: np.array(v) for k, v in _plain["backward"](x, y, w1, w2, b).items()}


def sgd_step(params, grads, lr):
    return {k: np.array(v) for k, v in reversed(_plain["sgd_step"](params, grads, lr).items())}


def fit(x, y, params, lr, epochs):
    params, losses = _plain["fit"](x, y, params, lr, epochs)
    return params, np.asfortranarray(losses)


def fit_linear(x, y, w, lr, epochs):
    losses = np.zeros((len(x), epochs))
    for n in range(epochs * len(x)):
        epoch, i = divmod(n, len(x))
        losses[i, epoch] = (x[i] * w - y[i]) ** 2
        w = w - 2 * x[i] * (x[i] * w - y[i]) * lr
    return np.float64(w), losses.T
"""

_INLINE: Final = """
def fit(x, y, params, lr, epochs):
    x, y = np.array(x, float), np.array(y, float)
    w1, w2, b = (params[k] for k in ("w1", "w2", "b"))
    rows = []
    for _ in range(epochs):
        row = []
        for a, t in zip(x, y):
            e = t - (w1 * a**2 + w2 * a + b)
            row.append(e * e)
            w1, w2, b = w1 + lr * 2 * e * a**2, w2 + lr * 2 * e * a, b + lr * 2 * e
        rows.append(row)
    return {"w1": w1, "w2": w2, "b": b}, np.array(rows)


def fit_linear(x, y, w, lr, epochs):
    losses = []
    for _ in range(epochs):
        for a, t in zip(x, y):
            losses.append((t - w * a) ** 2)
            w += 2 * lr * a * (t - w * a)
    return w, np.reshape(losses, (epochs, -1))
"""

_SLICES: Final = """
def fit(x, y, params, lr, epochs):
    w = dict(params)
    losses = np.empty((epochs, len(x)))
    for epoch, i in np.ndindex(losses.shape):
        one, target = x[i : i + 1], y[i : i + 1]
        losses[epoch, i] = loss(forward(one, w["w1"], w["w2"], w["b"]), target)
        grads = backward(one, target, w["w1"], w["w2"], w["b"])
        w = sgd_step(w, grads, lr)
    return w, losses
"""

_STAGES: Final = """
def backward(x, y, w1, w2, b):
    each = [stages(float(a), float(t), w1, w2, b)[1] for a, t in zip(np.atleast_1d(x), np.atleast_1d(y))]
    return {name: np.mean([one[name] for one in each]) for name in ("w1", "w2", "b")}


def fit(x, y, params, lr, epochs):
    losses = np.empty((epochs, len(x)))
    for epoch in range(epochs):
        for i, (one, target) in enumerate(zip(x, y)):
            values, gradients = stages(one, target, params["w1"], params["w2"], params["b"])
            losses[epoch, i] = values["loss"]
            params = sgd_step(params, gradients, lr)
    return params, losses
"""

_CALLS: Final = """
_own_stages = stages


def stages(x, y, w1, w2, b):
    values, gradients = _own_stages(x, y, w1, w2, b)
    y_hat = forward(x, w1, w2, b)
    return {**values, "y_hat": y_hat, "loss": loss(y_hat, y)}, gradients


def fit_linear(x, y, w, lr, epochs):
    losses = np.empty((epochs, len(x)))
    for epoch in range(epochs):
        for i in range(len(x)):
            losses[epoch, i] = loss(forward(x[i], 0.0, w, 0.0), y[i])
            w = sgd_step({"w": w}, {"w": backward(x[i], y[i], 0.0, w, 0.0)["w2"]}, lr)["w"]
    return w, losses
"""

REUSE: Final[Mapping[str, str]] = {
    "batches of one": _SLICES,
    "everything from stages": _STAGES,
    "everything from forward and backward": _CALLS,
}
"""Solutions some of whose functions call others of them, in other ways than the course's own."""

VARIANTS: Final[Mapping[str, str]] = {
    "loops": _LOOPS,
    "einsum and dot": _EINSUM,
    "other orders of summation": _ORDER,
    "prints, warnings and extra keys": _TALKATIVE,
    "other kinds of numbers, arrays and sequences": _KINDS,
    "everything written out in the loops, with the residual's sign turned twice": _INLINE,
    **REUSE,
}
"""What to put behind the solution, by name."""
