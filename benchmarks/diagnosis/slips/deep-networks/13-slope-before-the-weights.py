def backward(X, y, layers, activation, kind):
    stages = forward(X, layers, activation)
    L = len(layers)
    result = [None] * L
    dz = loss_grad(stages[L - 1]["h"], y, kind)
    for k in range(L - 1, -1, -1):
        x = stages[k - 1]["h"] if k > 0 else X
        result[k] = (dz.T @ x, dz.sum(axis=0))
        # to the layer below: slope, then weights
        dz = (dz * activate_grad(stages[k]["z"], activation)) @ layers[k][0]
    return result
