

def gradient_norms(X, y, layers, activation, kind):
    norms = []
    for dW, _ in backward(X, y, layers, activation, kind):
        norms.append(np.linalg.norm(dW.ravel()))
    return np.array(norms)


def mean_slopes(X, layers, activation):
    means = []
    for stage in forward(X, layers, activation)[1:]:
        slope = activate_grad(stage["z"], activation)
        means.append(np.mean(slope))
    return np.array(means)
