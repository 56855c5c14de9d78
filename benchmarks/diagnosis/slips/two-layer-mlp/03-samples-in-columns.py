def forward(X, params, activation, output_activation="identity"):
    z1 = np.dot(params["W1"], X) + params["b1"]
    h = activate(z1, activation)
    z2 = np.dot(params["W2"], h) + params["b2"]
    return {"z1": z1, "h": h, "z2": z2, "out": activate(z2, output_activation)}


def backward(X, y, params, activation, kind, output_activation="identity"):
    z1 = X @ params["W1"].T + params["b1"]
    h = activate(z1, activation)
    z2 = h @ params["W2"].T + params["b2"]
    g = {"out": loss_grad(activate(z2, output_activation), y, kind)}
    g["z2"] = g["out"] * activate_grad(z2, output_activation)
    g["W2"], g["b2"] = g["z2"].T @ h, g["z2"].sum(axis=0)
    g["h"] = g["z2"] @ params["W2"]
    g["z1"] = g["h"] * activate_grad(z1, activation)
    g["W1"], g["b1"], g["X"] = g["z1"].T @ X, g["z1"].sum(axis=0), g["z1"] @ params["W1"]
    return g


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    p = {k: v.copy() for k, v in params.items()}
    size = len(X) if batch_size is None else batch_size
    losses = []
    for _ in range(epochs):
        for i in range(0, len(X), size):
            a, b = X[i : i + size], y[i : i + size]
            hidden = activate(a @ p["W1"].T + p["b1"], activation)
            losses.append(loss(hidden @ p["W2"].T + p["b2"], b, kind))
            g = backward(a, b, p, activation, kind)
            p = {k: p[k] - lr * g[k] for k in p}
    return p, np.array(losses)
