"""Loops over samples, units and entries where the solution multiplies matrices."""


def forward(X, layers, activation):
    stages = []
    rows = [row for row in X]
    for number, (W, b) in enumerate(layers):
        z = np.array([[sum(w * v for w, v in zip(unit, row)) + c for unit, c in zip(W, b)] for row in rows])
        h = z.copy()
        if number != len(layers) - 1:
            for index in np.ndindex(z.shape):
                h[index] = activate(z[index], activation)
        stages.append(dict(z=z, h=h))
        rows = list(h)
    return stages


def backward(X, y, layers, activation, kind):
    stages = forward(X, layers, activation)
    found = [(np.zeros_like(W), np.zeros_like(b)) for W, b in layers]
    for n, delta in enumerate(loss_grad(stages[-1]["h"], y, kind)):
        for number in range(len(layers) - 1, -1, -1):
            x = X[n] if number == 0 else stages[number - 1]["h"][n]
            dW, db = found[number]
            dW += np.outer(delta, x)
            db += delta
            delta = layers[number][0].T @ delta
            if number:
                delta = delta * activate_grad(stages[number - 1]["z"][n], activation)
    return found


def gradient_norms(X, y, layers, activation, kind):
    norms = np.zeros(len(layers))
    for number, (dW, _) in enumerate(backward(X, y, layers, activation, kind)):
        total = 0.0
        for entry in dW.ravel():
            total += entry**2
        norms[number] = total**0.5
    return norms


def mean_slopes(X, layers, activation):
    slopes = np.zeros(len(layers) - 1)
    for number, stage in enumerate(forward(X, layers, activation)[:-1]):
        slopes[number] = sum(activate_grad(one, activation) for one in stage["z"].ravel()) / stage["z"].size
    return slopes


def xavier(fan_in, fan_out, rng):
    W = np.empty((fan_out, fan_in))
    for index in np.ndindex(W.shape):
        W[index] = rng.normal(scale=(2 / (fan_in + fan_out)) ** 0.5)
    return W


def he(fan_in, fan_out, rng):
    return np.array([[rng.normal(0, (2 / fan_in) ** 0.5) for _ in range(fan_in)] for _ in range(fan_out)])
