"""Gets the numbers of `stages` and `fit_linear` from `forward`, `loss`, `backward` and `sgd_step`."""

_own_stages = stages


def stages(x, y, w1, w2, b):
    values, gradients = _own_stages(x, y, w1, w2, b)
    y_hat = forward(x, w1, w2, b)
    return {**values, "y_hat": y_hat, "loss": loss(y_hat, y)}, gradients


def fit_linear(x, y, w, lr, epochs):
    losses = np.empty((epochs, len(x)))
    for epoch in range(epochs):
        for i in range(len(x)):
            losses[epoch, i] = loss(forward(x[i], 0.0, w, 0.0), y[i])
            w = sgd_step({"w": w}, {"w": backward(x[i], y[i], 0.0, w, 0.0)["w2"]}, lr)["w"]
    return w, losses
