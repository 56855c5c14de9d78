"""Collapses layers by what the network makes of zeros and of unit vectors, and writes products as einsum."""


def forward(X, layers, activation):
    stages, x = [], X
    for W, b in layers[:-1]:
        z = np.einsum("nd,md->nm", x, W) + b
        x = activate(z, activation)
        stages.append({"z": z, "h": x})
    W, b = layers[-1]
    z = np.einsum("nd,md->nm", x, W) + b
    return stages + [{"z": z, "h": z}]


def backward(X, y, layers, activation, kind):
    stages = forward(X, layers, activation)
    dz, found = loss_grad(stages[-1]["z"], y, kind), []
    inputs = [X] + [stage["h"] for stage in stages[:-1]]
    slopes = [np.ones_like(X)] + [activate_grad(stage["z"], activation) for stage in stages[:-1]]
    for (W, _), x, slope in zip(layers[::-1], inputs[::-1], slopes[::-1]):
        found.insert(0, (np.einsum("nm,nd->md", dz, x), np.einsum("nm->m", dz)))
        dz = np.einsum("nm,md->nd", dz, W) * slope
    return found


def mean_slopes(X, layers, activation):
    stages = forward(X, layers, activation)
    return np.array(
        [np.mean(activate_grad(s["z"], activation).mean(axis=0)) for s in stages[: len(layers) - 1]]
    )


def collapse(layers):
    inputs = layers[0][0].shape[1]
    b = forward(np.zeros((1, inputs)), layers, "identity")[-1]["h"][0]
    return (forward(np.eye(inputs), layers, "identity")[-1]["h"] - b).T, b
