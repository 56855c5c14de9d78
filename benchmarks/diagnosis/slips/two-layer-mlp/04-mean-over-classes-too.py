def loss(out, y, kind):
    if kind == "half_sse":
        return float(0.5 * np.sum((out - y) ** 2))
    if kind == "mse":
        return float(np.mean((out - y) ** 2))
    if kind == "cross_entropy":
        shifted = out - out.max(axis=1, keepdims=True)
        logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        onehot = np.eye(out.shape[1])[y]
        return float(-np.mean(onehot * logp))
    raise ValueError(kind)


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    p = {k: v.copy() for k, v in params.items()}
    size = len(X) if batch_size is None else batch_size
    losses = []
    for _ in range(epochs):
        for i in range(0, len(X), size):
            a, b = X[i : i + size], y[i : i + size]
            out = forward(a, p, activation)["out"]
            factor = out.shape[1] if kind == "cross_entropy" else 1
            losses.append(factor * loss(out, b, kind))
            g = backward(a, b, p, activation, kind)
            p = {k: p[k] - lr * g[k] for k in p}
    return p, np.array(losses)
