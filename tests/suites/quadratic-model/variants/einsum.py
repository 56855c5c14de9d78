"""Keeps the features x ** 2, x and 1 in one array; uses einsum, dot and matrix products of it."""


def forward(x, w1, w2, b):
    x = np.asarray(x, float)
    return np.einsum("f,f...->...", [w1, w2, b], np.stack([x**2, x, np.ones_like(x)]))


def loss(y_hat, y):
    r = np.atleast_1d(np.asarray(y_hat, float)) - np.atleast_1d(y)
    return np.dot(r, r) / r.size


def backward(x, y, w1, w2, b):
    x = np.atleast_1d(np.asarray(x, float))
    r = np.atleast_1d(forward(x, w1, w2, b) - y)
    design = np.stack([x**2, x, np.ones_like(x)])
    w1, w2, b = 2 / r.size * design @ r
    return {"b": b, "w2": w2, "w1": w1}
