def backward(X, y, layers, activation, kind):
    stages = forward(X, layers, activation)
    d = loss_grad(stages[-1]["h"], y, kind)
    grads = []
    for i in reversed(range(len(layers))):
        x = X if i == 0 else stages[i - 1]["h"]
        grads.insert(0, (d.T @ x, d.sum(axis=0)))
        d = d @ layers[i][0]
    return grads


def _run(X, layers, activation):
    zs, hs = [], [X]
    for i, (W, b) in enumerate(layers):
        zs.append(hs[-1] @ W.T + b)
        hs.append(activate(zs[-1], activation) if i < len(layers) - 1 else zs[-1])
    return zs, hs


def _dWs(X, y, layers, activation, kind):
    zs, hs = _run(X, layers, activation)
    d = loss_grad(hs[-1], y, kind)
    out = []
    for i in reversed(range(len(layers))):
        out.append((d.T @ hs[i], d.sum(axis=0)))
        if i:
            d = (d @ layers[i][0]) * activate_grad(zs[i - 1], activation)
    return out[::-1]


def gradient_norms(X, y, layers, activation, kind):
    return np.array([np.linalg.norm(dW) for dW, _ in _dWs(X, y, layers, activation, kind)])
