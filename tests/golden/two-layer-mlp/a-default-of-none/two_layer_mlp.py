"""Two-layer MLP: forward, loss and backward on a batch.

Shapes, with N samples, D inputs, H hidden units and K outputs (weights laid out as in `torch.nn.Linear`):

    X (N, D)    W1 (H, D)    b1 (H,)    W2 (K, H)    b2 (K,)

A sample is a row, and a layer is `x @ W.T + b`. `params` is a dict with keys "W1", "b1", "W2", "b2".
The targets y are (N, K), for the loss "cross_entropy" integer labels (N,) from 0 to K - 1.

Gradients come back in dicts whose keys are names of variables: in a dict of gradients `"W1"` holds
dLoss/dW1, never W1 itself, and has the shape of W1. Everything is computed in float64. No function changes
its arguments, arrays and dicts included; functions that update parameters return new ones.

Activations are named "identity", "sigmoid", "relu", "tanh"; losses "half_sse", "mse", "cross_entropy".
Another name raises ValueError. relu'(0) = 0. "mse" divides by N * K, "half_sse" divides by nothing but 2.

The handout works through three examples; their starting parameters are LINE, PLANE and TEXTBOOK below.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

# D=1, H=2, K=1, ReLU and mse, for y = 2x + 3 on np.linspace(-1, 1, 10), lr 0.1, one step.
LINE = {
    "W1": np.array([[0.5], [-0.8]]),
    "b1": np.array([0.1, 0.2]),
    "W2": np.array([[0.7, -0.4]]),
    "b2": np.array([0.3]),
}

# D=2, H=3, K=1, ReLU and mse, for X = [[1, 2], [2, 3], [3, 4]] and y = [[1], [2], [3]], lr 0.01, 100 epochs.
PLANE = {
    "W1": np.array([[0.3, -0.1], [-0.6, 0.4], [0.5, 0.2]]),
    "b1": np.array([0.1, 0.05, -0.1]),
    "W2": np.array([[0.6, -0.3, 0.4]]),
    "b2": np.array([0.2]),
}

# D=2, H=2, K=1, sigmoid in both layers and half_sse, for X = [[1, 0.5]] and y = [[1]], lr 0.5, one step.
TEXTBOOK = {
    "W1": np.array([[0.5, -0.3], [0.2, 0.8]]),
    "b1": np.array([0.1, -0.2]),
    "W2": np.array([[0.7, -0.6]]),
    "b2": np.array([0.3]),
}


def activate(z: Array, kind: str) -> Array:
    if kind == "identity":
        return np.array(z, dtype=np.float64)
    if kind == "sigmoid":
        # log(1 + exp(-z)) computed without ever forming exp(1000).
        return np.exp(-np.logaddexp(0.0, np.negative(z)))
    if kind == "relu":
        return np.maximum(z, 0.0)
    if kind == "tanh":
        return np.tanh(z)
    raise ValueError(f"unknown activation: {kind!r}")


def activate_grad(z: Array, kind: str) -> Array:
    a = activate(z, kind)
    if kind == "sigmoid":
        return a * (1 - a)
    if kind == "relu":
        return np.where(a > 0, 1.0, 0.0)
    if kind == "tanh":
        return 1 - a**2
    return np.ones_like(a)


def forward(
    X: Array, params: dict[str, Array], activation: str, output_activation: str = "identity"
) -> dict[str, Array]:
    z1 = X @ params["W1"].T + params["b1"]
    h = activate(z1, activation)
    z2 = h @ params["W2"].T + params["b2"]
    out = activate(z2, output_activation)
    return {"z1": z1, "h": h, "z2": z2, "out": out}


def _log_softmax(logits: Array) -> Array:
    shifted: Array = logits - logits.max(axis=1, keepdims=True)
    log_total: Array = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return shifted - log_total


def loss(out: Array, y: Array | Labels, kind: str) -> float:
    if kind == "half_sse":
        return float(0.5 * np.sum((out - y) ** 2))
    if kind == "mse":
        return float(np.mean((out - y) ** 2))
    if kind == "cross_entropy":
        return float(-np.mean(_log_softmax(out)[np.arange(len(y)), y]))
    raise ValueError(f"unknown loss: {kind!r}")


def loss_grad(out: Array, y: Array | Labels, kind: str) -> Array:
    if kind == "half_sse":
        return out - y
    if kind == "mse":
        return 2 * (out - y) / out.size
    if kind == "cross_entropy":
        one_hot: Array = np.eye(out.shape[1])[y]
        return (np.exp(_log_softmax(out)) - one_hot) / len(out)
    raise ValueError(f"unknown loss: {kind!r}")


def backward(
    X: Array,
    y: Array | Labels,
    params: dict[str, Array],
    activation: str,
    kind: str,
    output_activation: str = "identity",
) -> dict[str, Array]:
    stages = forward(X, params, activation, output_activation)
    dout = loss_grad(stages["out"], y, kind)
    dz2 = dout * activate_grad(stages["z2"], output_activation)
    dh = dz2 @ params["W2"]
    dz1 = dh * activate_grad(stages["z1"], activation)
    return {
        "out": dout,
        "z2": dz2,
        "W2": dz2.T @ stages["h"],
        "b2": dz2.sum(axis=0),
        "h": dh,
        "z1": dz1,
        "W1": dz1.T @ X,
        "b1": dz1.sum(axis=0),
        "X": dz1 @ params["W1"],
    }


def train(
    X: Array,
    y: Array | Labels,
    params: dict[str, Array],
    activation: str,
    kind: str,
    lr: float,
    epochs: int,
    batch_size: int | None = None,
) -> tuple[dict[str, Array], Array]:
    params = dict(params)
    losses = []
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            batch, targets = X[start : start + batch_size], y[start : start + batch_size]
            losses.append(loss(forward(batch, params, activation)["out"], targets, kind))
            gradients = backward(batch, targets, params, activation, kind)
            params = {name: value - lr * gradients[name] for name, value in params.items()}
    return params, np.array(losses)
