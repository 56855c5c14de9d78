"""quadratic model, assignment 2"""
import numpy as np


def _f(a):
    # everything should be float64, also if someone passes ints
    return np.asarray(a, dtype=float)


def forward(x, w1, w2, b):
    xs = np.array(x, dtype="float64")
    return (w1 * xs + w2) * xs + b  # Horner


def loss(y_hat, y):
    predicted = np.atleast_1d(np.asarray(y_hat, dtype=float))
    wanted = np.atleast_1d(np.asarray(y, dtype=float))
    total = 0.0
    for p, t in zip(predicted, wanted):
        total += (t - p) ** 2
    return float(total / len(predicted))


def stages(x, y, w1, w2, b):
    z1, z2 = w1 * x**2, w2 * x
    z = z1 + z2
    y_hat = z + b
    r = y_hat - y
    up = r + r  # d(r^2)/dr
    # every node between r and the products is an addition, so the gradient just passes
    grads = dict.fromkeys(["r", "y_hat", "z", "z1", "z2", "b"], up)
    grads.update(w1=up * x * x, w2=up * x)
    return dict(z1=z1, z2=z2, z=z, y_hat=y_hat, r=r, loss=r * r), grads


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
    new = params.copy()
    for key, slope in grads.items():
        new[key] += lr * slope
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
