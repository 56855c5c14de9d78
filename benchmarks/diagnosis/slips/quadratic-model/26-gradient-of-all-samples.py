

def fit(x, y, params, lr, epochs):
    current = params.copy()
    history = np.empty((epochs, len(x)))
    for epoch in range(epochs):
        for i, (x_i, y_i) in enumerate(zip(x, y)):
            prediction = forward(x_i, **current)
            history[epoch, i] = loss(prediction, y_i)
            grads = backward(x, y, **current)
            current = sgd_step(current, grads, lr)
    return current, history
