

def gradient_norms(X, y, layers, activation, kind):
    grads = backward(X, y, layers, activation, kind)
    norms = np.zeros(len(layers))
    for i, (dW, db) in enumerate(grads):
        norms[i] = np.sqrt(np.mean(np.square(dW)))
    return norms


def mean_slopes(X, layers, activation):
    stages = forward(X, layers, activation)
    slopes = np.zeros(len(layers) - 1)
    for i in range(len(layers) - 1):
        slopes[i] = np.mean(activate_grad(stages[i]["z"], activation))
    return slopes
