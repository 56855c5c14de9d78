

def fit(loss_and_grads, params, optimizer, steps, schedule=None):
    current = {name: value for name, value in params.items()}
    losses = []
    for t in range(steps):
        value, grads = loss_and_grads(current)
        losses.append(value)
        if schedule is not None:
            optimizer.lr = optimizer.lr * schedule(t)
        current = optimizer.step(current, grads)
    return current, np.array(losses, dtype=np.float64)
