def mean_slopes(X, layers, activation):
    stages = forward(X, layers, activation)
    return np.array([float(activate_grad(np.mean(s["z"]), activation)) for s in stages[:-1]])
