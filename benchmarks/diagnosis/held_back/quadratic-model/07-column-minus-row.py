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
    # one sample per row, like in the lecture
    column = np.asarray(x, dtype=np.float64).reshape(-1, 1)
    y = np.asarray(y, dtype=np.float64)
    y_hat = w1 * column**2 + w2 * column + b
    d = 2 * (y_hat - y)
    dw1 = np.mean(d * column**2)
    dw2 = np.mean(d * column)
    db = np.mean(d)
    return {"w1": float(dw1), "w2": float(dw2), "b": float(db)}


def sgd_step(params, grads, lr):
    return dict((k, v + (-lr) * grads[k]) for k, v in params.items())


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
