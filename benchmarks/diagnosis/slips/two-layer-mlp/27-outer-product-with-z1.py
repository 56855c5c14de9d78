

def forward(X, params, activation, output_activation="identity"):
    z1 = np.matmul(X, params["W1"].T) + params["b1"]
    a1 = activate(z1, activation)
    z2 = np.matmul(a1, params["W2"].T) + params["b2"]
    a2 = activate(z2, output_activation)
    return dict(z1=z1, h=a1, z2=z2, out=a2)


def backward(X, y, params, activation, kind, output_activation="identity"):
    f = forward(X, params, activation, output_activation)
    z1, z2 = f["z1"], f["z2"]

    d_out = loss_grad(f["out"], y, kind)
    delta2 = d_out * activate_grad(z2, output_activation)
    d_h = np.matmul(delta2, params["W2"])
    delta1 = d_h * activate_grad(z1, activation)

    d_W2 = np.einsum("nk,nh->kh", delta2, z1)
    d_W1 = np.einsum("nh,nd->hd", delta1, X)
    d_X = np.matmul(delta1, params["W1"])
    return {
        "out": d_out, "z2": delta2, "W2": d_W2, "b2": delta2.sum(0), "h": d_h,
        "z1": delta1, "W1": d_W1, "b1": delta1.sum(0), "X": d_X,
    }
