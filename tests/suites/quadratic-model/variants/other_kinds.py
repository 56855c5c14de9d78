"""Returns NumPy scalars, 0-dimensional, strided and Fortran-ordered arrays, lists for tuples, keys out of order."""

_plain = {name: globals()[name] for name in ("forward", "loss", "stages", "backward", "sgd_step", "fit")}


def forward(x, w1, w2, b):
    y_hat = np.asarray(_plain["forward"](x, w1, w2, b))
    return np.repeat(y_hat, 2)[::2] if y_hat.ndim else y_hat


def loss(y_hat, y):
    return np.array(_plain["loss"](y_hat, y))


def stages(x, y, w1, w2, b):
    return [{k: np.float64(v) for k, v in one.items()} for one in _plain["stages"](x, y, w1, w2, b)]


def backward(x, y, w1, w2, b):
    return {k: np.array(v) for k, v in _plain["backward"](x, y, w1, w2, b).items()}


def sgd_step(params, grads, lr):
    return {k: np.array(v) for k, v in reversed(_plain["sgd_step"](params, grads, lr).items())}


def fit(x, y, params, lr, epochs):
    params, losses = _plain["fit"](x, y, params, lr, epochs)
    return params, np.asfortranarray(losses)


def fit_linear(x, y, w, lr, epochs):
    losses = np.zeros((len(x), epochs))
    for n in range(epochs * len(x)):
        epoch, i = divmod(n, len(x))
        losses[i, epoch] = (x[i] * w - y[i]) ** 2
        w = w - 2 * x[i] * (x[i] * w - y[i]) * lr
    return np.float64(w), losses.T
