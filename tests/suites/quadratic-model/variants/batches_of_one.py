"""Takes each sample of `fit` as a batch of one."""


def fit(x, y, params, lr, epochs):
    w = dict(params)
    losses = np.empty((epochs, len(x)))
    for epoch, i in np.ndindex(losses.shape):
        one, target = x[i : i + 1], y[i : i + 1]
        losses[epoch, i] = loss(forward(one, w["w1"], w["w2"], w["b"]), target)
        grads = backward(one, target, w["w1"], w["w2"], w["b"])
        w = sgd_step(w, grads, lr)
    return w, losses
