def backward(X, y, layers, activation, kind):
    fw = forward(X, layers, activation)
    delta = loss_grad(fw[-1]["h"], y, kind)
    grads = []
    for l in range(len(layers) - 1, 0, -1):
        inp = X if l == 0 else fw[l - 1]["h"]
        dW = delta.T @ inp
        db = np.sum(delta, axis=0)
        grads.insert(0, (dW, db))
        if l > 0:
            W = layers[l][0]
            delta = (delta @ W) * activate_grad(fw[l - 1]["z"], activation)
    return grads
