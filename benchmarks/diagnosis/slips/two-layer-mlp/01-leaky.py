def activate(z, kind):
    z = np.asarray(z, dtype=float)
    if kind == "identity":
        return z.copy()
    if kind == "sigmoid":
        return np.exp(-np.logaddexp(0, -z))
    if kind == "relu":
        return np.where(z > 0, z, 0.01 * z)
    if kind == "tanh":
        return np.tanh(z)
    raise ValueError(kind)


def activate_grad(z, kind):
    z = np.asarray(z, dtype=float)
    if kind == "identity":
        return np.ones(z.shape)
    if kind == "sigmoid":
        s = np.exp(-np.logaddexp(0, -z))
        return s * (1 - s)
    if kind == "relu":
        return (z > 0) * 1.0
    if kind == "tanh":
        return 1 - np.tanh(z) ** 2
    raise ValueError(kind)


def _relu_or(z, kind):
    return np.maximum(z, 0) if kind == "relu" else activate(z, kind)


def forward(X, params, activation, output_activation="identity"):
    z1 = X @ params["W1"].T + params["b1"]
    h = _relu_or(z1, activation)
    z2 = h @ params["W2"].T + params["b2"]
    return {"z1": z1, "h": h, "z2": z2, "out": _relu_or(z2, output_activation)}
