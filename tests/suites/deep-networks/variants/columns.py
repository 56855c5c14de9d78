"""Works with samples in columns inside, and draws weights the other way round."""


def forward(X, layers, activation):
    a, stages = X.T, []
    for W, b in layers:
        z = W @ a + b[:, None]
        a = activate(z, activation) if W is not layers[-1][0] else z
        stages.append({"z": z.T, "h": a.T})
    return stages


def backward(X, y, layers, activation, kind):
    stages = forward(X, layers, activation)
    delta = loss_grad(stages[-1]["h"], y, kind).T
    found = [None] * len(layers)
    for number in range(len(layers))[::-1]:
        x = stages[number - 1]["h"] if number else X
        found[number] = (delta @ x, np.squeeze(delta @ np.ones((len(X), 1)), axis=1))
        if number:
            slope = activate_grad(stages[number - 1]["z"], activation).T
            delta = slope * (layers[number][0].T @ delta)
    return found


def gradient_norms(X, y, layers, activation, kind):
    pairs = backward(X, y, layers, activation, kind)
    return np.array([np.trace(dW @ dW.T) ** 0.5 for dW, _ in pairs])


def xavier(fan_in, fan_out, rng):
    return rng.standard_normal((fan_in, fan_out)).T * np.sqrt(2.0 / (fan_in + fan_out))


def he(fan_in, fan_out, rng):
    return np.sqrt(2.0 / fan_in) * rng.normal(size=fan_in * fan_out).reshape(fan_out, -1)
