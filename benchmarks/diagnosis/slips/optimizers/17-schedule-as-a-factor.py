def fit(loss_and_grads, params, optimizer, steps, schedule=None):
    losses = []
    p = dict(params)
    for i in range(steps):
        value, g = loss_and_grads(p)
        losses.append(value)
        if schedule is not None:
            optimizer.lr *= schedule(i)
        p = optimizer.step(p, g)
    return p, np.array(losses, dtype=np.float64)
