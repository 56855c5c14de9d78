"""Writes every product and every sum of a batch as np.einsum."""


def forward(X, params, activation, output_activation="identity"):
    z1 = np.einsum("nd,hd->nh", X, params["W1"]) + params["b1"]
    h = activate(z1, activation)
    z2 = np.einsum("nh,kh->nk", h, params["W2"]) + params["b2"]
    return {"z1": z1, "h": h, "z2": z2, "out": activate(z2, output_activation)}


def backward(X, y, params, activation, kind, output_activation="identity"):
    s = forward(X, params, activation, output_activation)
    g = {"out": loss_grad(s["out"], y, kind)}
    g["z2"] = g["out"] * activate_grad(s["z2"], output_activation)
    g["W2"] = np.einsum("nk,nh->kh", g["z2"], s["h"])
    g["b2"] = np.einsum("nk->k", g["z2"])
    g["h"] = np.einsum("nk,kh->nh", g["z2"], params["W2"])
    g["z1"] = g["h"] * activate_grad(s["z1"], activation)
    g["W1"] = np.einsum("nh,nd->hd", g["z1"], X)
    g["b1"] = np.einsum("nh->h", g["z1"])
    g["X"] = np.einsum("nh,hd->nd", g["z1"], params["W1"])
    return g
