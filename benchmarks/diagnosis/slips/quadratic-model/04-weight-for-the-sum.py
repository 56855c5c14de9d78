def stages(x, y, w1, w2, b):
    z1 = float(w1 * x**2)
    z2 = float(w2 * x)
    z = z1 + z2
    y_hat = z + b
    r = y_hat - y
    values = {"z1": z1, "z2": z2, "z": z, "y_hat": y_hat, "r": r, "loss": r * r}
    d = 2 * r
    grads = {"r": d, "y_hat": d, "z": d, "b": d}
    grads["z1"] = d * w1
    grads["z2"] = d * w2
    grads["w1"] = d * x**2
    grads["w2"] = d * x
    return values, grads
