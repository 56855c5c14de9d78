"""Goes through the layers by recursion, forward and backward."""


def forward(X, layers, activation):
    (W, b), *rest = layers
    z = X @ W.T + b
    if not rest:
        return [{"z": z, "h": z}]
    h = activate(z, activation)
    return [{"z": z, "h": h}] + forward(h, rest, activation)


def backward(X, y, layers, activation, kind):
    def descend(x, rest):
        W, b = rest[0]
        z = x @ W.T + b
        if len(rest) == 1:
            dz, found = loss_grad(z, y, kind), []
        else:
            dh, found = descend(activate(z, activation), rest[1:])
            dz = dh * activate_grad(z, activation)
        return dz @ W, [(dz.T @ x, dz.sum(axis=0)), *found]

    return descend(X, layers)[1]


def collapse(layers):
    if len(layers) == 1:
        return layers[0]
    W, b = collapse(layers[1:])
    return W @ layers[0][0], W @ layers[0][1] + b
