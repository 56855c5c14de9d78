def gradient_norms(X, y, layers, activation, kind):
    grads = backward(X, y, layers, activation, kind)
    norms = np.zeros(len(grads))
    for i, (W, b) in enumerate(layers):
        norms[i] = np.sqrt(np.sum(W * W))
    return norms
