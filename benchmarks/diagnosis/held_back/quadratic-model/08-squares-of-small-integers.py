import numpy as np


def forward(x, w1, w2, b):
    x = np.asarray(x)
    square = x * x
    prediction = w1 * square + w2 * x + b
    return np.asarray(prediction, dtype=np.float64)


def loss(y_hat, y):
    diff = np.asarray(y_hat, dtype="float64") - np.asarray(y, dtype="float64")
    return float((diff * diff).sum() / diff.size)


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
    xs = np.ravel(np.asarray(x, dtype=float))
    ys = np.ravel(np.asarray(y, dtype=float))
    sums = {"w1": 0.0, "w2": 0.0, "b": 0.0}
    for xi, yi in zip(xs, ys):
        d = 2 * (w1 * xi * xi + w2 * xi + b - yi)
        for name, local in (("w1", xi * xi), ("w2", xi), ("b", 1.0)):
            sums[name] += d * local
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
    n = len(x)
    flat = np.zeros(epochs * n)
    for step in range(epochs * n):
        i = step % n
        res = w * x[i] - y[i]
        flat[step] = res * res
        w = w - 2 * lr * res * x[i]
    return float(w), flat.reshape(epochs, n)
