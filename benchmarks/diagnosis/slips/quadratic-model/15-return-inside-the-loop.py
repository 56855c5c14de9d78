def sgd_step(params, grads, lr):
    updated = {}
    for key in params:
        updated[key] = params[key] - lr * grads[key]
        return updated
