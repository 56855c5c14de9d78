def loss_grad(out, y, kind):
    if kind == "half_sse":
        return out - y
    if kind == "mse":
        return 2 * (out - y) / out.size
    if kind == "cross_entropy":
        p = np.exp(-np.logaddexp(0.0, -out))
        p[np.arange(len(y)), y] -= 1
        return p / len(y)
    raise ValueError(kind)


def _right(out, y, kind):
    if kind != "cross_entropy":
        return loss_grad(out, y, kind)
    e = np.exp(out - out.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


def backward(X, y, params, activation, kind, output_activation="identity"):
    s = forward(X, params, activation, output_activation)
    g = {"out": _right(s["out"], y, kind)}
    g["z2"] = g["out"] * activate_grad(s["z2"], output_activation)
    g["W2"], g["b2"] = g["z2"].T @ s["h"], g["z2"].sum(axis=0)
    g["h"] = g["z2"] @ params["W2"]
    g["z1"] = g["h"] * activate_grad(s["z1"], activation)
    g["W1"], g["b1"], g["X"] = g["z1"].T @ X, g["z1"].sum(axis=0), g["z1"] @ params["W1"]
    return g
