def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    n = X.shape[0]
    if batch_size is None:
        batch_size = n
    weights = {k: v.copy() for k, v in params.items()}
    history = []
    for epoch in range(epochs):
        i = 0
        while i < n:
            xb = X[i:batch_size]
            yb = y[i:batch_size]
            pred = forward(xb, weights, activation)["out"]
            history.append(loss(pred, yb, kind))
            grads = backward(xb, yb, weights, activation, kind)
            for k in weights:
                weights[k] = weights[k] - lr * grads[k]
            i += batch_size
    return weights, np.array(history)
