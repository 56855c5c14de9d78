"""Prints, warns, computes a NaN that it throws away, and returns more keys than are asked for."""

import warnings

_quiet = {name: globals()[name] for name in ("forward", "loss", "stages", "backward", "sgd_step", "fit")}


def forward(x, w1, w2, b):
    print("forward", x)
    warnings.warn("about to predict")
    return _quiet["forward"](x, w1, w2, b)


def stages(x, y, w1, w2, b):
    values, gradients = _quiet["stages"](x, y, w1, w2, b)
    return {**values, "note": "done"}, {**gradients, "loss": 1.0, "x": None}


def backward(x, y, w1, w2, b):
    print("backward " * 5000)
    return {**_quiet["backward"](x, y, w1, w2, b), "y_hat": np.zeros((2, 3)), 7: "seven"}


def fit(x, y, params, lr, epochs):
    np.sqrt(-np.ones(2))
    return _quiet["fit"](x, y, params, lr, epochs)
