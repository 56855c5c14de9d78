def backward(X, y, params, activation, kind, output_activation="identity"):
    fw = forward(X, params, activation, output_activation)
    z1, h, z2, out = fw["z1"], fw["h"], fw["z2"], fw["out"]

    d_out = loss_grad(out, y, kind)
    d_z2 = d_out * activate_grad(z2, output_activation)
    d_W2 = np.dot(d_z2.T, h)
    d_b2 = d_z2.sum(axis=0)

    d_h = np.dot(d_z2, params["W2"])
    d_z1 = d_h * activate_grad(z1, activation)
    d_W1 = np.dot(d_z1.T, X)
    d_b1 = d_h.sum(axis=0)

    d_X = np.dot(d_z1, params["W1"])
    return {
        "out": d_out, "z2": d_z2, "W2": d_W2, "b2": d_b2,
        "h": d_h, "z1": d_z1, "W1": d_W1, "b1": d_b1, "X": d_X,
    }
