def forward(X, layers, activation):
    stages = []
    h = X
    for i, (W, b) in enumerate(layers):
        z = h @ W.T + b
        h = activate(z, activation) if i > 0 else z
        stages.append({"z": z, "h": h})
    return stages


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


def backward(X, y, layers, activation, kind):
    return _dWs(X, y, layers, activation, kind)


def mean_slopes(X, layers, activation):
    return np.array([activate_grad(z, activation).mean() for z in _run(X, layers, activation)[0][:-1]])
