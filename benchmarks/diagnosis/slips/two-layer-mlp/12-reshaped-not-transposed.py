def forward(X, params, activation, output_activation="identity"):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    H, D = W1.shape
    K = W2.shape[0]
    out = {}
    out["z1"] = X @ W1.reshape(D, H) + b1
    out["h"] = activate(out["z1"], activation)
    out["z2"] = out["h"] @ W2.reshape(H, K) + b2
    out["out"] = activate(out["z2"], output_activation)
    return out
