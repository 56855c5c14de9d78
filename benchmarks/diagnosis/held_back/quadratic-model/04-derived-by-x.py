"""quadratic model, assignment 2"""
import numpy as np


def _f(a):
    # everything should be float64, also if someone passes ints
    return np.asarray(a, dtype=float)


def forward(x, w1, w2, b):
    arr = np.asarray(x, dtype=np.float64)
    square = np.multiply(arr, arr)
    quadratic_part = w1 * square
    linear_part = w2 * arr
    return quadratic_part + linear_part + b


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
    values = dict(z1=z1, z2=z2, z=z, y_hat=y_hat, r=r, loss=r * r)

    d = 2 * r
    grads = {name: d for name in ("z1", "z2", "z", "y_hat", "r")}
    grads["w1"] = d * 2 * w1 * x  # power rule
    grads["w2"] = d * w2
    grads["b"] = d
    return values, grads


def backward(x, y, w1, w2, b):
    xs = np.ravel(np.asarray(x, dtype=float))
    ys = np.ravel(np.asarray(y, dtype=float))
    sums = {"w1": 0.0, "w2": 0.0, "b": 0.0}
    for xi, yi in zip(xs, ys):
        d = 2 * (w1 * xi * xi + w2 * xi + b - yi)
        for name, local in (("w1", xi * xi), ("w2", xi), ("b", 1.0)):
            sums[name] += d * local
    return {name: float(s / len(xs)) for name, s in sums.items()}


def sgd_step(params, grads, lr):
    return dict((k, v + (-lr) * grads[k]) for k, v in params.items())


def fit(x, y, params, lr, epochs):
    current = params.copy()
    history = []
    for _ in range(epochs):
        row = []
        for xi, yi in zip(x, y):
            row.append(loss(forward(xi, **current), yi))
            current = sgd_step(current, backward(xi, yi, **current), lr)
        history.append(row)
    return current, np.array(history, dtype=float).reshape(epochs, len(x))


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
