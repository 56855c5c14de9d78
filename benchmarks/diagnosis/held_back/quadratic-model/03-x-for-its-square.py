import numpy as np


def forward(x, w1, w2, b):
    arr = np.asarray(x, dtype=np.float64)
    square = np.multiply(arr, arr)
    quadratic_part = w1 * square
    linear_part = w2 * arr
    return quadratic_part + linear_part + b


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
    xs = np.asarray(x, dtype=float)
    two_r = 2.0 * (forward(xs, w1, w2, b) - y)
    dw1 = np.average(two_r * xs)
    dw2 = np.average(two_r * xs)
    db = np.average(two_r)
    return {"w1": float(dw1), "w2": float(dw2), "b": float(db)}


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
    n = len(x)
    flat = np.zeros(epochs * n)
    for step in range(epochs * n):
        i = step % n
        res = w * x[i] - y[i]
        flat[step] = res * res
        w = w - 2 * lr * res * x[i]
    return float(w), flat.reshape(epochs, n)
