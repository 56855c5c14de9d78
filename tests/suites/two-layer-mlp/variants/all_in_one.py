"""Repeats the forward pass inside backward, transposes the other way, and trains on four arrays."""


def backward(X, y, params, activation, kind, output_activation="identity"):
    z1 = X @ params["W1"].T + params["b1"]
    h = activate(z1, activation)
    z2 = h @ params["W2"].T + params["b2"]
    g = {"out": loss_grad(activate(z2, output_activation), y, kind)}
    g["z2"] = activate_grad(z2, output_activation) * g["out"]
    g |= {"W2": (h.T @ g["z2"]).T, "b2": np.ones(len(X)) @ g["z2"], "h": g["z2"] @ params["W2"]}
    g["z1"] = activate_grad(z1, activation) * g["h"]
    return g | {"W1": (X.T @ g["z1"]).T, "b1": np.ones(len(X)) @ g["z1"], "X": g["z1"] @ params["W1"]}


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    losses = np.zeros(0)
    for _ in range(epochs):
        for rows in np.split(np.arange(len(X)), range(batch_size or len(X), len(X), batch_size or len(X))):
            now = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
            losses = np.append(losses, loss(forward(X[rows], now, activation)["out"], y[rows], kind))
            g = backward(X[rows], y[rows], now, activation, kind)
            W1, b1, W2, b2 = W1 - lr * g["W1"], b1 - lr * g["b1"], W2 - lr * g["W2"], b2 - lr * g["b2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, losses
