

def backward(X, y, layers, activation, kind):
    cache = forward(X, layers, activation)
    delta = loss_grad(cache[-1]["h"], y, kind)
    result = []
    k = len(layers) - 1
    while k > 0:
        dW = delta.T @ cache[k - 1]["h"]
        db = delta.sum(axis=0)
        result.insert(0, (dW, db))
        slope = activate_grad(cache[k - 1]["z"], activation)
        delta = (delta @ layers[k][0]) * slope
        k -= 1
    result.insert(0, (delta.T @ X, delta.sum(axis=0)))
    return result[::-1]
