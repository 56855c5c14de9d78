"""Adds up in another order: the rounding differs, the mathematics does not."""


def _turned(a):
    return a[::-1]


def backward(X, y, params, activation, kind, output_activation="identity"):
    s = forward(X, params, activation, output_activation)
    dout = loss_grad(s["out"], y, kind)
    dz2 = dout * activate_grad(s["z2"], output_activation)
    dh = dz2[:, ::-1] @ params["W2"][::-1]
    dz1 = dh * activate_grad(s["z1"], activation)
    return {
        "out": dout,
        "z2": dz2,
        "h": dh,
        "z1": dz1,
        "W2": _turned(dz2).T @ _turned(s["h"]),
        "b2": np.cumsum(_turned(dz2), axis=0)[-1],
        "W1": _turned(dz1).T @ _turned(X),
        "b1": np.cumsum(_turned(dz1), axis=0)[-1],
        "X": (params["W1"].T[:, ::-1] @ dz1.T[::-1]).T,
    }
