def backward(X, y, params, activation, kind, output_activation="identity"):
    cache = forward(X, params, activation, output_activation)
    dout = loss_grad(cache["out"], y, kind)
    dz2 = dout * activate_grad(cache["z2"], output_activation)
    dW2 = dz2.T @ cache["h"]
    db2 = dz2.mean(axis=0)
    dh = dz2 @ params["W2"]
    dz1 = dh * activate_grad(cache["z1"], activation)
    dW1 = dz1.T @ X
    db1 = dz1.mean(axis=0)
    dX = dz1 @ params["W1"]
    return {"out": dout, "z2": dz2, "W2": dW2, "b2": db2, "h": dh, "z1": dz1, "W1": dW1, "b1": db1, "X": dX}


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    p = {k: v.copy() for k, v in params.items()}
    size = len(X) if batch_size is None else batch_size
    losses = []
    for _ in range(epochs):
        for i in range(0, len(X), size):
            a, b = X[i : i + size], y[i : i + size]
            losses.append(loss(forward(a, p, activation)["out"], b, kind))
            g = backward(a, b, p, activation, kind)
            g["b1"], g["b2"] = g["z1"].sum(axis=0), g["z2"].sum(axis=0)
            p = {k: p[k] - lr * g[k] for k in p}
    return p, np.array(losses)
