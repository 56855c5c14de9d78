def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    params = {k: v.copy() for k, v in params.items()}
    N = X.shape[0]
    if batch_size is None:
        batch_size = N
    losses = []
    for epoch in range(epochs):
        for i in range(0, N - batch_size, batch_size):
            xb, yb = X[i : i + batch_size], y[i : i + batch_size]
            losses.append(loss(forward(xb, params, activation)["out"], yb, kind))
            grads = backward(xb, yb, params, activation, kind)
            for k in params:
                params[k] = params[k] - lr * grads[k]
    return params, np.array(losses)
