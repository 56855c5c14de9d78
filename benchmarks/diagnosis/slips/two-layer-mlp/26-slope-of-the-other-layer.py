

def backward(X, y, params, activation, kind, output_activation="identity"):
    W1, W2 = params["W1"], params["W2"]
    cache = forward(X, params, activation, output_activation)

    grads = {}
    grads["out"] = loss_grad(cache["out"], y, kind)
    slope2 = activate_grad(cache["z2"], output_activation)
    grads["z2"] = slope2 * grads["out"]
    grads["W2"] = np.dot(grads["z2"].T, cache["h"])
    grads["b2"] = np.sum(grads["z2"], axis=0)

    grads["h"] = np.dot(grads["z2"], W2)
    slope1 = activate_grad(cache["z1"], output_activation)
    grads["z1"] = slope1 * grads["h"]
    grads["W1"] = np.dot(grads["z1"].T, X)
    grads["b1"] = np.sum(grads["z1"], axis=0)
    grads["X"] = np.dot(grads["z1"], W1)
    return grads
