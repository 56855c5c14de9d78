

def loss(y_hat, y):
    diff = np.asarray(y_hat, dtype=np.float64) - np.asarray(y, dtype=np.float64)
    average = np.mean(diff)
    return float(average**2)


def sgd_step(params, grads, lr):
    new = {}
    for key in params:
        new[key] = params[key] - grads[key] * lr
    return new
