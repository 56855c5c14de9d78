import numpy as np


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
    xs = np.ravel(np.asarray(x, dtype=float))
    ys = np.ravel(np.asarray(y, dtype=float))
    sums = {"w1": 0.0, "w2": 0.0, "b": 0.0}
    for xi, yi in zip(xs, ys):
        e = (w1 * xi * xi + w2 * xi + b - yi) ** 2  # squared error of this sample
        sums["w1"] += 2 * e * xi**2
        sums["w2"] += 2 * e * xi
        sums["b"] += 2 * e
    return {name: float(s / len(xs)) for name, s in sums.items()}


def sgd_step(params, grads, lr):
    new = {}
    for key in params:
        new[key] = params[key] - lr * grads[key]
    return new


def fit(x, y, params, lr, epochs):
    theta = np.array([params[k] for k in ("w1", "w2", "b")], dtype=np.float64)
    rows = np.stack([np.asarray(x, float) ** 2, np.asarray(x, float), np.ones(len(x))], axis=1)
    losses = np.zeros((epochs, len(x)))
    for epoch in range(epochs):
        for i in range(len(x)):
            error = rows[i] @ theta - y[i]
            losses[epoch][i] = error**2
            theta = theta - lr * (2 * error * rows[i])
    return dict(zip(("w1", "w2", "b"), theta.tolist())), losses


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
