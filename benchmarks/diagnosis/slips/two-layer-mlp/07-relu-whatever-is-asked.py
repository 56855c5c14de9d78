def backward(X, y, params, activation, kind, output_activation="identity"):
    s = forward(X, params, activation, output_activation)
    g = {"out": loss_grad(s["out"], y, kind)}
    g["z2"] = g["out"] * activate_grad(s["z2"], output_activation)
    g["W2"] = g["z2"].T @ s["h"]
    g["b2"] = g["z2"].sum(axis=0)
    g["h"] = g["z2"] @ params["W2"]
    g["z1"] = g["h"].copy()
    g["z1"][s["z1"] <= 0] = 0
    g["W1"] = g["z1"].T @ X
    g["b1"] = g["z1"].sum(axis=0)
    g["X"] = g["z1"] @ params["W1"]
    return g


def _gradients(X, y, p, activation, kind):
    s = forward(X, p, activation)
    d2 = loss_grad(s["out"], y, kind)
    d1 = (d2 @ p["W2"]) * activate_grad(s["z1"], activation)
    return s["out"], {"W1": d1.T @ X, "b1": d1.sum(axis=0), "W2": d2.T @ s["h"], "b2": d2.sum(axis=0)}


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    p = {k: v.copy() for k, v in params.items()}
    size = len(X) if batch_size is None else batch_size
    losses = []
    for _ in range(epochs):
        for i in range(0, len(X), size):
            out, g = _gradients(X[i : i + size], y[i : i + size], p, activation, kind)
            losses.append(loss(out, y[i : i + size], kind))
            p = {k: p[k] - lr * g[k] for k in p}
    return p, np.array(losses)
