

def backward(X, y, layers, activation, kind):
    stages = forward(X, layers, activation)
    dz = loss_grad(stages[-1]["h"], y, kind)
    grads = [None] * len(layers)
    for i in range(len(layers) - 1, -1, -1):
        W, _ = layers[i]
        below = stages[i - 1]["z"] if i > 0 else X
        grads[i] = (np.dot(dz.T, below), np.sum(dz, axis=0))
        if i > 0:
            dx = np.dot(dz, W)
            dz = dx * activate_grad(stages[i - 1]["z"], activation)
    return grads
