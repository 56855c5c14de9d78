def backward(X, y, params, activation, kind, output_activation="identity"):
    cache = forward(X, params, activation, output_activation)
    g = {}
    g["out"] = loss_grad(cache["out"], y, kind)
    g["z2"] = g["out"] * activate_grad(cache["z2"], output_activation)
    g["W2"] = g["z2"].T @ cache["h"]
    g["b2"] = np.sum(g["z2"], axis=0)
    g["h"] = g["z2"] @ params["W2"]
    # back through the activation
    g["z1"] = activate_grad(g["h"], activation)
    g["W1"] = g["z1"].T @ X
    g["b1"] = np.sum(g["z1"], axis=0)
    g["X"] = g["z1"] @ params["W1"]
    return g
