"""Right solutions of the two-layer MLP that are written otherwise: functions that replace the solution's."""

from typing import Final

__all__ = ["FINITE_DIFFERENCES", "VARIANTS"]

_LOOPS: Final = """
def forward(X, params, activation, output_activation="identity"):
    rows = []
    for x in X:
        z1 = np.array([sum(w * v for w, v in zip(row, x)) + b for row, b in zip(params["W1"], params["b1"])])
        h = activate(z1, activation)
        z2 = np.array([sum(w * v for w, v in zip(row, h)) + b for row, b in zip(params["W2"], params["b2"])])
        rows.append((z1, h, z2, activate(z2, output_activation)))
    return {name: np.array(column) for name, column in zip(("z1", "h", "z2", "out"), zip(*rows))}

def backward(X, y, params, activation, kind, output_activation="identity"):
    s = forward(X, params, activation, output_activation)
    g = {name: np.zeros_like(params[name]) for name in params}
    rows = {name: [] for name in ("out", "z2", "h", "z1", "X")}
    for n, dout in enumerate(loss_grad(s["out"], y, kind)):
        dz2 = dout * activate_grad(s["z2"][n], output_activation)
        dh = params["W2"].T @ dz2
        dz1 = dh * activate_grad(s["z1"][n], activation)
        for name, row in zip(rows, (dout, dz2, dh, dz1, params["W1"].T @ dz1)):
            rows[name].append(row)
        g["W2"] += np.outer(dz2, s["h"][n])
        g["b2"] += dz2
        g["W1"] += np.outer(dz1, X[n])
        g["b1"] += dz1
    return {**g, **{name: np.array(row) for name, row in rows.items()}}

def loss(out, y, kind):
    total = 0.0
    for row, target in zip(out, y):
        if kind == "cross_entropy":
            top = max(row)
            total += top + np.log(sum(np.exp(v - top) for v in row)) - row[int(target)]
        elif kind in ("mse", "half_sse"):
            total += sum((v - t) ** 2 for v, t in zip(row, target))
        else:
            raise ValueError(kind)
    return total / {"cross_entropy": len(out), "mse": out.size, "half_sse": 2}[kind]
"""

_EINSUM: Final = """
def forward(X, params, activation, output_activation="identity"):
    z1 = np.einsum("nd,hd->nh", X, params["W1"]) + params["b1"]
    h = activate(z1, activation)
    z2 = np.einsum("nh,kh->nk", h, params["W2"]) + params["b2"]
    return {"z1": z1, "h": h, "z2": z2, "out": activate(z2, output_activation)}

def backward(X, y, params, activation, kind, output_activation="identity"):
    s = forward(X, params, activation, output_activation)
    g = {"out": loss_grad(s["out"], y, kind)}
    g["z2"] = g["out"] * activate_grad(s["z2"], output_activation)
    g["W2"] = np.einsum("nk,nh->kh", g["z2"], s["h"])
    g["b2"] = np.einsum("nk->k", g["z2"])
    g["h"] = np.einsum("nk,kh->nh", g["z2"], params["W2"])
    g["z1"] = g["h"] * activate_grad(s["z1"], activation)
    g["W1"] = np.einsum("nh,nd->hd", g["z1"], X)
    g["b1"] = np.einsum("nh->h", g["z1"])
    g["X"] = np.einsum("nh,hd->nd", g["z1"], params["W1"])
    return g
"""

_OTHER_ORDER: Final = """
def _turned(a):
    return a[::-1]

def backward(X, y, params, activation, kind, output_activation="identity"):
    s = forward(X, params, activation, output_activation)
    dout = loss_grad(s["out"], y, kind)
    dz2 = dout * activate_grad(s["z2"], output_activation)
    dh = dz2[:, ::-1] @ params["W2"][::-1]
    dz1 = dh * activate_grad(s["z1"], activation)
    return {
        "out": dout, "z2": dz2, "h": dh, "z1": dz1,
        "W2": _turned(dz2).T @ _turned(s["h"]), "b2": np.cumsum(_turned(dz2), axis=0)[-1],
        "W1": _turned(dz1).T @ _turned(X), "b1": np.cumsum(_turned(dz1), axis=0)[-1],
        "X": (params["W1"].T[:, ::-1] @ dz1.T[::-1]).T,
    }
"""

_CACHE: Final = """
class _Layer:
    def __init__(self, W, x, z, kind):
        self.W, self.x, self.z, self.kind = W, x, z, kind

    def back(self, upstream):
        dz = upstream * activate_grad(self.z, self.kind)
        return dz, dz.T @ self.x, dz.sum(0), dz @ self.W

def forward(X, params, activation, output_activation="identity"):
    z1 = X @ params["W1"].T + params["b1"]
    h = activate(z1, activation)
    z2 = h @ params["W2"].T + params["b2"]
    layers = [_Layer(params["W1"], X, z1, activation), _Layer(params["W2"], h, z2, output_activation)]
    out = activate(z2, output_activation)
    return {"z1": z1, "h": h, "z2": z2, "out": out, "layers": layers, "cache": {"X": X}}

def backward(X, y, params, activation, kind, output_activation="identity"):
    s = forward(X, params, activation, output_activation)
    first, second = s["layers"]
    g = {"out": loss_grad(s["out"], y, kind), "loss": loss(s["out"], y, kind)}
    g["z2"], g["W2"], g["b2"], g["h"] = second.back(g["out"])
    g["z1"], g["W1"], g["b1"], g["X"] = first.back(g["h"])
    return g

def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    params, losses = {n: v.copy() for n, v in params.items()}, []
    for _ in range(epochs):
        start = 0
        while start < len(X):
            stop = start + (batch_size or len(X))
            g = backward(X[start:stop], y[start:stop], params, activation, kind)
            losses.append(g["loss"])
            for name in params:
                params[name] -= lr * g[name]
            start = stop
    return [params, np.asarray(losses)]
"""

_ALL_IN_ONE: Final = """
def backward(X, y, params, activation, kind, output_activation="identity"):
    z1 = X @ params["W1"].T + params["b1"]
    h = activate(z1, activation)
    z2 = h @ params["W2"].T + params["b2"]
    g = {"out": loss_grad(activate(z2, output_activation), y, kind)}
    g["z2"] = activate_grad(z2, output_activation) * g["out"]
    g |= {"W2": (h.T @ g["z2"]).T, "b2": np.ones(len(X)) @ g["z2"], "h": g["z2"] @ params["W2"]}
    g["z1"] = activate_grad(z1, activation) * g["h"]
    return g | {"W1": (X.T @ g["z1"]).T, "b1": np.ones(len(X)) @ g["z1"], "X": g["z1"] @ params["W1"]}

def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    losses = np.zeros(0)
    for _ in range(epochs):
        for rows in np.split(np.arange(len(X)), range(batch_size or len(X), len(X), batch_size or len(X))):
            now = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
            losses = np.append(losses, loss(forward(X[rows], now, activation)["out"], y[rows], kind))
            g = backward(X[rows], y[rows], now, activation, kind)
            W1, b1, W2, b2 = W1 - lr * g["W1"], b1 - lr * g["b1"], W2 - lr * g["W2"], b2 - lr * g["b2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, losses
"""

_WRAPPED: Final = """
def _wrap(function, change):
    import functools

    @functools.wraps(function)
    def wrapped(*args, **kwargs):
        return _changed(function(*args, **kwargs), change)
    return wrapped

def _changed(value, change):
    if isinstance(value, dict):
        return {key: _changed(one, change) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_changed(one, change) for one in value)
    return change(value)

for _name in ("activate", "activate_grad", "forward", "loss", "loss_grad", "backward", "train"):
    globals()[_name] = _wrap(globals()[_name], _CHANGE)
"""

_CHATTY: Final = """
def _CHANGE(value):
    import sys, warnings
    print("result", value)
    print("to stderr", file=sys.stderr)
    warnings.warn("careful")
    return value
"""

_FORTRAN: Final = """
def _CHANGE(value):
    return np.asfortranarray(value) if np.ndim(value) else value
"""

_STRIDED: Final = """
def _CHANGE(value):
    if not np.ndim(value):
        return np.array(value)
    twice = np.repeat(value, 2, axis=-1)[::-1]
    return twice[::-1, ..., ::2] if np.ndim(value) > 1 else twice[::-1][::2]
"""

VARIANTS: Final = {
    "loops over samples": _LOOPS,
    "einsum": _EINSUM,
    "another order of summation": _OTHER_ORDER,
    "layers kept in the result of forward, extra keys": _CACHE,
    "nothing reused": _ALL_IN_ONE,
    "prints and warnings": _CHATTY + _WRAPPED,
    "Fortran order": _FORTRAN + _WRAPPED,
    "strided arrays and arrays without axes": _STRIDED + _WRAPPED,
}
"""By name: source to add at the end of the solution."""

FINITE_DIFFERENCES: Final = """
def loss_grad(out, y, kind):
    return _slopes(lambda step: loss(out + step, y, kind), out)

def backward(X, y, params, activation, kind, output_activation="identity"):
    def value(name, step):
        at = lambda stage, value: value + step if stage == name else value
        z1 = at("z1", at("X", X) @ at("W1", params["W1"]).T + at("b1", params["b1"]))
        h = at("h", activate(z1, activation))
        z2 = at("z2", h @ at("W2", params["W2"]).T + at("b2", params["b2"]))
        return loss(at("out", activate(z2, output_activation)), y, kind)

    sizes = {**forward(X, params, activation, output_activation), **params, "X": X}
    return {name: _slopes(lambda step: value(name, step), array) for name, array in sizes.items()}

def _slopes(value, at, h=1e-5):
    slopes = np.zeros(np.shape(at))
    for index in np.ndindex(slopes.shape):
        step = np.zeros(slopes.shape)
        step[index] = h
        slopes[index] = (value(step) - value(-step)) / (2 * h)
    return slopes
"""
"""Source to add at the end of the solution: gradients without the chain rule, right to some digits."""
