def gradient_norms(X, y, layers, activation, kind):
    return np.array([np.linalg.norm(dW, 2) for dW, db in backward(X, y, layers, activation, kind)])
