

def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    n = X.shape[0]
    if batch_size is None:
        batch_size = n
    weights = {k: v.copy() for k, v in params.items()}
    history = []
    for epoch in range(epochs):
        first = 0
        while first < n:
            xb = X[first:first + batch_size]
            yb = y[first:first + batch_size]
            out = forward(xb, weights, activation)["out"]
            history.append(loss(out, yb, kind))
            g = backward(xb, yb, weights, activation, kind)
            m = len(xb)
            for k in weights:
                weights[k] = weights[k] - lr * g[k] / m
            first += batch_size
    return weights, np.array(history)
