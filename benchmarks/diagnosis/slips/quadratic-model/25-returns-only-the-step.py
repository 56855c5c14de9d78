

def sgd_step(params, grads, lr):
    updated = {}
    for name in params:
        updated[name] = -lr * grads[name]
    return updated


def fit(x, y, params, lr, epochs):
    w1, w2, b = params["w1"], params["w2"], params["b"]
    losses = []
    for _ in range(epochs):
        row = []
        for xi, yi in zip(x, y):
            row.append(loss(forward(xi, w1, w2, b), yi))
            g = backward(xi, yi, w1, w2, b)
            w1, w2, b = w1 - lr * g["w1"], w2 - lr * g["w2"], b - lr * g["b"]
        losses.append(row)
    return {"w1": w1, "w2": w2, "b": b}, np.array(losses).reshape(epochs, len(x))
