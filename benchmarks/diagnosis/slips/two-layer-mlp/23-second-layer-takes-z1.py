

def forward(X, params, activation, output_activation="identity"):
    W1, b1 = params["W1"], params["b1"]
    W2, b2 = params["W2"], params["b2"]
    cache = {}
    cache["z1"] = np.dot(X, W1.T) + b1
    cache["h"] = activate(cache["z1"], activation)
    cache["z2"] = np.dot(cache["z1"], W2.T) + b2
    cache["out"] = activate(cache["z2"], output_activation)
    return cache
