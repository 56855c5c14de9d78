import numpy as np


def forward(x, w1, w2, b):
    xs = np.array(x, dtype="float64")
    return (w1 * xs + w2) * xs + b  # Horner


def loss(y_hat, y):
    diff = np.asarray(y_hat, dtype="float64") - np.asarray(y, dtype="float64")
    return float(np.sum(diff**2))


def stages(x, y, w1, w2, b):
    v = {}
    v["z1"] = w1 * x * x
    v["z2"] = w2 * x
    v["z"] = v["z1"] + v["z2"]
    v["y_hat"] = v["z"] + b
    v["r"] = v["y_hat"] - y
    v["loss"] = v["r"] ** 2
    g = {"r": 2 * v["r"]}
    g["y_hat"] = g["r"]  # minus sign is on y, not on y_hat
    g["b"] = g["y_hat"]
    g["z"] = g["y_hat"]
    g["z1"] = g["z"]
    g["z2"] = g["z"]
    g["w1"] = g["z1"] * x**2
    g["w2"] = g["z2"] * x
    return v, g


def backward(x, y, w1, w2, b):
    xs = np.atleast_1d(np.array(x, dtype="float64"))
    err = forward(xs, w1, w2, b) - np.atleast_1d(np.array(y, dtype="float64"))
    n = err.size
    return {
        "w1": float(2 / n * np.sum(err * xs**2)),
        "w2": float(2 / n * np.sum(err * xs)),
        "b": float(2 / n * np.sum(err)),
    }


def sgd_step(params, grads, lr):
    new = {}
    for key in params:
        new[key] = params[key] - lr * grads[key]
    return new


def fit(x, y, params, lr, epochs):
    w1, w2, b = params["w1"], params["w2"], params["b"]
    losses = np.empty((epochs, len(x)))
    for e in range(epochs):
        for i, (xi, yi) in enumerate(zip(np.asarray(x, dtype=float), np.asarray(y, dtype=float))):
            r = w1 * xi**2 + w2 * xi + b - yi
            losses[e, i] = r * r
            # one sample: no mean needed, so I write the step directly
            w1 = w1 - lr * 2 * r * xi**2
            w2 = w2 - lr * 2 * r * xi
            b = b - lr * 2 * r
    return {"w1": float(w1), "w2": float(w2), "b": float(b)}, losses


def fit_linear(x, y, w, lr, epochs):
    losses = []
    weight = float(w)
    for _ in range(epochs):
        losses.append([])
        for xi, yi in zip(x, y):
            gap = weight * xi - yi
            losses[-1].append(gap**2)
            weight -= lr * (2 * gap * xi)
    return float(weight), np.array(losses, dtype=float).reshape(epochs, len(x))
