def activate_grad(z, kind):
    z = np.array(z, dtype=float)
    if kind == "identity":
        return z
    a = activate(z, kind)
    if kind == "sigmoid":
        return a * (1 - a)
    if kind == "relu":
        return np.where(z > 0, 1.0, 0.0)
    return 1 - a * a


def backward(X, y, params, activation, kind, output_activation="identity"):
    def slope(z, name):
        return np.ones_like(z) if name == "identity" else activate_grad(z, name)

    s = forward(X, params, activation, output_activation)
    g = {"out": loss_grad(s["out"], y, kind)}
    g["z2"] = g["out"] * slope(s["z2"], output_activation)
    g["W2"], g["b2"] = g["z2"].T @ s["h"], g["z2"].sum(axis=0)
    g["h"] = g["z2"] @ params["W2"]
    g["z1"] = g["h"] * slope(s["z1"], activation)
    g["W1"], g["b1"], g["X"] = g["z1"].T @ X, g["z1"].sum(axis=0), g["z1"] @ params["W1"]
    return g
