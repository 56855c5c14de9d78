def fit(loss_and_grads, params, optimizer, steps, schedule=None):
    losses = []
    new_params = dict(params)
    for i in range(steps):
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if schedule:
            optimizer.lr = schedule(i)
        new_params = optimizer.step(params, grads)
    return new_params, np.array(losses)
