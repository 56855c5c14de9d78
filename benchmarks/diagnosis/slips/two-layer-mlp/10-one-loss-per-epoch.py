def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    params = {k: v.copy() for k, v in params.items()}
    bs = batch_size or len(X)
    history = []
    for epoch in range(epochs):
        for i in range(0, len(X), bs):
            xb, yb = X[i : i + bs], y[i : i + bs]
            current = loss(forward(xb, params, activation)["out"], yb, kind)
            grads = backward(xb, yb, params, activation, kind)
            params = {k: params[k] - lr * grads[k] for k in params}
        history.append(current)
    return params, np.array(history)
